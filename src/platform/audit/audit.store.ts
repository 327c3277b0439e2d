import { type Selectable, sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Actor } from "#platform/auth/actor.ts";
import type { Tx } from "#platform/db/db.ts";
import { insertRows } from "#platform/db/held.ts";
import { jsonText } from "#platform/db/json-text.ts";
import type { AuditRow } from "./audit.table.ts";

/** One thing that somebody did: `connection.paused` on subject `connection con_…`. Never put secrets in details. */
export type AuditEntry = {
  organizationId: OrganizationId;
  at: Instant;
  actor: Actor;
  action: string;
  subject: { kind: string; id: string };
  details?: Record<string, unknown>;
};

/** Adds an entry, in the transaction of what it tells of. The database numbers and chains it. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const row = {
    organization_id: entry.organizationId,
    at: entry.at,
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id,
    actor_name: entry.actor.name,
    action: entry.action,
    subject_kind: entry.subject.kind,
    subject_id: entry.subject.id,
    details: jsonText(entry.details ?? {}),
  };
  await insertRows(tx, "audit_log", [row]);
}

/** Which entries: `action` is the beginning of one, `from` and `until` are days in UTC, `before` the seq of the last one seen. */
export type AuditFilter = {
  action?: string | undefined;
  actor?: string | undefined;
  subjectKind?: string | undefined;
  subjectId?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
  before?: string | undefined;
  limit: number;
};

/** Entries, newest first. */
export async function listAudit(tx: Tx, filter: AuditFilter): Promise<Selectable<AuditRow>[]> {
  let query = tx.selectFrom("audit_log").selectAll().orderBy("seq", "desc").limit(filter.limit);
  if (filter.action)
    query = query.where((row) => row.fn("starts_with", ["action", row.val(filter.action)]), "=", true);
  if (filter.actor) query = query.where("actor_name", "=", filter.actor);
  if (filter.subjectKind) query = query.where("subject_kind", "=", filter.subjectKind);
  if (filter.subjectId) query = query.where("subject_id", "=", filter.subjectId);
  if (filter.from) query = query.where("at", ">=", `${filter.from}T00:00:00.000Z`);
  if (filter.until)
    query = query.where("at", "<", sql<string>`${filter.until}::date at time zone 'UTC' + interval '1 day'`);
  if (filter.before) query = query.where("seq", "<", filter.before);
  return query.execute();
}

/** The actions that occur, in alphabetical order. */
export async function listActions(tx: Tx): Promise<string[]> {
  const rows = await tx.selectFrom("audit_log").select("action").distinct().orderBy("action").execute();
  return rows.map(({ action }) => action);
}

/** Recomputes the chain: each row's hash, its link to the row before, and that no number is missing. */
export async function verifyChain(
  tx: Tx,
): Promise<{ entries: number; intact: boolean; first_broken_seq: string | null }> {
  const { rows } = await sql<{ entries: number; first_broken_seq: string | null }>`
    select count(*)::int as entries,
      min(seq) filter (where hash <> audit_hash(entry) or previous_hash <> expected or seq <> place)::text as first_broken_seq
    from (
      select entry, seq, hash, previous_hash, row_number() over (order by seq) as place,
        coalesce(lag(hash) over (order by seq), '') as expected
      from audit_log entry
    ) as chain`.execute(tx);
  const { entries, first_broken_seq } = rows[0] ?? { entries: 0, first_broken_seq: null };
  return { entries, intact: first_broken_seq === null, first_broken_seq };
}
