import { cursorOf, pageOf } from "#kernel/page.ts";
import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./vendor.api.ts";
import * as commands from "./vendor.commands.ts";
import { listVendors } from "./vendor.store.ts";
import { vendorView } from "./vendor.ts";

/** The endpoints of vendors. */
export function vendorRoutes(): Route[] {
  return [
    tenantRoute(api.listVendors, async ({ tx, query: { search = "", cursor, limit } }) => {
      const rows = await listVendors(tx, { search, after: cursorOf(cursor), limit: limit + 1 });
      return pageOf(rows, limit, ({ name, id }) => ({ value: name, id }), vendorView);
    }),
    tenantRoute(api.getVendor, async ({ tx, params }) =>
      vendorView(await commands.getVendor(tx, params.vendor)),
    ),
    tenantRoute(api.createVendor, async ({ tx, act, body }) =>
      vendorView(await commands.createVendor(tx, act, body)),
    ),
    tenantRoute(api.editVendor, async ({ tx, act, params, body: { version, ...given } }) =>
      vendorView(await commands.editVendor(tx, act, { id: params.vendor, version, given })),
    ),
    tenantRoute(api.deleteVendor, async ({ tx, act, params }) => {
      await commands.removeVendor(tx, act, params.vendor);
      return { deleted: true as const };
    }),
  ];
}
