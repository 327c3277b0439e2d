import { dayAt, type Day } from "#kernel/calendar.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
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
  return [
    route(api.listCoupons, (context, { query: { status, ...page } }) =>
      inCallersOrganization(context, async (tx) => {
        const today = await todayOf(tx, context);
        const found = await listCoupons(tx, { ...pageRequest(page), status, today });
        return { ...found, items: found.items.map((coupon) => couponView(coupon, today)) };
      }),
    ),
    route(api.getCoupon, (context, { params }) =>
      inCallersOrganization(context, async (tx) =>
        viewOf(tx, context, await commands.getCoupon(tx, params.coupon)),
      ),
    ),
    route(api.checkCoupon, (context, { params, query }) =>
      inCallersOrganization(context, async (tx) => {
        const day = await todayOf(tx, context);
        const plan = await getPlan(tx, query.plan);
        const addons = [];
        for (const addon of query.addons) addons.push((await getAddon(tx, addon)).id);
        const use = { day, currency: query.currency_code, plan: plan.id, addons };
        const { coupon, reach } = await commands.checkCoupon(tx, params.coupon, use);
        return { coupon: couponView(coupon, day), ...reach };
      }),
    ),
    route(api.createCoupon, (context, { body }) =>
      inCallersOrganization(context, async (tx) =>
        viewOf(tx, context, await commands.createCoupon(tx, actOf(context), body)),
      ),
    ),
    route(api.editCoupon, (context, { params, body: { version, ...given } }) =>
      inCallersOrganization(context, async (tx) =>
        viewOf(
          tx,
          context,
          await commands.editCoupon(tx, actOf(context), { coupon: params.coupon, version, given }),
        ),
      ),
    ),
    route(api.activateCoupon, (context, { params }) =>
      inCallersOrganization(context, async (tx) =>
        viewOf(tx, context, await commands.setCouponStatus(tx, actOf(context), params.coupon, "active")),
      ),
    ),
    route(api.inactivateCoupon, (context, { params }) =>
      inCallersOrganization(context, async (tx) =>
        viewOf(tx, context, await commands.setCouponStatus(tx, actOf(context), params.coupon, "inactive")),
      ),
    ),
    route(api.deleteCoupon, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await commands.deleteCoupon(tx, actOf(context), params.coupon);
        return { deleted: true as const };
      }),
    ),
  ];
}

/** The day that it is in the organization. */
async function todayOf(tx: Tx, { deps }: { deps: Deps }): Promise<Day> {
  return dayAt(deps.clock.now(), (await getBillingOrganization(tx)).time_zone);
}

async function viewOf(tx: Tx, context: { deps: Deps }, coupon: Coupon): Promise<api.CouponView> {
  return couponView(coupon, await todayOf(tx, context));
}
