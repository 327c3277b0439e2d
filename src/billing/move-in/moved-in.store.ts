import type { OrganizationId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { MoveInKind } from "./move-in-kind.ts";
import type { MoveInId } from "./move-in.table.ts";

/** What a record became that was known by this key where it came from. */
export async function findMovedIn(tx: Tx, kind: MoveInKind, key: string): Promise<string | undefined> {
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
  return new Set(rows.map(({ subject }) => subject));
}

export type MovedIn = {
  organization_id: OrganizationId;
  kind: MoveInKind;
  subject: string;
  move_in_id: MoveInId;
};

/** Notes the keys by which a record is known; one of a record that is gone is taken over. */
export async function saveMovedIn(tx: Tx, moved: MovedIn, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx
    .insertInto("moved_in")
    .values(keys.map((key) => ({ ...moved, key })))
    .onConflict((conflict) =>
      conflict
        .columns(["organization_id", "kind", "key"])
        .doUpdateSet({ subject: moved.subject, move_in_id: moved.move_in_id }),
    )
    .execute();
}

/** Forgets the keys of a record that was taken back. */
export async function forgetMovedIn(tx: Tx, subject: string): Promise<void> {
  await tx.deleteFrom("moved_in").where("subject", "=", subject).execute();
}
