import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { organizationRoute } from "#web/app/roots.ts";

const homeRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "crm",
  component: lazyRouteComponent(() => import("#web/app/ProductHome.tsx"), "CrmHome"),
});

export const crmRoutes = [homeRoute] as const;
