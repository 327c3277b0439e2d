import type { Coupon } from "#billing/catalog/coupon.ts";
import type { Plan } from "#billing/catalog/plan.ts";
import { movedTerm } from "#billing/subscription/moved-term.ts";
import { everyOf, type Subscription } from "#billing/subscription/subscription.ts";
import { plusDays } from "#kernel/calendar.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { cellProblem } from "./choice.ts";
import type { MoveInRecord, RowProblem } from "./record.ts";
import type { SubscriptionOfFile } from "./subscription-record.ts";

/** Where a subscription stands: in which term, how many were billed, and how often its coupon takes off still. */
export type Standing = Pick<
  Subscription,
  | "trial_ends_at"
  | "anchor"
  | "term_number"
  | "term_start"
  | "term_end"
  | "cycles"
  | "billing_cycles"
  | "billed_elsewhere_until"
  | "coupon_invoices_left"
  | "term_coupon_id"
>;

/** Reckons where a subscription stands; refuses what the file leaves open. */
export function standingOf(
  record: MoveInRecord,
  file: SubscriptionOfFile,
  plan: Plan,
  coupon: Coupon | undefined,
): Result<{ values: Standing; notes: string[] }, RowProblem[]> {
  const problems = intervalProblems(record, file, plan);
  const { term_end } = file;
  const term = term_end === null ? undefined : movedTerm({ ...file, term_end }, everyOf(plan));
  const isInTrial = file.status === "trial" || (file.status === "non_renewing" && term === undefined);
  const isBilled = !isInTrial && file.status !== "future" && file.status !== "trial_expired";
  const most = file.billing_cycles ?? plan.billing_cycles;
  const cycles = isBilled ? cyclesOf(record, file, { most, counted: term?.cycles ?? null }, problems) : 0;
  const left =
    coupon === undefined ? null : invoicesLeft(record, file, { coupon, cycles: cycles ?? null }, problems);
  if (problems.length > 0) return refuse(problems);
  // A trial that the file says nothing of is the plan's, as of one that is sold here.
  const isToCome = file.status === "future" && file.trial_ends_at === null && plan.trial_period > 0;
  const trial_ends_at = isToCome ? plusDays(file.starts_at, plan.trial_period) : file.trial_ends_at;
  const { anchor = null, term_number = null, term_start = null } = term ?? {};
  const values = {
    trial_ends_at,
    ...{ anchor, term_number, term_start, term_end, billed_elsewhere_until: term_end },
    ...{ cycles: cycles ?? 1, billing_cycles: most, coupon_invoices_left: left },
    term_coupon_id: coupon !== undefined && term !== undefined && left !== 0 ? coupon.id : null,
  };
  const ofTrial = isToCome ? [`is in trial until ${trial_ends_at}, as its plan has it`] : [];
  return accept({ values, notes: [...ofTrial, ...notesOf(file, coupon, left)] });
}

function intervalProblems(record: MoveInRecord, { interval }: SubscriptionOfFile, plan: Plan): RowProblem[] {
  if (interval === null) return [];
  if (interval.interval === plan.interval && interval.interval_unit === plan.interval_unit) return [];
  const problem = `is another interval than that of ${plan.plan_code}, which is ${plan.interval} ${plan.interval_unit}`;
  return [cellProblem(record, "interval", problem, "Give the code of a plan with this interval.")];
}

/** How many terms were billed; null where that is not known and does not matter. */
function cyclesOf(
  record: MoveInRecord,
  { remaining_cycles: remaining, status }: SubscriptionOfFile,
  { most, counted }: { most: number; counted: number | null },
  problems: RowProblem[],
): number | null {
  if (most === -1) return counted;
  if (remaining !== null && remaining >= 0 && remaining < most) return most - remaining;
  if (remaining === null && counted !== null && counted <= most) return counted;
  // Of one that has run out none remains, and what is over bills nothing more.
  if (status !== "live" && status !== "paused" && status !== "non_renewing") return most;
  const problem =
    remaining === null
      ? `is empty, and how many of ${most} terms were billed does not follow from the days`
      : `is not between 0 and ${most - 1}`;
  const remedy = "Give how many terms are to come after the present one.";
  problems.push(cellProblem(record, "remaining_cycles", problem, remedy));
  return null;
}

/** How many invoices a coupon is for still; null is as long as the subscription. */
function invoicesLeft(
  record: MoveInRecord,
  { coupon_invoices_left: told }: SubscriptionOfFile,
  { coupon, cycles }: { coupon: Coupon; cycles: number | null },
  problems: RowProblem[],
): number | null {
  if (coupon.type === "forever") return null;
  if (told !== null && told >= 0) return told;
  const lasts = coupon.type === "one_time" ? 1 : (coupon.duration ?? 1);
  if (cycles !== null) return Math.max(0, lasts - cycles);
  if (lasts === 1) return 0;
  const problem = `is empty, and how many of the ${lasts} invoices of ${coupon.coupon_code} were written does not follow from the days`;
  problems.push(
    cellProblem(record, "coupon_invoices_left", problem, "Give for how many invoices it is still."),
  );
  return null;
}

/** What whoever looks at the preview should know. */
function notesOf(
  { status, auto_collect, coupon_invoices_left: told }: SubscriptionOfFile,
  coupon: Coupon | undefined,
  left: number | null,
): string[] {
  const goesOn = status === "live" || status === "trial" || status === "future" || status === "paused";
  if (!goesOn) return [];
  const invoices = left === 1 ? "1 invoice" : `${left} invoices`;
  return [
    ...(coupon !== undefined && left !== null && told === null
      ? [`${coupon.coupon_code} is for ${invoices} still`]
      : []),
    ...(auto_collect ? ["is collected by itself: its customer needs a card or account here"] : []),
  ];
}
