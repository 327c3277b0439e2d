import type { Route } from "#platform/http/serve.ts";
import { connectionRoutes } from "./connection/connection.routes.ts";
import { conflictRoutes } from "./conflict/conflict.routes.ts";
import { dealTriggerRoutes } from "./deal/deal-trigger.routes.ts";
import { doctorRoutes } from "./doctor/doctor.routes.ts";
import { duplicateRoutes } from "./duplicate/duplicate.routes.ts";
import { hookRoutes } from "./live/hook.routes.ts";
import { runRoutes } from "./run/run.routes.ts";
import { repairRoutes } from "./link/repair.routes.ts";
import { referenceRoutes } from "./link/reference.routes.ts";
import { storyRoutes } from "./story/story.routes.ts";
import { undoRoutes } from "./undo/undo.routes.ts";

/** All operations of the sync. */
export function syncRoutes(): Route[] {
  return [
    ...connectionRoutes(),
    ...runRoutes(),
    ...conflictRoutes(),
    ...undoRoutes(),
    ...referenceRoutes(),
    ...repairRoutes(),
    ...duplicateRoutes(),
    ...storyRoutes(),
    ...doctorRoutes(),
    ...dealTriggerRoutes(),
    ...hookRoutes(),
  ];
}
