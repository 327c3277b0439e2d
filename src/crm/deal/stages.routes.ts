import { AppError } from "#kernel/errors.ts";
import { inOrganization } from "#platform/db/db.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { seatOf } from "#crm/user/seat.commands.ts";
import { mayDo } from "#crm/user/permissions.ts";
import { dealStages } from "./stages.api.ts";
import { stagesOf } from "./stages.commands.ts";

/** What the board of deals shows above its columns. */
export function stageRoutes(): Route[] {
  return [
    route(dealStages, ({ deps, member }, { query }) =>
      inOrganization(deps.db, member.organizationId, async (tx) => {
        const found = await seatOf(tx, member);
        if (!mayDo(found.permissions, "Deals", "view"))
          throw new AppError("crm.records_forbidden", { module: "Deals", profile: found.user.profile.name });
        const caller = { ...found, scope: undefined, isPerson: member.actor.kind === "user" };
        return { currency: found.organization.currency, stages: await stagesOf(tx, caller, query) };
      }),
    ),
  ];
}
