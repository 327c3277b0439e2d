import { createRoute } from "@tanstack/react-router";
import { z } from "zod";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { textParam } from "#web/app/search-params.ts";

const paymentsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/payments",
  validateSearch: z.object({ q: textParam, customer: textParam }),
  component: lazyScreen(() => import("./PaymentList.tsx"), "PaymentList"),
});

const paymentRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/payments/$payment",
  component: lazyScreen(() => import("./PaymentPage.tsx"), "PaymentPage"),
});

export const paymentRoutes = [paymentsRoute, paymentRoute] as const;
