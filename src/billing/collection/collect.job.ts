import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { type Actor, systemActor } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import type { Act } from "#billing/act.ts";
import { getInvoice } from "#billing/invoice/invoice.commands.ts";
import type { ChargeRequest, Gateway } from "#billing/gateway/gateway.ts";
import { findAccount } from "#billing/gateway/gateway.store.ts";
import { gatewayOf } from "#billing/gateway/open-gateway.client.ts";
import { findRefundingOrganizations, listWaitingRefunds } from "#billing/settlement/refund.store.ts";
import {
  type ChargeAttempt,
  findAttempt,
  findWaitingOrganizations,
  listWaiting,
  takeAttempt,
  type Whose,
} from "./charge-attempt.store.ts";
import { refundOne } from "./refund.job.ts";
import { settleCharge, type Settling } from "./settle-charge.commands.ts";
import { keyLasts, lostBefore } from "./waiting.ts";

/** One collection an organization at a time; more would only wait for each other. */
export const collectionQueue: Queue<{ organizationId: OrganizationId }> = {
  name: "charge-collection",
  key: ({ organizationId }) => organizationId,
};

/** How many are asked for at once: a gateway takes so many requests a second, and answers within some. */
const atOnce = 8;

/** Sends a collection for each organization in which something waits to be asked for, or asked about again. */
export async function startWaitingCollections(deps: Deps): Promise<void> {
  const before = lostBefore(deps.clock.now());
  const charging = await findWaitingOrganizations(deps.system, before);
  const refunding = await findRefundingOrganizations(deps.system, before);
  for (const organizationId of new Set([...charging, ...refunding]))
    await inOrganization(deps.db, organizationId, async (tx) => {
      if ((await findAccount(tx)) !== undefined)
        await deps.jobs.send(tx, collectionQueue, { organizationId });
    });
}

/**
 * Asks the gateway for all that waits, of the organization or of a customer, each try written before and settled after
 * in transactions of their own. Killed anywhere, the next one goes on: what was asked without an answer is asked about
 * before it is asked for again. Ends where the gateway answers nothing.
 */
export async function collectWaiting(
  deps: Deps,
  organizationId: OrganizationId,
  { customerId, signal }: Whose & { signal?: AbortSignal } = {},
): Promise<{ settled: number }> {
  return inBatches(deps, signal, async (before) => {
    const ids = await inOrganization(deps.db, organizationId, (tx) =>
      listWaiting(tx, { customerId, before, limit: atOnce }),
    );
    return ids.map((id) => collectOne(deps, organizationId, id));
  });
}

/** The same for what is to be given back. */
export async function refundWaiting(
  deps: Deps,
  organizationId: OrganizationId,
  signal?: AbortSignal,
): Promise<{ settled: number }> {
  return inBatches(deps, signal, async (before) => {
    const ids = await inOrganization(deps.db, organizationId, (tx) => listWaitingRefunds(tx, before, atOnce));
    return ids.map((id) => refundOne(deps, organizationId, id));
  });
}

/** Asks for a batch after the other while something is settled; what waits since `before` is asked about again. */
async function inBatches(
  { clock }: Pick<Deps, "clock">,
  signal: AbortSignal | undefined,
  ask: (before: Instant) => Promise<Promise<boolean>[]>,
): Promise<{ settled: number }> {
  let settled = 0;
  for (;;) {
    if (signal?.aborted === true) return { settled };
    const done = await Promise.all(await ask(lostBefore(clock.now())));
    const now = done.filter(Boolean).length;
    if (now === 0) return { settled };
    settled += now;
  }
}

/** Asks the gateway for one try, and settles it; false where it is not known yet what became of it, or somebody else asks. */
export async function collectOne(
  deps: Deps,
  organizationId: OrganizationId,
  id: ChargeAttempt["id"],
  actor: Actor = systemActor,
): Promise<boolean> {
  const taken = await take(deps, organizationId, id);
  if (taken === undefined) return false;
  const outcome = await ask(taken.gateway, taken, deps.clock.now());
  const act: Act = { organizationId, actor, now: deps.clock.now(), ids: deps.ids };
  await inOrganization(deps.db, organizationId, (tx) => settleCharge(tx, act, id, outcome));
  return outcome.kind !== "unknown" && outcome.kind !== "unreachable";
}

type Taken = {
  gateway: Gateway;
  request: ChargeRequest;
  createdAt: Instant;
  wasAsked: boolean;
  /** There is not so much to collect any more. */
  isMoot: boolean;
};

/** Notes that it is asked now, so that nobody else does. */
async function take(
  deps: Deps,
  organizationId: OrganizationId,
  id: ChargeAttempt["id"],
): Promise<Taken | undefined> {
  const now = deps.clock.now();
  return inOrganization(deps.db, organizationId, async (tx) => {
    const attempt = await findAttempt(tx, id);
    const account = await findAccount(tx);
    if (attempt?.method_reference == null || attempt.gateway_customer === null || account === undefined)
      return undefined;
    if (!(await takeAttempt(tx, id, { now, before: lostBefore(now) }))) return undefined;
    const { document: invoice } = await getInvoice(tx, attempt.invoice_id);
    const { amount, gateway_customer: gatewayCustomer, method_reference: method } = attempt;
    const { number: description, currency_code: currency } = invoice;
    const request = { id, organizationId, amount, currency, gatewayCustomer, method };
    const wasAsked = attempt.asked_at !== null;
    return {
      gateway: gatewayOf(deps, account),
      request: { ...request, description: description ?? invoice.id },
      createdAt: attempt.created_at,
      wasAsked,
      isMoot: invoice.status !== "sent" || invoice.balance < amount,
    };
  });
}

/** What was asked before is looked for first: its answer may have been lost, and its key forgotten. */
async function ask(
  gateway: Gateway,
  { request, createdAt, wasAsked, isMoot }: Taken,
  now: Instant,
): Promise<Settling> {
  const found = wasAsked ? await gateway.findCharge(request, createdAt) : undefined;
  if (found !== undefined) return found;
  if (isMoot) return { kind: "moot", reason: "The invoice was paid or changed before it was collected" };
  if (!wasAsked) return gateway.charge(request);
  if (keyLasts(createdAt, now)) return gateway.charge(request);
  const reason = "The payment gateway gave no answer for a day, and has charged nothing";
  return { kind: "declined", reason, code: "unanswered", payment: null };
}
