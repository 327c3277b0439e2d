import { type RawBuilder, sql } from "kysely";
import type { Day } from "#kernel/calendar.ts";
import type { Page } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import {
  type CatalogListRequest,
  type CatalogRow,
  findCatalogRow,
  insertCatalogRow,
  listCatalogRows,
  updateCatalogRow,
} from "./catalog-row.store.ts";
import type { Coupon, CouponStatus } from "./coupon.ts";
import { findLinked, replaceLinked } from "./link.store.ts";

/** The coupon that an id or a code names; locked until the transaction ends if asked for. */
export async function findCoupon(
  tx: Tx,
  reference: string,
  options?: { lock: boolean },
): Promise<Coupon | undefined> {
  const row = await findCatalogRow(tx, "coupon", reference, options);
  return row && (await whole(tx, [row]))[0];
}

export type CouponListRequest = Omit<CatalogListRequest, "status"> & {
  status?: CouponStatus | undefined;
  today: Day;
};

/** One page of coupons by name, of the status that they have today if one is asked for. */
export async function listCoupons(
  tx: Tx,
  { status, today, ...request }: CouponListRequest,
): Promise<Page<Coupon>> {
  const where = status === undefined ? [] : [statusIs(status, today)];
  const page = await listCatalogRows(tx, "coupon", request, where);
  return { ...page, items: await whole(tx, page.items) };
}

/** The rule `couponStatus` as a condition. */
function statusIs(status: CouponStatus, today: Day): RawBuilder<boolean> {
  return sql<boolean>`case
    when status = 'inactive' then 'inactive'
    when expiry_at < ${today} then 'expired'
    when redemption_count >= max_redemption then 'maxed_out'
    else 'active' end = ${status}`;
}

async function whole(tx: Tx, rows: readonly CatalogRow<"coupon">[]): Promise<Coupon[]> {
  const ids = rows.map(({ id }) => id);
  const plans = await findLinked(tx, "coupon_plan", ids);
  const addons = await findLinked(tx, "coupon_addon", ids);
  return rows.map((row) => ({ ...row, plans: plans.get(row.id) ?? [], addons: addons.get(row.id) ?? [] }));
}

/** Adds a coupon with what it names. */
export async function insertCoupon(tx: Tx, coupon: Coupon): Promise<void> {
  const { plans: _plans, addons: _addons, ...row } = coupon;
  await insertCatalogRow(tx, "coupon", row);
  await replaceNamed(tx, coupon);
}

/** Writes a coupon, which must be locked. */
export async function updateCoupon(tx: Tx, coupon: Coupon): Promise<void> {
  const { plans: _plans, addons: _addons, ...row } = coupon;
  await updateCatalogRow(tx, "coupon", row);
  await replaceNamed(tx, coupon);
}

async function replaceNamed(tx: Tx, { organization_id, id, plans, addons }: Coupon): Promise<void> {
  const of = { organizationId: organization_id, owner: id };
  await replaceLinked(tx, "coupon_plan", { ...of, items: plans.map((plan) => plan.id) });
  await replaceLinked(tx, "coupon_addon", { ...of, items: addons.map((addon) => addon.id) });
}
