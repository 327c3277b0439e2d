import type { RunId } from "#kernel/id.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { showRun } from "#sync/run/run.routes.ts";
import { startUndo } from "./start-undo.commands.ts";
import { undoRun } from "./undo.api.ts";

/** The handler of undoing a run. */
export function undoRoutes(): Route[] {
  return [
    route(undoRun, async (call, { params, body }) =>
      showRun(call, await startUndo(call, params.run as RunId, { isPreview: body.dry_run })),
    ),
  ];
}
