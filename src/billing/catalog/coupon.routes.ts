import type { Tx } from "#platform/db/db.ts";
import type { Route } from "#platform/http/serve.ts";
import type { Act } from "#billing/act.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import { getAddon } from "./addon.commands.ts";
import * as api from "./coupon.api.ts";
import * as commands from "./coupon.commands.ts";
import { listCoupons } from "./coupon.store.ts";
import type { Coupon } from "./coupon.ts";
import { couponView } from "./coupon-values.ts";
import { pageRequest } from "./page-request.routes.ts";
import { getPlan } from "./plan.commands.ts";

/** The endpoints of coupons. */
export function couponRoutes(): Route[] {
  const statuses = [
    [api.activateCoupon, "active"],
    [api.inactivateCoupon, "inactive"],
  ] as const;
  return [
    tenantRoute(api.listCoupons, async ({ tx, act, query: { status, ...page } }) => {
      const { date: today } = await dayOf(tx, act);
      const found = await listCoupons(tx, { ...pageRequest(page), status, today });
      return { ...found, items: found.items.map((coupon) => couponView(coupon, today)) };
    }),
    tenantRoute(api.getCoupon, async ({ tx, act, params }) =>
      viewOf(tx, act, await commands.getCoupon(tx, params.coupon)),
    ),
    tenantRoute(api.checkCoupon, async ({ tx, act, params, query }) => {
      const { date: day } = await dayOf(tx, act);
      const plan = await getPlan(tx, query.plan);
      const addons = [];
      for (const addon of query.addons) addons.push((await getAddon(tx, addon)).id);
      const use = { day, currency: query.currency_code, plan: plan.id, addons };
      const { coupon, reach } = await commands.checkCoupon(tx, params.coupon, use);
      return { coupon: couponView(coupon, day), ...reach };
    }),
    tenantRoute(api.createCoupon, async ({ tx, act, body }) =>
      viewOf(tx, act, await commands.createCoupon(tx, act, body)),
    ),
    tenantRoute(api.editCoupon, async ({ tx, act, params, body: { version, ...given } }) =>
      viewOf(tx, act, await commands.editCoupon(tx, act, { coupon: params.coupon, version, given })),
    ),
    ...statuses.map(([endpoint, status]) =>
      tenantRoute(endpoint, async ({ tx, act, params }) =>
        viewOf(tx, act, await commands.setCouponStatus(tx, act, params.coupon, status)),
      ),
    ),
    tenantRoute(api.deleteCoupon, async ({ tx, act, params }) => {
      await commands.deleteCoupon(tx, act, params.coupon);
      return { deleted: true as const };
    }),
  ];
}

async function viewOf(tx: Tx, act: Act, coupon: Coupon): Promise<api.CouponView> {
  return couponView(coupon, (await dayOf(tx, act)).date);
}
