import { AppError } from "#kernel/errors.ts";
import type { ConnectionId, CustomerId, RunId } from "#kernel/id.ts";
import { cursorId, pageOf } from "#kernel/page.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { listCustomerHistory, listHistory } from "#sync/history/history.store.ts";
import { exportHistory } from "#sync/history/history-export.routes.ts";
import { readPanel } from "#sync/link/panel.commands.ts";
import { listLinkRows } from "#sync/link/link-list.store.ts";
import { linkView } from "#sync/link/link-view.ts";
import * as api from "./run.api.ts";
import { cancelRunOf, startFetch, startRun } from "./run.commands.ts";
import { findRun, listRunRows } from "./run.store.ts";
import { recordView, runView } from "./run-view.ts";
import { streamRun } from "./run-stream.routes.ts";

type Call = { deps: Deps; member: Member };

/** A run as it stands; refused where there is none. */
export async function showRun({ deps, member }: Call, id: string): Promise<api.RunView> {
  const run = await inOrganization(deps.db, member.organizationId, (tx) => findRun(tx, id as RunId));
  if (!run) throw new AppError("run.not_found", { run: id });
  return runView(run, deps.clock.now());
}

/** Handlers of runs, their history, and links. */
export function runRoutes(): Route[] {
  return [
    route(api.startPreview, async (call, { params }) =>
      showRun(
        call,
        await startRun(call, params.connection as ConnectionId, { kind: "preview", mode: "full" }),
      ),
    ),
    route(api.startSync, async (call, { params, body }) => {
      const mode = body.full || body.preview ? ("full" as const) : null;
      const wanted = {
        kind: body.preview ? ("import" as const) : ("instant" as const),
        mode,
        approvedPreview: body.preview as RunId | undefined,
        excluded: body.exclude,
      };
      return showRun(call, await startRun(call, params.connection as ConnectionId, wanted));
    }),
    route(api.fetchCustomer, async (call, { params }) =>
      showRun(call, await startFetch(call, params.customer as CustomerId)),
    ),
    route(api.cancelRun, async (call, { params }) =>
      runView(await cancelRunOf(call, params.run as RunId), call.deps.clock.now()),
    ),
    ...readRoutes(),
    ...linkRoutes(),
  ];
}

function readRoutes(): Route[] {
  return [
    route(api.listRuns, async ({ deps, member }, { query }) => {
      const filter = {
        connection: query.connection as ConnectionId | undefined,
        status: query.status,
        kind: query.kind,
        before: cursorId(query.cursor) as RunId | undefined,
      };
      const rows = await inOrganization(deps.db, member.organizationId, (tx) =>
        listRunRows(tx, { ...filter, limit: query.limit + 1 }),
      );
      const now = deps.clock.now();
      return pageOf(
        rows,
        query.limit,
        (run) => ({ value: null, id: run.id }),
        (run) => runView(run, now),
      );
    }),
    route(api.getRun, (call, { params }) => showRun(call, params.run)),
    route(api.watchRun, async (call, { params }) => {
      await showRun(call, params.run);
      return streamRun(() => showRun(call, params.run), call.request.signal);
    }),
    route(api.listRunRecords, async (call, { params, query }) => {
      await showRun(call, params.run);
      const filter = {
        outcome: query.outcome,
        search: query.search,
        after: cursorId(query.cursor),
        limit: query.limit + 1,
      };
      const rows = await inOrganization(call.deps.db, call.member.organizationId, (tx) =>
        listHistory(tx, params.run as RunId, filter),
      );
      return pageOf(rows, query.limit, (row) => ({ value: null, id: row.seq }), recordView);
    }),
    route(api.exportRun, async (call, { params }) => {
      await showRun(call, params.run);
      return exportHistory(
        (next) =>
          inOrganization(call.deps.db, call.member.organizationId, (tx) =>
            listHistory(tx, params.run as RunId, { after: next, limit: 1000 }),
          ),
        params.run,
      );
    }),
  ];
}

function linkRoutes(): Route[] {
  return [
    route(api.listLinks, async ({ deps, member }, { query }) => {
      const customers = query.customer === undefined ? undefined : ([query.customer].flat() as CustomerId[]);
      const filter = {
        connection: query.connection as ConnectionId | undefined,
        customers,
        crmId: query.crm_id,
        state: query.state,
        issues: query.issues,
        after: cursorId(query.cursor),
        limit: query.limit + 1,
      };
      const rows = await inOrganization(deps.db, member.organizationId, (tx) => listLinkRows(tx, filter));
      return pageOf(rows, query.limit, (row) => ({ value: null, id: row.crm_id }), linkView);
    }),
    route(api.customerHistory, async ({ deps, member }, { params }) => {
      const rows = await inOrganization(deps.db, member.organizationId, (tx) =>
        listCustomerHistory(tx, params.customer as CustomerId, 200),
      );
      return { items: rows.map((row) => ({ ...recordView(row), run: row.run_id, at: row.at, by: row.by })) };
    }),
    route(api.customerPanel, (call, { params }) => readPanel(call, params.customer as CustomerId)),
  ];
}
