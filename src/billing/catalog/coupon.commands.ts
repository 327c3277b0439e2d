import type { Day } from "#kernel/calendar.ts";
import { AppError, type FieldProblem } from "#kernel/errors.ts";
import type { Result } from "#kernel/result.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { deleteUnused, refuseFixed, refuseOlder, refusingTaken, tellOfCatalog } from "./catalog.commands.ts";
import { changesBetween } from "./changes.ts";
import {
  changedCoupon,
  type CouponChange,
  type CouponDraft,
  couponView,
  fixedOfCoupon,
  newCoupon,
} from "./coupon-values.ts";
import { findCoupon, insertCoupon, updateCoupon } from "./coupon.store.ts";
import { type Coupon, type CouponReach, type CouponUse, reachOf } from "./coupon.ts";
import { chosen } from "./link.commands.ts";

/** Plans and addons as the API gives them, by id or code. */
type Raw = { plans?: readonly string[] | undefined; addons?: readonly string[] | undefined };

/** `redemption_count` is how often it was redeemed before it came here. */
export type NewCouponInput = Omit<CouponDraft, "plans" | "addons" | "status"> & Raw;

/** Adds a coupon. */
export async function createCoupon(tx: Tx, act: Act, given: NewCouponInput): Promise<Coupon> {
  const named = await namedBy(tx, given, undefined);
  const id = act.ids("cou");
  const origin = { organizationId: act.organizationId, id, now: act.now };
  const coupon = accepted(newCoupon({ ...given, ...named }, origin));
  await refusingTaken(() => insertCoupon(tx, coupon));
  await tellOfCatalog(tx, act, { kind: "coupon", id, action: "created", name: coupon.coupon_code });
  return coupon;
}

/** The coupon of an id or a code; refuses with `coupon.not_found`. */
export async function getCoupon(tx: Tx, reference: string, options?: { lock: boolean }): Promise<Coupon> {
  const coupon = await findCoupon(tx, reference, options);
  if (coupon === undefined) throw new AppError("coupon.not_found", { coupon: reference });
  return coupon;
}

export type CouponEdit = Omit<CouponChange, "plans" | "addons" | "status" | "redemption_count"> & Raw;

/** Changes the given fields of a coupon. Writes nothing when nothing differs. */
export async function editCoupon(
  tx: Tx,
  act: Act,
  { coupon: reference, version, given }: { coupon: string; version?: number | undefined; given: CouponEdit },
): Promise<Coupon> {
  const coupon = await getCoupon(tx, reference, { lock: true });
  refuseOlder(coupon, version);
  return write(tx, act, coupon, { ...given, ...(await namedBy(tx, given, coupon)) }, "changed");
}

async function namedBy(
  tx: Tx,
  given: Raw & Partial<Pick<CouponDraft, "apply_to_plans" | "apply_to_addons">>,
  present: Coupon | undefined,
): Promise<Pick<Coupon, "plans" | "addons">> {
  const ofPlans = given.apply_to_plans ?? present?.apply_to_plans;
  const ofAddons = given.apply_to_addons ?? present?.apply_to_addons;
  return {
    plans: await chosen(tx, {
      table: "coupon_plan",
      field: "plans",
      isSelect: ofPlans === "select",
      given: given.plans,
      present: present?.plans ?? [],
    }),
    addons: await chosen(tx, {
      table: "coupon_addon",
      field: "addons",
      isSelect: ofAddons === "select",
      given: given.addons,
      present: present?.addons ?? [],
    }),
  };
}

/** Lets a coupon be redeemed, or no more. */
export async function setCouponStatus(
  tx: Tx,
  act: Act,
  reference: string,
  status: Coupon["status"],
): Promise<Coupon> {
  const coupon = await getCoupon(tx, reference, { lock: true });
  return write(tx, act, coupon, { status }, status === "active" ? "activated" : "inactivated");
}

/** What a coupon would take off; refuses with the reason where it may not be applied. */
export async function checkCoupon(
  tx: Tx,
  reference: string,
  use: CouponUse,
): Promise<{ coupon: Coupon; reach: CouponReach }> {
  const coupon = await getCoupon(tx, reference);
  return { coupon, reach: reached(coupon, use) };
}

/** Applies a coupon: counts one redemption, or refuses with the reason. Of two that want the last one, one gets it. */
export async function redeemCoupon(
  tx: Tx,
  act: Act,
  reference: string,
  use: CouponUse,
): Promise<{ coupon: Coupon; reach: CouponReach }> {
  const coupon = await getCoupon(tx, reference, { lock: true });
  const reach = reached(coupon, use);
  const change = { redemption_count: coupon.redemption_count + 1 };
  return { coupon: await write(tx, act, coupon, change, "redeemed"), reach };
}

function reached(coupon: Coupon, use: CouponUse): CouponReach {
  const reach = reachOf(coupon, use);
  if (reach.ok) return reach.value;
  const { coupon_code: code, plans } = coupon;
  const isOnly = `${code} is only for ${plans.map(({ name }) => name).join(", ")}`;
  throw new AppError(`coupon.${reach.refusal}`, {
    coupon: code,
    ...(reach.refusal === "other_plan" ? { message: isOnly } : {}),
  });
}

/** Deletes a coupon that was never redeemed. */
export async function deleteCoupon(tx: Tx, act: Act, reference: string): Promise<void> {
  const coupon = await getCoupon(tx, reference, { lock: true });
  const { id, coupon_code: name } = coupon;
  await deleteUnused(tx, act, { kind: "coupon", id, name, uses: redemptions(coupon) });
}

function redemptions({ redemption_count: count }: Coupon): string[] {
  if (count === 0) return [];
  return [count === 1 ? "1 redemption" : `${count} redemptions`];
}

/** A view is of a day; of which one does not matter where two of the same day are compared. */
const anyDay: Day = "0001-01-01";

async function write(
  tx: Tx,
  act: Act,
  coupon: Coupon,
  change: CouponChange,
  action: string,
): Promise<Coupon> {
  const next = accepted(changedCoupon(coupon, change, act.now));
  const changes = changesBetween(couponView(coupon, anyDay), couponView(next, anyDay));
  if (changes.length === 0) return coupon;
  const sold = redemptions(coupon);
  refuseFixed({ kind: "coupon", id: coupon.id }, changes, { fixed: fixedOfCoupon, sold });
  await refusingTaken(() => updateCoupon(tx, next));
  await tellOfCatalog(tx, act, { kind: "coupon", id: next.id, action, changes, name: next.coupon_code });
  return next;
}

function accepted(checked: Result<Coupon, FieldProblem[]>): Coupon {
  if (!checked.ok) throw new AppError("request.invalid", { part: "body", fields: checked.refusal });
  return checked.value;
}
