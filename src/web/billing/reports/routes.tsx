import { createRoute } from "@tanstack/react-router";
import { z } from "zod";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { periodParams } from "./periods.ts";

const reportsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/reports",
  component: lazyScreen(() => import("./ReportList.tsx"), "ReportList"),
});

const reportRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/reports/$report",
  validateSearch: z.object(periodParams),
  component: lazyScreen(() => import("./ReportPage.tsx"), "ReportPage"),
});

export const reportRoutes = [reportsRoute, reportRoute] as const;
