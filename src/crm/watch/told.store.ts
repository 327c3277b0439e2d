import type { Tx } from "#platform/db/db.ts";
import { visibleIds } from "#crm/record/record.store.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { mayDo } from "#crm/user/permissions.ts";
import type { Receiver } from "./notice.store.ts";
import type { Notice } from "./watch.ts";

/**
 * What each channel may be told: of records that its user sees as they are now, and of fields that the user sees. A user
 * who is gone, or has lost a module since, is told nothing of it.
 */
export async function noticesFor(
  tx: Tx,
  receivers: readonly Receiver[],
  notices: readonly Notice[],
): Promise<{ receiver: Receiver; notices: Notice[] }[]> {
  const byUser = new Map<string, Notice[]>();
  for (const { user_id } of receivers)
    if (!byUser.has(user_id)) byUser.set(user_id, await noticesOf(tx, user_id, notices));
  return receivers.map((receiver) => ({ receiver, notices: byUser.get(receiver.user_id) ?? [] }));
}

async function noticesOf(tx: Tx, userId: string, notices: readonly Notice[]): Promise<Notice[]> {
  const caller = await findCaller(tx, { userId });
  if (!caller) return [];
  const told: Notice[] = [];
  for (const notice of notices) {
    const { module } = notice;
    if (!mayDo(caller.permissions, module, "view")) continue;
    const ids = notice.records.map(({ id }) => id);
    const seen = await visibleIds(tx, { caller, module }, ids);
    const records = notice.records.flatMap(({ id, fields }) =>
      seen.has(id) ? [{ id, fields: fields.filter((name) => caller.fields[module].has(name)) }] : [],
    );
    if (records.length > 0) told.push({ ...notice, records });
  }
  return told;
}
