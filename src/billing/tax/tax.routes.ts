import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import * as api from "./tax.api.ts";
import * as commands from "./tax.commands.ts";
import { listTaxes } from "./tax.store.ts";
import { taxView } from "./tax.ts";

/** The endpoints of taxes. */
export function taxRoutes(): Route[] {
  const statuses = [
    [api.activateTax, "active"],
    [api.inactivateTax, "inactive"],
  ] as const;
  return [
    route(api.listTaxes, (context, { query: { status } }) =>
      inCallersOrganization(context, async (tx) => ({ items: (await listTaxes(tx, status)).map(taxView) })),
    ),
    route(api.getTax, (context, { params }) =>
      inCallersOrganization(context, async (tx) => taxView(await commands.getTax(tx, params.tax))),
    ),
    route(api.createTax, (context, { body }) =>
      inCallersOrganization(context, async (tx) =>
        taxView(await commands.createTax(tx, actOf(context), body)),
      ),
    ),
    route(api.editTax, (context, { params, body: { version, ...given } }) =>
      inCallersOrganization(context, async (tx) =>
        taxView(await commands.editTax(tx, actOf(context), { id: params.tax, version, given })),
      ),
    ),
    ...statuses.map(([endpoint, status]) =>
      route(endpoint, (context, { params }) =>
        inCallersOrganization(context, async (tx) =>
          taxView(await commands.setTaxStatus(tx, actOf(context), params.tax, status)),
        ),
      ),
    ),
    route(api.deleteTax, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await commands.removeTax(tx, actOf(context), params.tax);
        return { deleted: true as const };
      }),
    ),
  ];
}
