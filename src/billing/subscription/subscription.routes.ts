import { AppError } from "#kernel/errors.ts";
import type { Id, InvoiceId } from "#kernel/id.ts";
import { cursorOf } from "#kernel/page.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, tryInOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { actOf, askingRoute, tenantRoute } from "#billing/tenant-route.routes.ts";
import type { Act } from "#billing/act.ts";
import { collectWaiting } from "#billing/collection/collect.job.ts";
import { wholeNote } from "#billing/credit-note/credit-note.routes.ts";
import { listCustomFields } from "#billing/custom-field/custom-field.store.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { wholeInvoice } from "#billing/invoice/invoice.routes.ts";
import { exportRoute } from "#billing/listing/export.routes.ts";
import { writeNextInvoice } from "./ahead.commands.ts";
import { changeSubscription, unscheduleChange } from "./change.commands.ts";
import { createSubscription } from "./create.commands.ts";
import { findTestClock } from "./due.store.ts";
import { editSubscription } from "./edit.commands.ts";
import * as end from "./end.commands.ts";
import * as extra from "./extra.commands.ts";
import { chooseReceivers } from "./receivers.commands.ts";
import { listReceivers } from "./receivers.store.ts";
import { advanceTestClock, endTestClock, startTestClock } from "./test-clock.commands.ts";
import * as actions from "./action.api.ts";
import * as api from "./subscription.api.ts";
import * as clock from "./test-clock.api.ts";
import { couponEndsOn } from "./plan-coupon.commands.ts";
import { findNamedSubscription, listSubscriptions } from "./subscription-list.store.ts";
import { findLastMrr } from "./mrr.store.ts";
import { type SoldSubscription, subscriptionColumns } from "./subscription-csv.ts";
import { billsAfter, listItems, listItemsOf, listSubscriptionEvents } from "./subscription.store.ts";
import type { SubscriptionId } from "./subscription.table.ts";
import type { NamedSubscription, Subscription } from "./subscription.ts";
import { listItemOf, subscriptionViewOf } from "./subscription-view.ts";

/** The endpoints of subscriptions. */
export function subscriptionRoutes(): Route[] {
  return [...readingRoutes(), ...sellingRoutes(), ...lifeRoutes(), ...clockRoutes()];
}

function readingRoutes(): Route[] {
  return [
    tenantRoute(api.listSubscriptions, async ({ tx, query: { cursor, ...query } }) => {
      const page = await listSubscriptions(tx, { ...query, after: cursorOf(cursor) });
      return { ...page, items: page.items.map(listItemOf) };
    }),
    exportRoute(api.exportSubscriptions, {
      columns: async (tx) => subscriptionColumns(await listCustomFields(tx, "subscription")),
      page: async ({ tx, query: { bom: _bom, ...query } }, { cursor, limit }) => {
        const page = await listSubscriptions(tx, { ...query, limit, after: cursorOf(cursor) });
        return { ...page, items: await withItems(tx, page.items) };
      },
    }),
    tenantRoute(api.getSubscription, ({ tx, params }) => wholeSubscription(tx, params.subscription)),
    route(api.nextInvoice, (context, { params }) => {
      const act = actOf(context);
      return tryInOrganization(context.deps.db, act.organizationId, async (tx) => ({
        invoice: await invoiceAhead(tx, act, params.subscription),
      }));
    }),
    tenantRoute(api.subscriptionHistory, async ({ tx, params }) => {
      await wholeSubscription(tx, params.subscription);
      const events = await listSubscriptionEvents(tx, params.subscription);
      return {
        items: events.map(({ id, on_day: on, at, actor_name: actor, event, ...rest }) => ({
          id,
          on,
          at,
          actor,
          event,
          from: rest.from_status,
          to: rest.to_status,
          invoice_id: rest.invoice_id,
          note: rest.note,
        })),
      };
    }),
  ];
}

/** Subscriptions with what they sell and bring, a question each for all of them. */
async function withItems(tx: Tx, subscriptions: readonly NamedSubscription[]): Promise<SoldSubscription[]> {
  const ids = subscriptions.map(({ id }) => id);
  const [items, mrr] = [await listItemsOf(tx, ids), await findLastMrr(tx, ids)];
  return subscriptions.map((subscription) => ({
    subscription,
    items: items.get(subscription.id) ?? [],
    mrr: mrr.get(subscription.id)?.after,
  }));
}

function sellingRoutes(): Route[] {
  return [
    route(api.createSubscription, (context, { body: { preview, ...given } }) =>
      saleOutcome(context, preview, (tx, act) => createSubscription(tx, act, given)),
    ),
    route(actions.changeSubscription, (context, { params, body: { preview, ...given } }) =>
      saleOutcome(context, preview, (tx, act) => changeSubscription(tx, act, params.subscription, given)),
    ),
    route(actions.unscheduleChange, (context, { params, body: { preview } }) =>
      saleOutcome(context, preview, (tx, act) => unscheduleChange(tx, act, params.subscription)),
    ),
    route(actions.buyAddon, (context, { params, body: { preview, ...given } }) =>
      saleOutcome(context, preview, (tx, act) => extra.buyAddon(tx, act, params.subscription, given)),
    ),
    route(actions.addCharge, (context, { params, body: { preview, ...given } }) =>
      saleOutcome(context, preview, (tx, act) => extra.addCharge(tx, act, params.subscription, given)),
    ),
    route(actions.applyCoupon, (context, { params, body: { preview, coupon } }) =>
      saleOutcome(context, preview, (tx, act) => extra.applyCoupon(tx, act, params.subscription, coupon)),
    ),
    route(actions.removeCoupon, (context, { params, body: { preview } }) =>
      saleOutcome(context, preview, (tx, act) => extra.removeCoupon(tx, act, params.subscription)),
    ),
    tenantRoute(api.editSubscription, async ({ tx, act, params, body }) => {
      await editSubscription(tx, act, params.subscription, body);
      return wholeSubscription(tx, params.subscription);
    }),
    tenantRoute(api.chooseReceivers, async ({ tx, act, params, body }) => {
      await chooseReceivers(tx, act, params.subscription, body.contact_persons);
      return wholeSubscription(tx, params.subscription);
    }),
  ];
}

