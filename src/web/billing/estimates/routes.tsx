import { createRoute } from "@tanstack/react-router";
import { z } from "zod";
import { estimateStatuses } from "#billing/estimate/estimate.ts";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { needs } from "#web/app/needs.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { textParam } from "#web/app/search-params.ts";
import { listSearch } from "#web/billing/documents/list/list-search.ts";

const estimatesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/estimates",
  validateSearch: listSearch(estimateStatuses),
  component: lazyScreen(() => import("./EstimateList.tsx"), "EstimateList"),
});

const newEstimateRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/estimates/new",
  // The customer on whose page it was begun.
  validateSearch: z.object({ customer: textParam }),
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./NewEstimate.tsx"), "NewEstimate"),
});

const estimateRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/estimates/$estimate",
  component: lazyScreen(() => import("./EstimatePage.tsx"), "EstimatePage"),
});

const editEstimateRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/estimates/$estimate/edit",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./EditEstimate.tsx"), "EditEstimate"),
});

export const estimateRoutes = [estimatesRoute, newEstimateRoute, estimateRoute, editEstimateRoute] as const;
