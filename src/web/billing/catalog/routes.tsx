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

const addonsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog/addons",
  validateSearch: z.object({
    q: textParam,
    status,
    type: z.enum(["recurring", "one_time"]).optional().catch(undefined),
  }),
  component: lazyScreen(() => import("./addons/AddonList.tsx"), "AddonList"),
});

const newAddonRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog/addons/new",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./addons/EditAddon.tsx"), "NewAddon"),
});

const addonRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog/addons/$addon",
  component: lazyScreen(() => import("./addons/AddonPage.tsx"), "AddonPage"),
});

const editAddonRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog/addons/$addon/edit",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./addons/EditAddon.tsx"), "EditAddon"),
});

const couponsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog/coupons",
  validateSearch: z.object({
    q: textParam,
    status: z.enum(["active", "inactive", "expired", "maxed_out"]).optional().catch(undefined),
  }),
  component: lazyScreen(() => import("./coupons/CouponList.tsx"), "CouponList"),
});

const newCouponRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog/coupons/new",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./coupons/EditCoupon.tsx"), "NewCoupon"),
});

const couponRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog/coupons/$coupon",
  component: lazyScreen(() => import("./coupons/CouponPage.tsx"), "CouponPage"),
});

const editCouponRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/catalog/coupons/$coupon/edit",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./coupons/EditCoupon.tsx"), "EditCoupon"),
});

export const catalogRoutes = [
  plansRoute,
  productRoute,
  newPlanRoute,
  planRoute,
  editPlanRoute,
  addonsRoute,
  newAddonRoute,
  addonRoute,
  editAddonRoute,
  couponsRoute,
  newCouponRoute,
  couponRoute,
  editCouponRoute,
] as const;
