import { type Insertable, sql, type Updateable } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { DuplicateId, DuplicatePair, DuplicatePairRow, DuplicateSearchId } from "./duplicate.table.ts";

/** A pair with where its CRM records are opened. */
export type ListedPair = DuplicatePair & { api_url: string | null; crm_kind: "embedded" | "zoho" | null };

type PairFilter = { kind?: DuplicatePair["kind"] | undefined; state: DuplicatePair["state"] };

/** Pairs, the surest first. An open one whose customer is gone, or is another one by now, is nothing to decide any more. */
export async function listPairs(
  tx: Tx,
  { kind, state }: PairFilter,
  { after, limit }: { after?: { bits: number; id: string } | undefined; limit: number },
): Promise<ListedPair[]> {
  let query = pairs(tx).where("p.state", "=", state).where(isStanding(state)).limit(limit);
  if (kind) query = query.where("p.kind", "=", kind);
  if (after) query = query.where(sql<boolean>`(p.bits, p.id) < (${after.bits}, ${after.id})`);
  return query.orderBy("p.bits", "desc").orderBy("p.id", "desc").execute();
}

/** One pair; undefined where the organization has none of this id. */
export async function findPair(tx: Tx, id: DuplicateId): Promise<ListedPair | undefined> {
  return pairs(tx).where("p.id", "=", id).executeTakeFirst();
}

/** The same, locked. */
export async function findPairForUpdate(tx: Tx, id: DuplicateId): Promise<DuplicatePair | undefined> {
  return tx.selectFrom("duplicate_pair").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** How many pairs of a state there are, by kind. */
export async function countPairs(
  tx: Tx,
  state: DuplicatePair["state"],
): Promise<Record<DuplicatePair["kind"], number>> {
  const rows = await tx
    .selectFrom("duplicate_pair as p")
    .select(["p.kind", sql<number>`count(*)::int`.as("count")])
    .where("p.state", "=", state)
    .where(isStanding(state))
    .groupBy("p.kind")
    .execute();
  const counts = { billing: 0, crm: 0, across: 0 };
  for (const { kind, count } of rows) counts[kind] = count;
  return counts;
}

/** Writes what became of a pair. */
export async function updatePair(
  tx: Tx,
  id: DuplicateId,
  change: Updateable<DuplicatePairRow>,
): Promise<void> {
  await tx.updateTable("duplicate_pair").set(change).where("id", "=", id).execute();
}

/**
 * Writes pairs that a search found. One that is known keeps its id; one that a person said is none stays so; one that
 * was merged or linked, and is two records again, is open again.
 */
export async function savePairs(tx: Tx, rows: readonly Insertable<DuplicatePairRow>[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("duplicate_pair")
    .values(rows)
    .onConflict((on) =>
      on
        .columns(["organization_id", "connection_id", "left_place", "left_id", "right_place", "right_id"])
        .doUpdateSet((row) => ({
          left_name: row.ref("excluded.left_name"),
          right_name: row.ref("excluded.right_name"),
          bits: row.ref("excluded.bits"),
          chance: row.ref("excluded.chance"),
          certain: row.ref("excluded.certain"),
          evidence: row.ref("excluded.evidence"),
          search_id: row.ref("excluded.search_id"),
          found_at: row.ref("excluded.found_at"),
          state: "open",
          kept: null,
          merge_id: null,
          decided_by: null,
          decided_at: null,
        }))
        .where("duplicate_pair.state", "<>", "dismissed"),
    )
    .execute();
}

/** How many pairs a search found that nobody has decided. */
export async function countFound(tx: Tx, search: DuplicateSearchId): Promise<number> {
  const row = await tx
    .selectFrom("duplicate_pair")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("search_id", "=", search)
    .where("state", "=", "open")
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Takes away the open pairs that a search did not find again, of the places where it looked. */
export async function removeOthers(
  tx: Tx,
  search: DuplicateSearchId,
  connection: DuplicatePair["connection_id"],
): Promise<void> {
  await tx
    .deleteFrom("duplicate_pair")
    .where("state", "=", "open")
    .where("search_id", "<>", search)
    .where((row) => row.or([row("connection_id", "is", null), row("connection_id", "=", connection)]))
    .execute();
}

/** Takes away the open pairs of a CRM record that is gone, but for one. */
export async function removeOf(
  tx: Tx,
  {
    connection,
    crmId,
    except,
  }: { connection: DuplicatePair["connection_id"]; crmId: string; except: DuplicateId },
): Promise<void> {
  await tx
    .deleteFrom("duplicate_pair")
    .where("state", "=", "open")
    .where("connection_id", "=", connection)
    .where("id", "<>", except)
    .where((row) =>
      row.or([
        row.and([row("left_place", "<>", "customers"), row("left_id", "=", crmId)]),
        row.and([row("right_place", "<>", "customers"), row("right_id", "=", crmId)]),
      ]),
    )
    .execute();
}

function pairs(tx: Tx) {
  return tx
    .selectFrom("duplicate_pair as p")
    .leftJoin("connection as c", (join) =>
      join.onRef("c.organization_id", "=", "p.organization_id").onRef("c.id", "=", "p.connection_id"),
    )
    .selectAll("p")
    .select(["c.api_url", "c.kind as crm_kind"]);
}

function isStanding(state: DuplicatePair["state"]) {
  if (state !== "open") return sql<boolean>`true`;
  return sql<boolean>`not exists (
    select from (values (p.left_place, p.left_id), (p.right_place, p.right_id)) as side (place, id)
      left join customer on customer.organization_id = p.organization_id and customer.id = side.id
     where side.place = 'customers' and (customer.id is null or customer.merged_into is not null))`;
}
