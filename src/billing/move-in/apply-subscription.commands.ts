import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { parseInput } from "#platform/http/parse-input.ts";
import type { Act } from "#billing/act.ts";
import { findAddon } from "#billing/catalog/addon.store.ts";
import type { Coupon } from "#billing/catalog/coupon.ts";
import { findCoupon } from "#billing/catalog/coupon.store.ts";
import { findPlan } from "#billing/catalog/plan.store.ts";
import { rateOn } from "#billing/currency/rate.commands.ts";
import type { Customer } from "#billing/customer/customer.ts";
import { partiesOf, payerOf } from "#billing/document/party.commands.ts";
import { type Context, contextBetween } from "#billing/subscription/context.commands.ts";
import { takeOver } from "#billing/subscription/moved.commands.ts";
import { type GivenItems, itemsOf } from "#billing/subscription/sell.commands.ts";
import * as api from "#billing/subscription/subscription.api.ts";
import {
  findByReference,
  findSubscriptionByNumber,
  findSubscriptionForUpdate,
} from "#billing/subscription/subscription.store.ts";
import type { SubscriptionId } from "#billing/subscription/subscription.table.ts";
import { endedStatuses } from "#billing/subscription/transitions.ts";
import { type Applied, keysOf, type Scope } from "./apply.ts";
import { read } from "./apply-catalog.commands.ts";
import { refuseOtherCurrency } from "./apply-document.commands.ts";
import { atCells } from "./at-cells.ts";
import { cellProblem } from "./choice.ts";
import { fieldValues } from "./customer-record.ts";
import { getNamedCustomer } from "./find-customer.commands.ts";
import { findMovedIn } from "./moved-in.store.ts";
import type { MoveInRecord, RowProblem } from "./record.ts";
import { RecordRefused } from "./refused.ts";
import { refuseOther } from "./same-record.commands.ts";
import { agreedItems } from "./sold-price.ts";
import { type SoldOfFile, subscriptionOf, type SubscriptionOfFile } from "./subscription-record.ts";
import { standingOf } from "./subscription-standing.ts";
import { numberOf, textOf } from "./value.ts";

/** Brings a subscription in as the other product left it; what it billed is not billed once more. One of its number is there already. */
export async function applySubscription(
  tx: Tx,
  act: Act,
  record: MoveInRecord,
  { fields }: Pick<Scope, "fields">,
): Promise<Applied> {
  const there = await findThere(tx, record);
  const keys = keysOf(textOf(record.values, "zoho_id"), numberKeys(record));
  if (there !== undefined)
    return {
      ...{ outcome: "skipped", name: there.number, subject: there.id, version: there.version, keys },
      note: "is there already",
    };
  const customer = await getNamedCustomer(tx, record);
  refuseOtherCurrency(record, customer);
  const context = await contextBetween(tx, act, await payerOf(tx, customer.id));
  const file = read(subscriptionOf(record, context.today));
  if (!endedStatuses.some((status) => status === file.status)) await refuseUnbillable(tx, context);
  const { plan, items, given, notes } = await soldBy(tx, record, file, customer);
  const coupon = await couponOf(tx, record, file, customer);
  const standing = read(standingOf(record, file, plan, coupon));
  const custom = fieldValues(record, fields);
  if (custom.problems.length > 0) throw new RecordRefused(custom.problems);
  const made = await takeOver(
    tx,
    act,
    {
      ...{ number: file.number, customer_id: customer.id, plan_id: plan.id, status: file.status },
      ...{ reference: given.reference ?? null, salesperson: given.salesperson ?? null },
      ...{ notes: given.notes ?? null, payment_terms: given.payment_terms ?? null },
      custom_fields: custom.values,
      ...{ auto_collect: given.auto_collect, starts_at: file.starts_at },
      ...{ interval: plan.interval, interval_unit: plan.interval_unit },
      ...{ resumes_on: file.status === "paused" ? file.resumes_on : null, ended_on: file.ended_on },
      ...{ ...standing.values, coupon_id: coupon?.id ?? null },
    },
    { items, context },
  );
  const all = [...notes, ...standing.notes];
  return {
    ...{ outcome: "created", name: made.number, subject: made.id, version: made.version, keys },
    ...(all.length > 0 ? { note: all.join("; ") } : {}),
  };
}

function numberKeys({ values }: MoveInRecord): string[] {
  const number = textOf(values, "number");
  return number === null ? [] : [`number:${number}`];
}

