import { AppError } from "#kernel/errors.ts";
import { inOrganization } from "#platform/db/db.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { seatOf } from "#crm/user/seat.commands.ts";
import { mayDo } from "#crm/user/permissions.ts";
import { restoreRecordsEndpoint } from "./restore.api.ts";
import { restoreDeleted } from "./restore.commands.ts";

/** The recycle bin's way back, below /api/v1/crm/records. Who may delete may restore. */
export function restoreRoutes(): Route[] {
  return [
    route(restoreRecordsEndpoint, ({ deps, member }, { params: { module }, body }) =>
      inOrganization(deps.db, member.organizationId, async (tx) => {
        const found = await seatOf(tx, member);
        if (!mayDo(found.permissions, module, "delete"))
          throw new AppError("crm.records_forbidden", { module, profile: found.user.profile.name });
        const caller = { ...found, scope: undefined, isPerson: member.actor.kind === "user" };
        return restoreDeleted({ tx, caller, module }, body.ids);
      }),
    ),
  ];
}