function lifeRoutes(): Route[] {
  return [
    route(actions.cancelSubscription, (context, { params, body: { preview, ...given } }) =>
      saleOutcome(context, preview, (tx, act) => end.cancelSubscription(tx, act, params.subscription, given)),
    ),
    route(actions.reactivateSubscription, (context, { params, body: { preview } }) =>
      saleOutcome(context, preview, (tx, act) => end.reactivateSubscription(tx, act, params.subscription)),
    ),
    route(actions.pauseSubscription, (context, { params, body: { preview, resumes_on } }) =>
      saleOutcome(context, preview, (tx, act) =>
        end.pauseSubscription(tx, act, params.subscription, resumes_on),
      ),
    ),
    route(actions.resumeSubscription, (context, { params, body: { preview } }) =>
      saleOutcome(context, preview, (tx, act) => end.resumeSubscription(tx, act, params.subscription)),
    ),
    route(actions.postponeRenewal, (context, { params, body: { preview, renewal } }) =>
      saleOutcome(context, preview, (tx, act) => end.postponeRenewal(tx, act, params.subscription, renewal)),
    ),
  ];
}

function clockRoutes(): Route[] {
  return [
    tenantRoute(clock.getTestClock, async ({ tx, params }) => {
      const { id } = await getCustomer(tx, params.customer);
      return { today: (await findTestClock(tx, id)) ?? null };
    }),
    tenantRoute(clock.setTestClock, async ({ tx, act, params, body: { today } }) => {
      await startTestClock(tx, act, params.customer, today);
      return { today };
    }),
    askingRoute(clock.advanceTestClock, {
      async write({ tx, act, params: { customer }, body: { until } }) {
        await getCustomer(tx, customer);
        return { customerId: customer, unbilled: await advanceTestClock(tx, act, customer, until) };
      },
      ask(deps, organizationId, { customerId, unbilled }) {
        for (const { id: subscription, error } of unbilled)
          deps.log.warn({ err: error, subscription }, "a subscription could not be billed");
        return collectWaiting(deps, organizationId, { customerId });
      },
      show: async ({ body: { until } }, { unbilled }) => ({
        today: until,
        unbilled: unbilled.map(({ id, number }) => ({ id, number })),
      }),
    }),
    tenantRoute(clock.endTestClock, async ({ tx, act, params }) => {
      await getCustomer(tx, params.customer);
      await endTestClock(tx, act, params.customer);
      return { today: null };
    }),
  ];
}

/** Does something to a subscription, or tries it out, and answers what came of it. */
export async function saleOutcome(
  context: { deps: Deps; member: Member },
  preview: boolean,
  work: (tx: Tx, act: Act) => Promise<Subscription>,
): Promise<api.SubscriptionOutcome> {
  const act = actOf(context);
  const { db } = context.deps;
  const before = act.ids("inv").slice("inv_".length);
  const outcomeOf = (tx: Tx, id: SubscriptionId) => outcomeAfter(tx, act, { id, before, preview });
  if (preview)
    return tryInOrganization(db, act.organizationId, async (tx) => outcomeOf(tx, (await work(tx, act)).id));
  const { id, customer_id: customerId } = await inOrganization(db, act.organizationId, (tx) => work(tx, act));
  await collectWaiting(context.deps, act.organizationId, { customerId });
  return inOrganization(db, act.organizationId, (tx) => outcomeOf(tx, id));
}

async function outcomeAfter(
  tx: Tx,
  act: Act,
  { id, before, preview }: { id: SubscriptionId; before: string; preview: boolean },
): Promise<api.SubscriptionOutcome> {
  const invoices: api.SubscriptionOutcome["invoices"] = [];
  const credit_notes: api.SubscriptionOutcome["credit_notes"] = [];
  for (const bill of await billsAfter(tx, id, before))
    if (bill.kind === "invoice") invoices.push(await wholeInvoice(tx, act, bill.id as InvoiceId));
    else credit_notes.push(await wholeNote(tx, act, bill.id as Id<"crn">));
  const subscription = await wholeSubscription(tx, id);
  const next_invoice = preview ? await invoiceAhead(tx, act, id) : null;
  return { preview, subscription, invoices, credit_notes, next_invoice };
}

async function invoiceAhead(tx: Tx, act: Act, id: SubscriptionId) {
  const next = await writeNextInvoice(tx, act, id);
  return next === undefined ? null : wholeInvoice(tx, act, next);
}

/** A subscription as it is shown by itself. */
export async function wholeSubscription(tx: Tx, id: SubscriptionId): Promise<api.SubscriptionView> {
  const subscription = await findNamedSubscription(tx, id);
  if (subscription === undefined) throw new AppError("subscription.not_found", { subscription: id });
  return subscriptionViewOf(subscription, {
    items: await listItems(tx, id),
    receivers: await listReceivers(tx, id),
    coupon_ends_on: await couponEndsOn(tx, subscription),
  });
}
