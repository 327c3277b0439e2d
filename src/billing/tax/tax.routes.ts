import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
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
    tenantRoute(api.listTaxes, async ({ tx, query: { status } }) => ({
      items: (await listTaxes(tx, status)).map(taxView),
    })),
    tenantRoute(api.getTax, async ({ tx, params }) => taxView(await commands.getTax(tx, params.tax))),
    tenantRoute(api.createTax, async ({ tx, act, body }) => taxView(await commands.createTax(tx, act, body))),
    tenantRoute(api.editTax, async ({ tx, act, params, body: { version, ...given } }) =>
      taxView(await commands.editTax(tx, act, { id: params.tax, version, given })),
    ),
    ...statuses.map(([endpoint, status]) =>
      tenantRoute(endpoint, async ({ tx, act, params }) =>
        taxView(await commands.setTaxStatus(tx, act, params.tax, status)),
      ),
    ),
    tenantRoute(api.deleteTax, async ({ tx, act, params }) => {
      await commands.removeTax(tx, act, params.tax);
      return { deleted: true as const };
    }),
  ];
}
