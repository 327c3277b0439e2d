import { createRoute } from "@tanstack/react-router";
import { z } from "zod";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { needs } from "#web/app/needs.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { textParam } from "#web/app/search-params.ts";

const status = z.enum(["active", "inactive"]).optional().catch(undefined);

const plansRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog",
  validateSearch: z.object({ q: textParam, status }),
  component: lazyScreen(() => import("./plans/PlanList.tsx"), "PlanList"),
});

const productRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog/products/$product",
  component: lazyScreen(() => import("./plans/ProductPage.tsx"), "ProductPage"),
});

const newPlanRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog/plans/new",
  validateSearch: z.object({ product: textParam }),
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./plans/EditPlan.tsx"), "NewPlan"),
});

const planRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog/plans/$plan",
  component: lazyScreen(() => import("./plans/PlanPage.tsx"), "PlanPage"),
});

const editPlanRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog/plans/$plan/edit",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./plans/EditPlan.tsx"), "EditPlan"),
});

export const catalogRoutes = [plansRoute, productRoute, newPlanRoute, planRoute, editPlanRoute] as const;
