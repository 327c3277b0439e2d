import { sql } from "kysely";
import type pg from "pg";
import type { ConnectionId, ContactPersonId, CustomerId, RunId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import { insertByCopy } from "#platform/db/bulk.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Change } from "#sync/plan/decision.ts";
import type { Written } from "#sync/plan/flips.ts";
import type { RunRecordRow } from "#sync/run/run.table.ts";

const columns = [
  "run_id",
  "seq",
  "crm_module",
  "crm_id",
  "customer_id",
  "contact_person_id",
  "name",
  "side",
  "outcome",
  "reason",
  "facts",
  "changes",
  "plan_hash",
];

/** Adds rows to the history, in the client's transaction. */
export async function insertHistory(client: pg.ClientBase, rows: readonly RunRecordRow[]): Promise<void> {
  await insertByCopy(client, { name: "sync_run_record", columns }, rows);
}

/** The plan that a preview showed for each of these records on one side; a record that it left alone has none. */
export async function findApprovedPlans(
  tx: Tx,
  preview: RunId,
  crmIds: readonly string[],
  side: RunRecordRow["side"],
): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom("sync_run_record")
    .select(["crm_id", "plan_hash"])
    .where("run_id", "=", preview)
    .where("crm_id", "=", anyOf(crmIds))
    .where("side", "=", side)
    .execute();
  return new Map(rows.flatMap((row) => (row.plan_hash ? [[row.crm_id, row.plan_hash]] : [])));
}

/** Those of these records that a run from an approved preview has left as they are, and told so. */
export async function findLeftOut(tx: Tx, run: RunId, crmIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .selectFrom("sync_run_record")
    .select("crm_id")
    .where("run_id", "=", run)
    .where("crm_id", "=", anyOf(crmIds))
    .where("side", "=", "billing")
    .where((row) => row.or([row("outcome", "=", "held"), row("reason", "=", "preview.excluded")]))
    .execute();
  return new Set(rows.map((row) => row.crm_id));
}

/** By billing record, the plan that a preview showed for making it in the CRM. */
export async function findApprovedCreations(
  tx: Tx,
  preview: RunId,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom("sync_run_record")
    .select(["customer_id", "contact_person_id", "plan_hash"])
    .where("run_id", "=", preview)
    .where("side", "=", "crm")
    .where("crm_id", "=", "")
    .where((row) =>
      row.or([
        row("contact_person_id", "=", anyOf(ids as ContactPersonId[])),
        row.and([row("contact_person_id", "is", null), row("customer_id", "=", anyOf(ids as CustomerId[]))]),
      ]),
    )
    .execute();
  return new Map(
    rows.flatMap((row): [string, string][] =>
      row.plan_hash ? [[row.contact_person_id ?? row.customer_id ?? "", row.plan_hash]] : [],
    ),
  );
}

/** What runs wrote of these CRM records lately, the oldest first. */
export async function listWritten(
  tx: Tx,
  connection: ConnectionId,
  crmIds: readonly string[],
  minutes: number,
): Promise<Written[]> {
  if (crmIds.length === 0) return [];
  const { rows } = await sql<{ crm_id: string; side: Written["side"]; changes: string }>`
    select h.crm_id, h.side, h.changes from sync_run_record h
      join sync_run r on r.organization_id = h.organization_id and r.id = h.run_id
     where h.crm_id = any (${[...crmIds]}::text[]) and h.changes is not null and h.outcome <> 'held'
       and r.connection_id = ${connection} and r.kind not in ('preview', 'undo_preview')
       and r.queued_at > now() - make_interval(mins => ${minutes})
     order by h.run_id, h.seq`.execute(tx);
  return rows.map(({ crm_id, side, changes }) => ({
    crmId: crm_id,
    side,
    changes: JSON.parse(changes) as Change[],
  }));
}

export type HistoryFilter = {
  outcome?: string | undefined;
  search?: string | undefined;
  after?: string | undefined;
  limit: number;
};

/** Rows of a run in the order they were done; `after` is the seq of the last one seen. */
export async function listHistory(tx: Tx, run: RunId, filter: HistoryFilter): Promise<RunRecordRow[]> {
  let query = tx
    .selectFrom("sync_run_record")
    .selectAll()
    .where("run_id", "=", run)
    .orderBy("seq")
    .limit(filter.limit);
  if (filter.outcome) query = query.where("outcome", "in", filter.outcome.split(","));
  if (filter.search) query = query.where("name", "ilike", `%${filter.search.replace(/[\\%_]/g, "\\$&")}%`);
  if (filter.after) query = query.where("seq", ">", filter.after);
  return query.execute();
}

/** What runs did with a customer or its contact persons, newest first. Previews did nothing. */
export async function listCustomerHistory(
  tx: Tx,
  customer: CustomerId,
  limit: number,
): Promise<(RunRecordRow & { at: string; by: string })[]> {
  return tx
    .selectFrom("sync_run_record")
    .innerJoin("sync_run", (join) =>
      join
        .onRef("sync_run.organization_id", "=", "sync_run_record.organization_id")
        .onRef("sync_run.id", "=", "sync_run_record.run_id"),
    )
    .selectAll("sync_run_record")
    .select(["sync_run.queued_at as at", "sync_run.started_by_name as by"])
    .where("sync_run_record.customer_id", "=", customer)
    .where("sync_run.kind", "not in", ["preview", "undo_preview"])
    .orderBy("sync_run_record.run_id", "desc")
    .orderBy("sync_run_record.seq", "desc")
    .limit(limit)
    .execute();
}