async function findThere(tx: Tx, record: MoveInRecord) {
  const { values } = record;
  const [zohoId, number] = [textOf(values, "zoho_id"), textOf(values, "number")];
  const id = zohoId === null ? undefined : await findMovedIn(tx, "subscriptions", `zoho:${zohoId}`);
  const known = id === undefined ? undefined : await findSubscriptionForUpdate(tx, id as SubscriptionId);
  if (known !== undefined || number === null) return known;
  const there = await findSubscriptionByNumber(tx, number);
  if (there === undefined) return undefined;
  const date = textOf(values, "starts_at") ?? textOf(values, "term_start");
  const of = { ...there, date: there.starts_at, amount: null };
  await refuseOther(tx, record, "subscriptions", of, { zohoId, number, date, amount: null });
  return there;
}

/** What goes on is of an active customer, and there is a rate of its currency: its next invoice needs both. */
async function refuseUnbillable(tx: Tx, { customer, organization, today }: Context): Promise<void> {
  await partiesOf(tx, customer.id);
  await rateOn(tx, { base: organization.base_currency, currency: customer.currency_code, day: today });
}

/** What a file says that a subscription sells, at the prices that were agreed there. */
async function soldBy(tx: Tx, record: MoveInRecord, file: SubscriptionOfFile, customer: Customer) {
  const given = await atCells(record.row, file.cells, () => requestOf(record, file, customer.id));
  if (given.reference != null && (await findByReference(tx, given.reference)) !== undefined)
    throw refused(cellProblem(record, "reference", "is the reference of another subscription", "Change it."));
  const sold = await soldIds(tx, file);
  const { plan, items } = await atCells(record.row, file.cells, () =>
    itemsOf(tx, withoutPrices(given), customer.currency_code, sold),
  );
  const agreed = read(agreedItems(items, [file.plan, ...file.addons], customer.currency_code));
  return { plan, given, ...agreed };
}

/** Of a request that would sell it; what that refuses is refused. */
function requestOf({ values }: MoveInRecord, file: SubscriptionOfFile, customer_id: CustomerId) {
  const itemOf = ({ quantity, price }: SoldOfFile) => ({ quantity, ...(price === null ? {} : { price }) });
  return parseInput(
    api.createSubscription.body,
    {
      ...{ customer_id, plan: { plan: file.plan.code, ...itemOf(file.plan) } },
      addons: file.addons.map((one) => ({ addon: one.code, ...itemOf(one) })),
      ...(file.billing_cycles === null ? {} : { billing_cycles: file.billing_cycles }),
      ...{ auto_collect: file.auto_collect, payment_terms: numberOf(values, "payment_terms") },
      ...{ reference: textOf(values, "reference"), salesperson: textOf(values, "salesperson") },
      notes: textOf(values, "notes"),
    },
    "body",
  );
}

/** What is sold already is so although it is offered no more; what is not there is told. */
async function soldIds(tx: Tx, { plan, addons }: SubscriptionOfFile): Promise<Set<string>> {
  const problems: RowProblem[] = [];
  const ids: string[] = [];
  const found = await findPlan(tx, plan.code);
  if (found === undefined)
    problems.push(soldProblem(plan, "is no plan that is there", "Import the plans first."));
  else ids.push(found.id);
  for (const one of addons) {
    const addon = await findAddon(tx, one.code);
    if (addon === undefined)
      problems.push(soldProblem(one, "is no addon that is there", "Import the addons first."));
    else if (addon.type === "one_time")
      problems.push(soldProblem(one, "is charged once, and was so", "Leave this addon out."));
    else ids.push(addon.id);
  }
  if (problems.length > 0) throw new RecordRefused(problems);
  return new Set(ids);
}

function soldProblem({ row, field, code }: SoldOfFile, problem: string, remedy: string): RowProblem {
  return { row, field, value: code, problem, remedy };
}

function withoutPrices({ plan, addons }: GivenItems): GivenItems {
  return {
    plan: { plan: plan.plan, quantity: plan.quantity },
    addons: addons.map(({ addon, quantity }) => ({ addon, quantity })),
  };
}

/** The coupon that is applied already, whatever became of it; its redemption is counted where it was imported. */
async function couponOf(
  tx: Tx,
  record: MoveInRecord,
  { coupon: code }: SubscriptionOfFile,
  { currency_code }: Customer,
): Promise<Coupon | undefined> {
  const found = code === null ? undefined : await findCoupon(tx, code);
  if (code !== null && found === undefined)
    throw refused(
      cellProblem(record, "coupon_code", "is no coupon that is there", "Import the coupons first."),
    );
  if (found !== undefined && found.currency_code !== null && found.currency_code !== currency_code)
    throw refused(
      cellProblem(
        record,
        "coupon_code",
        `takes off ${found.currency_code}, and the subscription is in ${currency_code}`,
        "Leave the coupon out, or give one in this currency.",
      ),
    );
  return found;
}

function refused(problem: RowProblem): RecordRefused {
  return new RecordRefused([problem]);
}
