import type { OrganizationId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { keepUntilEnd, keptIn, readOnce } from "#platform/db/held.ts";
import type { MoveInKind } from "./move-in-kind.ts";
import type { MoveInId } from "./move-in.table.ts";

/** What a record became that was known by this key where it came from. */
export async function findMovedIn(tx: Tx, kind: MoveInKind, key: string): Promise<string | undefined> {
  return readOnce(tx, nameOf(kind, key), () => readMovedIn(tx, kind, key));
}

/** Finds what a batch will ask for, all at once. */
export async function readMovedInOnce(tx: Tx, kind: MoveInKind, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const query = tx.selectFrom("moved_in").select(["key", "subject"]).where("kind", "=", kind);
  const rows = await query.where("key", "=", anyOf(keys)).execute();
  const found = new Map(rows.map(({ key, subject }) => [key, subject]));
  for (const key of keys) keepUntilEnd(tx, nameOf(kind, key), found.get(key));
}

function nameOf(kind: MoveInKind, key: string): string {
  return `moved in: ${kind} ${key}`;
}

async function readMovedIn(tx: Tx, kind: MoveInKind, key: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom("moved_in")
    .select("subject")
    .where("kind", "=", kind)
    .where("key", "=", key)
    .executeTakeFirst();
  return row?.subject;
}

/** Those of the subjects that came in by a key which begins so. */
export async function keyedAmong(tx: Tx, subjects: readonly string[], prefix: string): Promise<Set<string>> {
  const rows = await tx
    .selectFrom("moved_in")
    .select("subject")
    .where("subject", "=", anyOf(subjects))
    .where("key", "like", `${prefix}%`)
    .execute();
  const waiting = [...waitingIn(tx).values()].filter(
    ({ key, subject }) => key.startsWith(prefix) && subjects.includes(subject),
  );
  return new Set([...rows, ...waiting].map(({ subject }) => subject));
}

export type MovedIn = {
  organization_id: OrganizationId;
  kind: MoveInKind;
  subject: string;
  move_in_id: MoveInId;
};

type Kept = MovedIn & { key: string };

/** Keys that are not written yet, by themselves. */
const waitingKeys = "moved in";

function waitingIn(tx: Tx): ReadonlyMap<string, Kept> {
  return (keptIn(tx, waitingKeys) as ReadonlyMap<string, Kept> | undefined) ?? new Map();
}

/** Notes the keys by which a record is known, in a batch at its end; one of a record that is gone is taken over. */
export async function saveMovedIn(tx: Tx, moved: MovedIn, keys: readonly string[]): Promise<void> {
  const added = keys.map((key): [string, Kept] => [nameOf(moved.kind, key), { ...moved, key }]);
  const all = new Map([...waitingIn(tx), ...added]);
  for (const [name, { subject }] of added) keepUntilEnd(tx, name, subject);
  const write = (): Promise<void> => writeMovedIn(tx, [...waitingIn(tx).values()]);
  if (!keepUntilEnd(tx, waitingKeys, all, write)) await writeMovedIn(tx, [...all.values()]);
}

async function writeMovedIn(tx: Tx, rows: readonly Kept[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("moved_in")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["organization_id", "kind", "key"]).doUpdateSet((row) => ({
        subject: row.ref("excluded.subject"),
        move_in_id: row.ref("excluded.move_in_id"),
      })),
    )
    .execute();
}

/** Forgets the keys of a record that was taken back. */
export async function forgetMovedIn(tx: Tx, subject: string): Promise<void> {
  await tx.deleteFrom("moved_in").where("subject", "=", subject).execute();
}
