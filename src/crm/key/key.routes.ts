import { type Route, route } from "#platform/http/serve.ts";
import { asAdministrator, forUser } from "./administrator.commands.ts";
import * as api from "./key.api.ts";
import { generateZscKey, revokeZscKey } from "./key.commands.ts";
import { findZscKey } from "./key.store.ts";

/** The key screen, below /api/v1/crm. */
export function keyRoutes(): Route[] {
  return [
    route(api.getZscKey, (context) =>
      asAdministrator(context, async ({ tx, caller }) => {
        const key = await findZscKey(tx, caller.user.id);
        return {
          exists: key !== undefined,
          created_at: key?.created_time ?? null,
          last_used_at: key?.last_used_time ?? null,
          email: caller.user.email,
        };
      }),
    ),
    route(api.generateZscKeyEndpoint, (context, { body }) =>
      forUser(context, body.email, async (admin) => ({
        ...(await generateZscKey(admin)),
        email: admin.caller.user.email,
      })),
    ),
    route(api.revokeZscKeyEndpoint, (context) =>
      asAdministrator(context, async (admin) => ({ revoked: await revokeZscKey(admin) })),
    ),
  ];
}
