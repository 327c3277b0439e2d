import { cursorOf, pageOf } from "#kernel/page.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import * as api from "./vendor.api.ts";
import * as commands from "./vendor.commands.ts";
import { listVendors } from "./vendor.store.ts";
import { vendorView } from "./vendor.ts";

/** The endpoints of vendors. */
export function vendorRoutes(): Route[] {
  return [
    route(api.listVendors, (context, { query: { cursor, limit } }) =>
      inCallersOrganization(context, async (tx) => {
        const rows = await listVendors(tx, cursorOf(cursor), limit + 1);
        return pageOf(rows, limit, ({ name, id }) => ({ value: name, id }), vendorView);
      }),
    ),
    route(api.getVendor, (context, { params }) =>
      inCallersOrganization(context, async (tx) => vendorView(await commands.getVendor(tx, params.vendor))),
    ),
    route(api.createVendor, (context, { body }) =>
      inCallersOrganization(context, async (tx) =>
        vendorView(await commands.createVendor(tx, actOf(context), body)),
      ),
    ),
    route(api.editVendor, (context, { params, body: { version, ...given } }) =>
      inCallersOrganization(context, async (tx) =>
        vendorView(await commands.editVendor(tx, actOf(context), { id: params.vendor, version, given })),
      ),
    ),
    route(api.deleteVendor, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await commands.removeVendor(tx, actOf(context), params.vendor);
        return { deleted: true as const };
      }),
    ),
  ];
}
