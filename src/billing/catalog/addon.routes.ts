import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./addon.api.ts";
import * as commands from "./addon.commands.ts";
import { listAddons } from "./addon.store.ts";
import { addonView } from "./addon.ts";
import { pageRequest } from "./page-request.routes.ts";

/** The endpoints of addons. */
export function addonRoutes(): Route[] {
  return [
    tenantRoute(api.listAddons, async ({ tx, query: { status, type, plan, ...page } }) => {
      const found = await listAddons(tx, { ...pageRequest(page), status, type, plan });
      return { ...found, items: found.items.map(addonView) };
    }),
    tenantRoute(api.getAddon, async ({ tx, params }) => addonView(await commands.getAddon(tx, params.addon))),
    tenantRoute(api.createAddon, async ({ tx, act, body }) =>
      addonView(await commands.createAddon(tx, act, body)),
    ),
    tenantRoute(api.editAddon, async ({ tx, act, params, body: { version, ...given } }) =>
      addonView(await commands.editAddon(tx, act, { addon: params.addon, version, given })),
    ),
    tenantRoute(api.activateAddon, async ({ tx, act, params }) =>
      addonView(await commands.setAddonStatus(tx, act, params.addon, "active")),
    ),
    tenantRoute(api.inactivateAddon, async ({ tx, act, params }) =>
      addonView(await commands.setAddonStatus(tx, act, params.addon, "inactive")),
    ),
    tenantRoute(api.deleteAddon, async ({ tx, act, params }) => {
      await commands.deleteAddon(tx, act, params.addon);
      return { deleted: true as const };
    }),
  ];
}
