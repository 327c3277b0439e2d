import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { organizationRoute } from "#web/app/roots.ts";

const homeRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing",
  component: lazyRouteComponent(() => import("#web/app/ProductHome.tsx"), "BillingHome"),
});

export const billingRoutes = [homeRoute] as const;
