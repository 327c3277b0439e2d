import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import * as api from "./addon.api.ts";
import * as commands from "./addon.commands.ts";
import { listAddons } from "./addon.store.ts";
import { addonView } from "./addon.ts";
import { pageRequest } from "./page-request.routes.ts";

/** The endpoints of addons. */
export function addonRoutes(): Route[] {
  return [
    route(api.listAddons, (context, { query: { status, type, plan, ...page } }) =>
      inCallersOrganization(context, async (tx) => {
        const found = await listAddons(tx, { ...pageRequest(page), status, type, plan });
        return { ...found, items: found.items.map(addonView) };
      }),
    ),
    route(api.getAddon, (context, { params }) =>
      inCallersOrganization(context, async (tx) => addonView(await commands.getAddon(tx, params.addon))),
    ),
    route(api.createAddon, (context, { body }) =>
      inCallersOrganization(context, async (tx) =>
        addonView(await commands.createAddon(tx, actOf(context), body)),
      ),
    ),
    route(api.editAddon, (context, { params, body: { version, ...given } }) =>
      inCallersOrganization(context, async (tx) =>
        addonView(await commands.editAddon(tx, actOf(context), { addon: params.addon, version, given })),
      ),
    ),
    route(api.activateAddon, (context, { params }) =>
      inCallersOrganization(context, async (tx) =>
        addonView(await commands.setAddonStatus(tx, actOf(context), params.addon, "active")),
      ),
    ),
    route(api.inactivateAddon, (context, { params }) =>
      inCallersOrganization(context, async (tx) =>
        addonView(await commands.setAddonStatus(tx, actOf(context), params.addon, "inactive")),
      ),
    ),
    route(api.deleteAddon, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await commands.deleteAddon(tx, actOf(context), params.addon);
        return { deleted: true as const };
      }),
    ),
  ];
}
