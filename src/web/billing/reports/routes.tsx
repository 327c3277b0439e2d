import { createRoute } from "@tanstack/react-router";
import { z } from "zod";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { organizationRoute } from "#web/app/roots.ts";

const reportsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/reports",
  component: lazyScreen(() => import("./ReportList.tsx"), "ReportList"),
});

const day = z.iso.date().optional().catch(undefined);

const reportRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/reports/$report",
  validateSearch: z.object({ from: day, to: day }),
  component: lazyScreen(() => import("./ReportPage.tsx"), "ReportPage"),
});

export const reportRoutes = [reportsRoute, reportRoute] as const;
