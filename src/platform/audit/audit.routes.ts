import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { type AuditEntryView, listAuditActions, listAuditLog, verifyAuditLog } from "./audit.api.ts";
import { listActions, listAudit, verifyChain } from "./audit.store.ts";

/** The audit log: read it, and prove that nobody changed it. */
export function auditRoutes(): Route[] {
  return [
    route(listAuditLog, async (context, { query }) => {
      const { limit, cursor, subject_kind: subjectKind, subject_id: subjectId, ...filter } = query;
      const rows = await inCallersOrganization(context, (tx) =>
        listAudit(tx, { ...filter, subjectKind, subjectId, before: cursor, limit: limit + 1 }),
      );
      const shown = rows.slice(0, limit);
      return {
        items: shown.map(entryOf),
        next_cursor: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null,
      };
    }),
    route(listAuditActions, async (context) => ({
      items: await inCallersOrganization(context, listActions),
    })),
    route(verifyAuditLog, async (context) => inCallersOrganization(context, verifyChain)),
  ];
}

function entryOf(row: AuditEntryView): AuditEntryView {
  const { seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, details } = row;
  return { seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, details };
}
