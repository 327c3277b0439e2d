import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { RunView } from "#sync/run/run.api.ts";

export const undoRun = endpoint({
  method: "POST",
  path: "/runs/{run}/actions/undo",
  summary: "Take back what a run did; with `dry_run`, show what that would do and write nothing",
  tag: "Sync runs",
  access: "write",
  costly: true,
  params: z.object({ run: z.string().startsWith("run_", "must be the id of a run") }),
  body: z.object({ dry_run: z.boolean().default(false) }).prefault({}),
  reply: RunView,
  refuses: [
    "run.not_found",
    "run.not_undoable",
    "run.undone",
    "run.active",
    "connection.not_configured",
    "connection.disabled",
  ],
});
