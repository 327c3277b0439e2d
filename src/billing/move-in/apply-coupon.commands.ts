import { dayAt } from "#kernel/calendar.ts";
import type { Tx } from "#platform/db/db.ts";
import { parseInput } from "#platform/http/parse-input.ts";
import type { Act } from "#billing/act.ts";
import { NewCoupon } from "#billing/catalog/coupon.api.ts";
import { createCoupon, setCouponStatus } from "#billing/catalog/coupon.commands.ts";
import { couponStatus } from "#billing/catalog/coupon.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import type { Applied } from "./apply.ts";
import { broughtIn, findOffer, read } from "./apply-catalog.commands.ts";
import { atCells } from "./at-cells.ts";
import { couponOf } from "./coupon-record.ts";
import type { MoveInRecord } from "./record.ts";

/** Brings a coupon in with how often it was redeemed; one of its id or code is there already. */
export async function applyCoupon(tx: Tx, act: Act, record: MoveInRecord): Promise<Applied> {
  const file = read(couponOf(record));
  return broughtIn(file, await findOffer(tx, "coupon", file), async () => {
    const { base_currency, time_zone } = await getBillingOrganization(tx);
    const own = file.body.discount_by === "flat" ? { currency_code: base_currency } : {};
    const made = await atCells(record.row, file.cells, () => {
      const given = parseInput(NewCoupon, { ...own, ...file.body }, "body");
      return createCoupon(tx, act, { ...given, redemption_count: file.redemption_count });
    });
    const isStillActive = couponStatus(made, dayAt(act.now, time_zone)) === "active";
    const isOut = file.isInactive || (file.isOver && isStillActive);
    return isOut ? setCouponStatus(tx, act, made.id, "inactive") : made;
  });
}
