import { AppError } from "#kernel/errors.ts";
import { isId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { randomSecret, sameSecret } from "#platform/secrets/secrets.ts";
import { tokenPlace } from "./channel.commands.ts";
import * as api from "./hook.api.ts";
import { addHint, findLive } from "./live.store.ts";

/** Where CRMs tell of changes. */
export function hookRoutes(): Route[] {
  return [
    route(api.hearCrm, async ({ deps }, { params: { organization, connection }, body }) => {
      const refuse = (): never => {
        throw new AppError("hook.token_wrong");
      };
      if (!isId("org", organization) || !isId("con", connection)) return refuse();
      await inOrganization(deps.db, organization, async (tx) => {
        const sealed = (await findLive(tx, connection))?.token;
        const place = tokenPlace({ organization_id: organization, id: connection });
        // Where there is no channel a secret that nobody knows is compared, which takes as long.
        const token = sealed ? deps.vault.open(sealed, place) : randomSecret();
        if (typeof body.token !== "string" || !sameSecret(body.token, token)) return refuse();
        // It says that something changed. What, is read from the CRM: a notice may be late, doubled or made up.
        return addHint(tx, connection, deps.clock.now());
      });
      return {};
    }),
  ];
}
