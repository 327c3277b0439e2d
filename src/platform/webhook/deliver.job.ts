import type { OrganizationId } from "#kernel/id.ts";
import { msOf, plusMs } from "#kernel/time.ts";
import { systemActor } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { every } from "#platform/jobs/every.ts";
import {
  deleteOldMessages,
  type Due,
  type DueWebhook,
  findDueWebhooks,
  keepPayload,
  noteOutcome,
  takeDue,
} from "./due.store.ts";
import { testEvent } from "./event-choice.api.ts";
import { isGivenUp, nextAttempt } from "./retry.ts";
import { signedHeaders, webhookSecretPlace } from "./secret.ts";
import { type Outcome, sendMessage } from "./send.client.ts";
import { switchOff } from "./webhook.commands.ts";
import { findWebhookForUpdate, updateWebhook } from "./webhook.store.ts";
import type { WebhookId } from "./webhook.table.ts";

/** The present state of what a message is about, as the API answers it; undefined where it is gone. */
export type Describe = (
  organizationId: OrganizationId,
  subject: { kind: string; id: string },
) => Promise<unknown>;

/** How often it is looked whether something is to be sent: one small query. */
const lookEveryMs = 1000;
/** Webhooks that are sent to at once, and messages of one: a slow receiver holds up itself alone. */
const lanesAtOnce = 64;
const messagesAtOnce = 20;
/** How long a webhook is sent to before others that wait have their turn. */
const turnMs = 30_000;
/** Longer than an attempt takes: whoever has not noted its outcome by then is dead, and another sends it again. */
const leaseMs = 60_000;
/** How long messages and deliveries are kept, and how often old ones are looked for. */
const keptMs = 30 * 24 * 3600_000;
const cleanEveryMs = 3600_000;

/** Sends in this process what is due; the answer stops it. Any number of processes may. */
export function startWebhookDelivery(deps: Deps, describe: Describe): () => Promise<void> {
  const stopping = new AbortController();
  const lanes = new Map<WebhookId, Promise<void>>();
  /** When each webhook had its last turn: who waits longest is next. */
  const turns = new Map<WebhookId, number>();
  const cleaned = new Map<OrganizationId, number>();
  async function look(): Promise<void> {
    const now = deps.clock.now();
    const due = await findDueWebhooks(deps.system, now);
    const turnOf = ({ webhook_id: id }: DueWebhook): number => turns.get(id) ?? 0;
    for (const one of due.toSorted((a, b) => turnOf(a) - turnOf(b))) {
      const { organization_id, webhook_id } = one;
      if (stopping.signal.aborted || lanes.size >= lanesAtOnce) return;
      if (lanes.has(webhook_id)) continue;
      turns.set(webhook_id, msOf(now));
      const work = deliverTurn(deps, describe, one, stopping.signal)
        .then(() => clean(deps, organization_id, cleaned))
        .catch((error: unknown) => deps.log.warn({ err: error }, "webhooks could not be sent"))
        .finally(() => lanes.delete(webhook_id));
      lanes.set(webhook_id, work);
    }
  }
  const stopLooking = every(deps, lookEveryMs, look, "webhooks could not be looked for");
  return async () => {
    stopping.abort();
    await stopLooking();
    await Promise.all(lanes.values());
  };
}

/** Sends the messages of a webhook until none is due, or its turn is over. */
async function deliverTurn(
  deps: Deps,
  describe: Describe,
  { organization_id: organizationId, webhook_id }: DueWebhook,
  signal: AbortSignal,
): Promise<void> {
  const end = plusMs(deps.clock.now(), turnMs);
  for (let now = deps.clock.now(); now < end && !signal.aborted; now = deps.clock.now()) {
    const until = plusMs(now, leaseMs);
    const due = await inOrganization(deps.db, organizationId, (tx) =>
      takeDue(tx, webhook_id, { now, until, limit: messagesAtOnce }),
    );
    if (due.length === 0) return;
    await Promise.all(due.map((one) => deliver(deps, describe, organizationId, one, signal)));
  }
}

async function deliver(
  deps: Deps,
  describe: Describe,
  organizationId: OrganizationId,
  due: Due,
  signal: AbortSignal,
): Promise<void> {
  const body = due.payload ?? (await makePayload(deps, describe, organizationId, due));
  const now = deps.clock.now();
  const place = webhookSecretPlace(organizationId, due.webhook_id);
  const isRotating = due.old_secret !== null && due.old_secret_until !== null && due.old_secret_until > now;
  const secrets = [due.secret, ...(isRotating ? [due.old_secret ?? ""] : [])];
  const signed = { id: due.message_id, timestamp: Math.floor(msOf(now) / 1000), body };
  const headers = {
    "content-type": "application/json",
    "user-agent": "Concord-Webhooks/1",
    ...signedHeaders(
      signed,
      secrets.map((secret) => deps.vault.open(secret, place)),
    ),
  };
  const outcome = await sendMessage(
    { url: due.url, headers, body },
    { allowPrivate: deps.mayReachPrivate, signal },
  );
  // Broken off by a stop, it may have arrived or not: it is sent again when its time is over.
  if (signal.aborted && outcome.status === null) return;
  await note(deps, organizationId, due, outcome);
}

/** The message as all its receivers and attempts get it. */
async function makePayload(
  deps: Deps,
  describe: Describe,
  organizationId: OrganizationId,
  { type, at, subject_kind: kind, subject_id: id, message_id }: Due,
): Promise<string> {
  const data =
    type === testEvent
      ? { id, message: "This is a test: your receiver can verify and answer it like any other message." }
      : ((await describe(organizationId, { kind, id })) ?? { id });
  const payload = JSON.stringify({ type, timestamp: at, data });
  return inOrganization(deps.db, organizationId, (tx) => keepPayload(tx, message_id, payload));
}

/** Writes what became of an attempt, for the delivery and for its webhook. */
async function note(
  deps: Deps,
  organizationId: OrganizationId,
  { id, webhook_id, attempts }: Due,
  outcome: Outcome,
): Promise<void> {
  const now = deps.clock.now();
  await inOrganization(deps.db, organizationId, async (tx) => {
    const webhook = await findWebhookForUpdate(tx, webhook_id);
    if (!webhook) return;
    const isDone = outcome.problem === null;
    await noteOutcome(tx, id, outcome, { now, next: isDone ? undefined : nextAttempt(attempts + 1, now) });
    if (isDone) {
      if (webhook.failing_since !== null) await updateWebhook(tx, webhook_id, { failing_since: null });
      return;
    }
    const since = webhook.failing_since ?? now;
    if (webhook.failing_since === null) await updateWebhook(tx, webhook_id, { failing_since: since });
    // 410 is the receiver's word that it wants no more.
    const because = outcome.status === 410 ? "gone" : isGivenUp(since, now) ? "failing" : undefined;
    if (because !== undefined && webhook.enabled)
      await switchOff(tx, webhook, because, { actor: systemActor, now });
  });
}

/** Deletes what is old, now and then. */
async function clean(
  deps: Deps,
  organizationId: OrganizationId,
  cleaned: Map<OrganizationId, number>,
): Promise<void> {
  const now = deps.clock.now();
  if (msOf(now) - (cleaned.get(organizationId) ?? 0) < cleanEveryMs) return;
  cleaned.set(organizationId, msOf(now));
  await inOrganization(deps.db, organizationId, (tx) => deleteOldMessages(tx, plusMs(now, -keptMs)));
}
