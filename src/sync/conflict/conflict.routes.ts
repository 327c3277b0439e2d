import { AppError } from "#kernel/errors.ts";
import type { ConflictId, ConnectionId, CustomerId } from "#kernel/id.ts";
import { cursorId, pageOf } from "#kernel/page.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { type Route, route } from "#platform/http/serve.ts";
import * as api from "./conflict.api.ts";
import { listConflictRows } from "./conflict-list.store.ts";
import { conflictView } from "./conflict-view.ts";
import { decideConflicts } from "./decide.commands.ts";
import { findFields } from "./fields.store.ts";

type Call = { deps: Deps; member: Member };

/** Handlers of the conflict inbox. */
export function conflictRoutes(): Route[] {
  return [
    route(api.listConflicts, ({ deps, member }, { query }) => {
      const filter = {
        connection: query.connection as ConnectionId | undefined,
        customer: query.customer as CustomerId | undefined,
        field: query.field,
        states: query.state.split(","),
        before: cursorId(query.cursor) as ConflictId | undefined,
        limit: query.limit + 1,
      };
      return inOrganization(deps.db, member.organizationId, async (tx) => {
        const rows = await listConflictRows(tx, filter);
        const fields = await findFields(tx);
        return pageOf(
          rows,
          query.limit,
          (row) => ({ value: null, id: row.id }),
          (row) => conflictView(row, fields),
        );
      });
    }),
    route(api.getConflict, async (call, { params }) => {
      const [found] = await show(call, [params.conflict]);
      if (!found) throw new AppError("conflict.not_found", { conflicts: [params.conflict] });
      return found;
    }),
    route(api.resolveConflicts, async (call, { body }) => {
      const runs = await decideConflicts(call, body.decisions);
      const items = await show(
        call,
        body.decisions.map((one) => one.conflict),
      );
      return { items, runs };
    }),
  ];
}

function show({ deps, member }: Call, ids: string[]): Promise<api.ConflictView[]> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const fields = await findFields(tx);
    const rows = await listConflictRows(tx, { ids, limit: ids.length });
    return rows.map((row) => conflictView(row, fields));
  });
}
