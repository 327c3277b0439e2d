import type { Selectable } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Actor } from "#platform/auth/actor.ts";
import type { Tx } from "#platform/db/db.ts";
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
  await tx
    .insertInto("audit_log")
    .values({
      organization_id: entry.organizationId,
      at: entry.at,
      actor_kind: entry.actor.kind,
      actor_id: entry.actor.id,
      actor_name: entry.actor.name,
      action: entry.action,
      subject_kind: entry.subject.kind,
      subject_id: entry.subject.id,
      details: JSON.stringify(entry.details ?? {}),
    })
    .execute();
}

export type AuditFilter = { subjectKind?: string | undefined; subjectId?: string | undefined; before?: string | undefined; limit: number };

/** Entries, newest first; `before` is the seq of the last one seen. */
export async function listAudit(tx: Tx, filter: AuditFilter): Promise<Selectable<AuditRow>[]> {
  let query = tx.selectFrom("audit_log").selectAll().orderBy("seq", "desc").limit(filter.limit);
  if (filter.subjectKind) query = query.where("subject_kind", "=", filter.subjectKind);
  if (filter.subjectId) query = query.where("subject_id", "=", filter.subjectId);
  if (filter.before) query = query.where("seq", "<", filter.before);
  return query.execute();
}
