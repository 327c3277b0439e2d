import { msOf } from "#kernel/time.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { sendNotice } from "./deliver.client.ts";
import { listenForNotices } from "./listen.store.ts";
import { type Delivery, findWaiting, noteDelivery, type Receiver, takeNotices } from "./notice.store.ts";
import { noticesFor } from "./told.store.ts";
import { isAllowedNotifyUrl } from "./notify-url.ts";
import { type Notice, recordsFor } from "./watch.ts";
import { tokenPlace } from "./watch.commands.ts";

/** Organizations whose notices are delivered at once: a slow receiver holds up its own organization alone. */
const organizationsAtOnce = 16;
/** Notices that are taken at once. */
const noticesAtOnce = 50;
/** How often it is looked for notices that nobody was woken for: a process died, or a connection broke. */
const lookEveryMs = 5000;

/** Delivers notices in this process as soon as they are committed; the answer stops it. Any number of processes may. */
export async function startDelivery(deps: Deps): Promise<() => Promise<void>> {
  const waiting = new Set<OrganizationId>();
  const running = new Map<OrganizationId, Promise<void>>();
  let isStopped = false;

  function wake(organizationId: OrganizationId): void {
    waiting.add(organizationId);
    pump();
  }
  function pump(): void {
    for (const one of waiting) {
      if (isStopped || running.size >= organizationsAtOnce) return;
      if (running.has(one)) continue;
      waiting.delete(one);
      const work = deliverAll(deps, one, () => isStopped)
        .catch((error: unknown) => deps.log.warn({ err: error }, "notices could not be delivered"))
        .finally(() => {
          running.delete(one);
          pump();
        });
      running.set(one, work);
    }
  }
  async function look(): Promise<void> {
    for (const one of await findWaiting(deps.system)) wake(one);
  }

  const stopListening = listenForNotices(deps, wake);
  const timer = setInterval(() => {
    look().catch((error: unknown) => deps.log.warn({ err: error }, "notices could not be looked for"));
  }, lookEveryMs);
  return async () => {
    isStopped = true;
    clearInterval(timer);
    await stopListening();
    await Promise.all(running.values());
  };
}

/** Delivers an organization's notices until there are none. Each is taken for good before it is sent: at most once. */
async function deliverAll(
  deps: Deps,
  organizationId: OrganizationId,
  isStopped: () => boolean,
): Promise<void> {
  while (!isStopped()) {
    const { count, told } = await inOrganization(deps.db, organizationId, async (tx) => {
      const { notices, receivers } = await takeNotices(tx, noticesAtOnce);
      return { count: notices.length, told: await noticesFor(tx, receivers, notices) };
    });
    if (count === 0) return;
    const all = await Promise.all(
      told.map(({ receiver, notices }) => deliverTo(deps, organizationId, receiver, notices)),
    );
    const done = all.filter((one) => one !== undefined);
    if (done.length === 0) continue;
    await inOrganization(deps.db, organizationId, async (tx) => {
      for (const one of done) await noteDelivery(tx, one);
    });
  }
}

/** Sends a channel what it is interested in, in order, up to the first that does not arrive. */
async function deliverTo(
  deps: Deps,
  organizationId: OrganizationId,
  receiver: Receiver,
  notices: readonly Notice[],
): Promise<Delivery | undefined> {
  const { user_id, channel_id, notify_url: notifyUrl } = receiver;
  const messages = notices
    .map((notice) => ({ notice, records: recordsFor(receiver, notice) }))
    .filter(({ records }) => records.length > 0);
  if (messages.length === 0) return undefined;
  // Asked again for each delivery: the operator may have taken the address back.
  if (!isAllowedNotifyUrl(notifyUrl, { own: deps.publicUrl, extra: deps.notifyUrls }))
    return { user_id, channel_id, problem: "the address is not allowed any more" };
  const token =
    receiver.token === null
      ? null
      : deps.vault.open(receiver.token, tokenPlace(organizationId, user_id, channel_id));
  for (const message of messages) {
    const sent = { ...message, notifyUrl, channelId: channel_id, token };
    const problem = await sendNotice(sent, { base: deps.publicUrl, nowMs: msOf(deps.clock.now()) });
    if (problem !== undefined) return { user_id, channel_id, problem };
  }
  return { user_id, channel_id, problem: undefined };
}
