import { createRoute } from "@tanstack/react-router";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { listSearch } from "#web/billing/documents/list/list-search.ts";

const paymentsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/payments",
  validateSearch: listSearch<never>([]),
  component: lazyScreen(() => import("./PaymentList.tsx"), "PaymentList"),
});

const paymentRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/payments/$payment",
  component: lazyScreen(() => import("./PaymentPage.tsx"), "PaymentPage"),
});

export const paymentRoutes = [paymentsRoute, paymentRoute] as const;
