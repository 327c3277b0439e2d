import type { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { accountRoutes } from "#web/account/routes.ts";
import { billingRoutes } from "#web/billing/routes.tsx";
import { crmRoutes } from "#web/crm/routes.tsx";
import { publicRoutes } from "#web/public-page/routes.ts";
import { settingsRoutes } from "#web/settings/routes.tsx";
import { syncRoutes } from "#web/sync/routes.tsx";
import { ScreenProblem } from "./RouteProblem.tsx";
import { organizationRoute, rootRoute } from "./roots.ts";
import { parseSearch, stringifySearch } from "./search-params.ts";

const routeTree = rootRoute.addChildren([
  ...accountRoutes,
  ...publicRoutes,
  organizationRoute.addChildren([...billingRoutes, ...crmRoutes, ...syncRoutes, ...settingsRoutes]),
]);

/** The router of all screens. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the inferred type knows every address
export function buildRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultErrorComponent: ScreenProblem,
    scrollRestoration: true,
    defaultPreload: "intent",
    // The query cache decides what is fresh.
    defaultPreloadStaleTime: 0,
    // A screen that is there within this time never shows that it was waited for.
    defaultPendingMs: 200,
    defaultPendingMinMs: 0,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof buildRouter>;
  }
}
