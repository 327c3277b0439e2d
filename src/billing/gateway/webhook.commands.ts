import { systemActor } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import { findAttempt } from "#billing/collection/charge-attempt.store.ts";
import { settleCharge } from "#billing/collection/settle-charge.commands.ts";
import { takeOverRefunds } from "#billing/collection/settle-refund.commands.ts";
import { getInvoice } from "#billing/invoice/invoice.commands.ts";
import { addMethod, dropMethod } from "#billing/payment-method/payment-method.commands.ts";
import type { Gateway, GatewayEvent } from "./gateway.ts";
import { type Account, isKnownEvent, takeEvent } from "./gateway.store.ts";
import { gatewayOf } from "./open-gateway.client.ts";

type Doing = (tx: Tx, act: Act) => Promise<void>;

/**
 * Takes an event of an account, once: false where it was taken before, or is about nothing of ours. Events come late,
 * twice and in any order, so what they are about is read from the gateway first, and then written with the event.
 */
export async function hear(deps: Deps, account: Account, event: GatewayEvent): Promise<boolean> {
  const { organization_id: organizationId } = account;
  const isKnown = await inOrganization(deps.db, organizationId, (tx) => isKnownEvent(tx, event.id));
  if (isKnown || event.about === "nothing") return false;
  const doing = await whatToDo(deps, account, event);
  if (doing === undefined) return false;
  const now = deps.clock.now();
  return inOrganization(deps.db, organizationId, async (tx) => {
    const { id, type } = event;
    if (!(await takeEvent(tx, { organization_id: organizationId, id, type, received_at: now }))) return false;
    await doing(tx, { organizationId, actor: systemActor, now, ids: deps.ids });
    return true;
  });
}

/** What an event leads to, after a look at what it is about; undefined where that is not ours. */
async function whatToDo(deps: Deps, account: Account, event: GatewayEvent): Promise<Doing | undefined> {
  const gateway = gatewayOf(deps, account);
  switch (event.about) {
    case "payment":
      return settlePayment(gateway, event.payment);
    case "refund":
      return settleRefunds(deps, account, gateway, event.payment);
    case "session":
    case "setup": {
      const setUp = await gateway.setUpOf(event);
      if (setUp === undefined) return undefined;
      return (tx, act) => addMethod(tx, act, setUp, account.account);
    }
    case "method_gone": {
      const { method } = event;
      if (await gateway.isKept(method)) return undefined;
      return (tx, act) => dropMethod(tx, act, { account: account.account, reference: method });
    }
    default:
      return undefined;
  }
}

async function settlePayment(gateway: Gateway, payment: string): Promise<Doing | undefined> {
  const { attempt, outcome } = (await gateway.payment(payment)) ?? {};
  return attempt && outcome ? (tx, act) => settleCharge(tx, act, attempt, outcome) : undefined;
}

/** A refund can be told of before the payment is: that is settled first. */
async function settleRefunds(
  deps: Deps,
  { organization_id: organizationId }: Account,
  gateway: Gateway,
  payment: string,
): Promise<Doing | undefined> {
  const { attempt: id, outcome } = (await gateway.payment(payment)) ?? {};
  if (!id || !outcome) return undefined;
  const currency = await inOrganization(deps.db, organizationId, async (tx) => {
    const attempt = await findAttempt(tx, id);
    return attempt && (await getInvoice(tx, attempt.invoice_id)).document.currency_code;
  });
  if (currency === undefined) return undefined;
  const refunds = await gateway.refundsOf(payment, currency);
  return async (tx, act) => {
    await settleCharge(tx, act, id, outcome);
    await takeOverRefunds(tx, act, payment, refunds);
  };
}
