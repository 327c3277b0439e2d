import { AppError } from "#kernel/errors.ts";
import { type Instant, plusMs } from "#kernel/time.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Actor, Member } from "#platform/auth/actor.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { urlProblem } from "#platform/outgoing/address.ts";
import { type EventType, testEvent } from "./event-choice.api.ts";
import { newWebhookSecret, webhookSecretPlace } from "./secret.ts";
import {
  type Delivery,
  findDelivery,
  findWebhookForUpdate,
  giveUpPending,
  insertMessageTo,
  insertWebhook,
  listWebhookRows,
  removeWebhook,
  resetDelivery,
  updateWebhook,
} from "./webhook.store.ts";
import type { DeliveryId, Webhook, WebhookId } from "./webhook.table.ts";

type Call = { deps: Deps; member: Member };

/** More receivers than any organization needs; each of them is sent each event. */
const mostWebhooks = 20;

/** After a rotation a receiver has so long to learn the new secret. */
const rotationMs = 24 * 3600_000;

/** Makes a webhook; answers its secret, which is not shown again. */
export async function createWebhook(
  tx: Tx,
  call: Call,
  given: { url: string; description: string | null; events: EventType[] },
): Promise<{ webhook: Webhook; secret: string }> {
  const { deps, member } = call;
  refuseUrl(deps, given.url);
  if ((await listWebhookRows(tx)).length >= mostWebhooks)
    throw new AppError("webhook.too_many", { most: mostWebhooks });
  const now = deps.clock.now();
  const id = deps.ids("whk");
  const secret = newWebhookSecret();
  const sealed = deps.vault.seal(secret, webhookSecretPlace(member.organizationId, id));
  const times = { created_at: now, updated_at: now };
  await insertWebhook(tx, { organization_id: member.organizationId, id, ...given, secret: sealed, ...times });
  await audit(tx, call, "created", id, { url: given.url, events: given.events });
  return { webhook: await getWebhook(tx, id), secret };
}

/** Changes a webhook. Switched on again, it begins anew; switched off, what was to be sent is given up. */
export async function editWebhook(
  tx: Tx,
  call: Call,
  id: WebhookId,
  change: { url?: string; description?: string | null; events?: EventType[]; enabled?: boolean },
): Promise<Webhook> {
  const before = await getWebhook(tx, id);
  if (change.url !== undefined) refuseUrl(call.deps, change.url);
  const isTurned = change.enabled !== undefined && change.enabled !== before.enabled;
  const anew = isTurned ? { disabled_because: null, failing_since: null } : {};
  await updateWebhook(tx, id, { ...change, ...anew, updated_at: call.deps.clock.now() });
  if (isTurned && change.enabled === false) await giveUpPending(tx, id, "The webhook was switched off");
  await audit(tx, call, "changed", id, change);
  return getWebhook(tx, id);
}

export async function deleteWebhook(tx: Tx, call: Call, id: WebhookId): Promise<void> {
  const { url } = await getWebhook(tx, id);
  await removeWebhook(tx, id);
  await audit(tx, call, "deleted", id, { url });
}

/** Gives a webhook another secret; the present one signs along for a day. */
export async function rotateSecret(
  tx: Tx,
  call: Call,
  id: WebhookId,
): Promise<{ webhook: Webhook; secret: string }> {
  const { deps, member } = call;
  const { secret: present } = await getWebhook(tx, id);
  const now = deps.clock.now();
  const secret = newWebhookSecret();
  await updateWebhook(tx, id, {
    secret: deps.vault.seal(secret, webhookSecretPlace(member.organizationId, id)),
    old_secret: present,
    old_secret_until: plusMs(now, rotationMs),
    updated_at: now,
  });
  await audit(tx, call, "secret_rotated", id);
  return { webhook: await getWebhook(tx, id), secret };
}

/** Sends a test event to one webhook, whatever it is told of. */
export async function testWebhook(tx: Tx, { deps, member }: Call, id: WebhookId): Promise<Delivery> {
  const webhook = await getWebhook(tx, id);
  if (!webhook.enabled) throw new AppError("webhook.off", { webhook: id });
  const delivery = deps.ids("dlv");
  const message = {
    organization_id: member.organizationId,
    id: deps.ids("msg"),
    type: testEvent,
    subject_kind: "webhook",
    subject_id: id,
    at: deps.clock.now(),
    payload: null,
  };
  await insertMessageTo(tx, message, { id: delivery, webhook: id });
  return getDelivery(tx, delivery);
}

/** Sends a message again, under the same id. */
export async function resendDelivery(tx: Tx, { deps }: Call, id: DeliveryId): Promise<Delivery> {
  const { webhook_id } = await getDelivery(tx, id);
  if (!(await getWebhook(tx, webhook_id)).enabled) throw new AppError("webhook.off", { webhook: webhook_id });
  await resetDelivery(tx, id, deps.clock.now());
  return getDelivery(tx, id);
}

/** A webhook, locked; refuses with `webhook.not_found`. */
export async function getWebhook(tx: Tx, id: WebhookId): Promise<Webhook> {
  const found = await findWebhookForUpdate(tx, id);
  if (!found) throw new AppError("webhook.not_found", { webhook: id });
  return found;
}

/** A delivery; refuses with `webhook.delivery_not_found`. */
export async function getDelivery(tx: Tx, id: DeliveryId): Promise<Delivery> {
  const found = await findDelivery(tx, id);
  if (!found) throw new AppError("webhook.delivery_not_found", { delivery: id });
  return found;
}

/** Switches a webhook off because of its receiver. Told on its page and in the audit log. */
export async function switchOff(
  tx: Tx,
  { id, organization_id }: Webhook,
  because: "gone" | "failing",
  { actor, now }: { actor: Actor; now: Instant },
): Promise<void> {
  await updateWebhook(tx, id, { enabled: false, disabled_because: because, updated_at: now });
  await giveUpPending(tx, id, "The webhook was switched off");
  await recordAudit(tx, {
    organizationId: organization_id,
    at: now,
    actor,
    action: "webhook.switched_off",
    subject: { kind: "webhook", id },
    details: { because },
  });
}

function refuseUrl({ mayReachPrivate }: Deps, url: string): void {
  const problem = urlProblem(url, mayReachPrivate);
  if (problem !== undefined)
    throw new AppError("webhook.url_refused", {
      message: `Messages cannot be sent to this address: ${problem}`,
      url,
    });
}

async function audit(
  tx: Tx,
  { deps, member }: Call,
  action: string,
  id: WebhookId,
  details: Record<string, unknown> = {},
): Promise<void> {
  await recordAudit(tx, {
    organizationId: member.organizationId,
    at: deps.clock.now(),
    actor: member.actor,
    action: `webhook.${action}`,
    subject: { kind: "webhook", id },
    details,
  });
}
