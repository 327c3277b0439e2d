import { type Route, route } from "#platform/http/serve.ts";
import { examineConnection } from "./doctor.api.ts";
import { examine } from "./examine.commands.ts";

/** The handler of the doctor of the sync. */
export function doctorRoutes(): Route[] {
  return [route(examineConnection, (call, { params }) => examine(call, params.connection))];
}
