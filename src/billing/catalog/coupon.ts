import type { Selectable } from "kysely";
import type { Day } from "#kernel/calendar.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { CouponRow, Linked } from "./catalog.table.ts";

/** A coupon as it is stored, with the plans and addons that it names. */
export type Coupon = Selectable<CouponRow> & { plans: readonly Linked[]; addons: readonly Linked[] };

/** What a coupon is on a day: what somebody decided, or what follows from the day and the counts. */
export type CouponStatus = "active" | "inactive" | "expired" | "maxed_out";

/** The status on a day. One that is switched off is inactive whatever else; a day that went by counts before a count. */
export function couponStatus(
  coupon: Pick<Coupon, "status" | "expiry_at" | "max_redemption" | "redemption_count">,
  today: Day,
): CouponStatus {
  if (coupon.status === "inactive") return "inactive";
  if (coupon.expiry_at !== null && coupon.expiry_at < today) return "expired";
  const { max_redemption: most, redemption_count: count } = coupon;
  return most !== null && count >= most ? "maxed_out" : "active";
}

/** What a coupon is to be applied to: a plan with addons (their ids), in a currency, on a day. */
export type CouponUse = { day: Day; currency: string; plan: string; addons: readonly string[] };

/** Why a coupon may not be applied. */
export type CouponRefusal = Exclude<CouponStatus, "active"> | "other_plan" | "other_currency";

/** What a coupon takes off: the plan always, those of the addons that it is for; for so many invoices, null is forever. */
export type CouponReach = { addons: string[]; invoices: number | null };

/** Whether a coupon may be newly applied, and to what. Once applied it goes on, whatever becomes of it here. */
export function reachOf(coupon: Coupon, use: CouponUse): Result<CouponReach, CouponRefusal> {
  const status = couponStatus(coupon, use.day);
  if (status !== "active") return refuse(status);
  if (coupon.currency_code !== null && coupon.currency_code !== use.currency) return refuse("other_currency");
  if (!isForPlan(coupon, use.plan)) return refuse("other_plan");
  return accept({ addons: use.addons.filter((id) => isForAddon(coupon, id)), invoices: invoicesOf(coupon) });
}

/** Whether a coupon may be applied where a plan is sold. */
export function isForPlan({ apply_to_plans: choice, plans }: Coupon, plan: string): boolean {
  return choice === "all" || plans.some(({ id }) => id === plan);
}

/** Whether a coupon takes something off an addon. */
export function isForAddon({ apply_to_addons: choice, addons }: Coupon, addon: string): boolean {
  return choice === "all" || (choice === "select" && addons.some(({ id }) => id === addon));
}

/** How many invoices an applied coupon lasts; null is as long as the subscription. */
export function invoicesOf({ type, duration }: Pick<Coupon, "type" | "duration">): number | null {
  if (type === "forever") return null;
  return type === "one_time" ? 1 : (duration ?? 1);
}
