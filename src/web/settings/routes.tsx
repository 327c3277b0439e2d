import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { organizationRoute } from "#web/app/roots.ts";

const accountRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/account",
  component: lazyRouteComponent(() => import("./Account.tsx"), "Account"),
});

export const settingsRoutes = [accountRoute] as const;
