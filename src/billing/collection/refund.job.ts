import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { type Actor, systemActor } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Gateway, RefundOutcome, RefundRequest } from "#billing/gateway/gateway.ts";
import { findAccount } from "#billing/gateway/gateway.store.ts";
import { gatewayOf } from "#billing/gateway/open-gateway.client.ts";
import { findRefund, type Refund, takeRefund } from "#billing/settlement/refund.store.ts";
import { findSourceForUpdate } from "#billing/settlement/source.store.ts";
import { keyLasts, lostBefore } from "./waiting.ts";
import { settleRefund } from "./settle-refund.commands.ts";

type Taken = { gateway: Gateway; request: RefundRequest; createdAt: Instant; wasAsked: boolean };

/** Asks the gateway to give back what a refund says, and settles it; false where it is not known yet what became of it. */
export async function refundOne(
  deps: Deps,
  organizationId: OrganizationId,
  id: Refund["id"],
  actor: Actor = systemActor,
): Promise<boolean> {
  const taken = await take(deps, organizationId, id);
  if (taken === undefined) return false;
  const outcome = await ask(taken, deps.clock.now());
  const act = { organizationId, actor, now: deps.clock.now(), ids: deps.ids };
  await inOrganization(deps.db, organizationId, (tx) => settleRefund(tx, act, id, outcome));
  return outcome.kind === "succeeded" || outcome.kind === "declined";
}

async function take(
  deps: Deps,
  organizationId: OrganizationId,
  id: Refund["id"],
): Promise<Taken | undefined> {
  const now = deps.clock.now();
  return inOrganization(deps.db, organizationId, async (tx) => {
    const refund = await findRefund(tx, id);
    const account = await findAccount(tx);
    if (refund?.gateway_payment == null || account === undefined) return undefined;
    if (!(await takeRefund(tx, id, { now, before: lostBefore(now) }))) return undefined;
    const source = await findSourceForUpdate(tx, refund);
    if (source === undefined) throw new Error(`${id} has no source`);
    const { amount, gateway_payment: payment, created_at: createdAt, asked_at } = refund;
    const request = { id, organizationId, payment, amount, currency: source.row.currency_code };
    return { gateway: gatewayOf(deps, account), request, createdAt, wasAsked: asked_at !== null };
  });
}

/** What was asked before is looked for first, as charges are. */
async function ask({ gateway, request, createdAt, wasAsked }: Taken, now: Instant): Promise<RefundOutcome> {
  if (!wasAsked) return gateway.refund(request);
  const found = await gateway.findRefund(request);
  if (found !== undefined) return found;
  if (keyLasts(createdAt, now)) return gateway.refund(request);
  const reason = "The payment gateway gave no answer for a day, and has given nothing back";
  return { kind: "declined", reason, code: "unanswered", refund: null };
}
