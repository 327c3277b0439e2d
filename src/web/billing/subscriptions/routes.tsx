import { createRoute } from "@tanstack/react-router";
import { z } from "zod";
import { subscriptionStatuses } from "#billing/subscription/transitions.ts";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { needs } from "#web/app/needs.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { textParam } from "#web/app/search-params.ts";
import { listSearch } from "#web/billing/documents/list/list-search.ts";

const listRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/subscriptions",
  validateSearch: listSearch(subscriptionStatuses),
  component: lazyScreen(() => import("./SubscriptionList.tsx"), "SubscriptionList"),
});

const newRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/subscriptions/new",
  // The customer on whose page the sale was begun.
  validateSearch: z.object({ customer: textParam }),
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./form/NewSubscription.tsx"), "NewSubscription"),
});

const subscriptionRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/subscriptions/$subscription",
  component: lazyScreen(() => import("./detail/SubscriptionPage.tsx"), "SubscriptionPage"),
});

export const subscriptionRoutes = [listRoute, newRoute, subscriptionRoute] as const;
