import { type Member, mayCall } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { asAdministrator } from "#crm/key/administrator.commands.ts";
import { seatOf } from "#crm/user/seat.commands.ts";
import { type FinanceView, getFinance, setFinance } from "./finance.api.ts";
import { changeFinance, readFinance } from "./finance.commands.ts";

/** Nobody creates whose role in billing only reads. */
function forRole({ role }: Member, view: FinanceView): FinanceView {
  if (mayCall(role, "write")) return view;
  return { ...view, modules: view.modules.map((one) => ({ ...one, create: false })) };
}

/** Setup > Finance, below /api/v1/crm/finance. */
export function financeRoutes(): Route[] {
  return [
    route(getFinance, ({ deps, member }) =>
      inOrganization(deps.db, member.organizationId, async (tx) =>
        forRole(member, await readFinance(tx, await seatOf(tx, member))),
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
