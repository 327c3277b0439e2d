import { inOrganization } from "#platform/db/db.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { asAdministrator } from "#crm/key/administrator.commands.ts";
import { getFinance, setFinance } from "./finance.api.ts";
import { changeFinance, financeCaller, readFinance } from "./finance.commands.ts";

/** Setup > Finance, below /api/v1/crm/finance. */
export function financeRoutes(): Route[] {
  return [
    route(getFinance, ({ deps, member }) =>
      inOrganization(deps.db, member.organizationId, async (tx) =>
        readFinance(tx, await financeCaller(tx, member)),
      ),
    ),
    route(setFinance, (context, { body }) =>
      asAdministrator(context, async (admin) => {
        await changeFinance(admin, body);
        return readFinance(admin.tx, admin.caller);
      }),
    ),
  ];
}
