import { accept, refuse, type Result } from "#kernel/result.ts";
import { cellsOf, codesOf, type OfferOfFile } from "./catalog-record.ts";
import { cellProblem, choiceOf, neededText } from "./choice.ts";
import type { MoveInRecord, RowProblem } from "./record.ts";
import { numberOf, textOf } from "./value.ts";

export type CouponOfFile = OfferOfFile<{
  coupon_code: string;
  name: string;
  description: string | null;
  discount_by: "percentage" | "flat";
  discount_value: string;
  currency_code?: string;
  type: "one_time" | "duration" | "forever";
  duration: number | null;
  max_redemption: number | null;
  expiry_at: string | null;
  apply_to_plans: "all" | "select";
  plans: string[];
}> & {
  /** How often it was redeemed where it comes from. */
  redemption_count: number;
  /** It is over there: where neither its day nor its count says so, it is out of use here. */
  isOver: boolean;
};

/** Reads a record as a coupon; all that is wrong with it is told. */
export function couponOf(record: MoveInRecord): Result<CouponOfFile, RowProblem[]> {
  const problems: RowProblem[] = [];
  const { values } = record;
  const discount_by = needed(record, "discount_by", discounts, problems);
  const duration = numberOf(values, "duration");
  const lasting = duration === null ? null : ("duration" as const);
  const type = lasting ?? needed(record, "type", types, problems);
  const state = choiceOf(record, "status", states, problems) ?? "active";
  const plans = codesOf(textOf(values, "plans"));
  const currency = textOf(values, "currency_code")?.toUpperCase();
  const most = numberOf(values, "max_redemption") ?? 0;
  const body = {
    coupon_code: neededText(record, "coupon_code", problems),
    name: neededText(record, "name", problems),
    description: textOf(values, "description"),
    ...{ discount_by, discount_value: neededText(record, "discount_value", problems) },
    ...(discount_by === "flat" && currency !== undefined ? { currency_code: currency } : {}),
    ...{ type, duration, max_redemption: most > 0 ? most : null, expiry_at: textOf(values, "expiry_at") },
    ...{ apply_to_plans: plans.length > 0 ? ("select" as const) : ("all" as const), plans },
  };
  if (problems.length > 0) return refuse(problems);
  return accept({
    ...{ zohoId: textOf(values, "zoho_id"), code: body.coupon_code, body, cells: cellsOf(record, []) },
    ...{ isInactive: state === "inactive", isOver: state === "over" },
    redemption_count: Math.max(0, numberOf(values, "redemption_count") ?? 0),
  });
}

const discounts = {
  meanings: {
    percentage: "percentage",
    percent: "percentage",
    flat: "flat",
    amount: "flat",
    flatamount: "flat",
  },
  remedy: "Write Percentage or Flat.",
} as const;

const types = {
  meanings: {
    onetime: "one_time",
    once: "one_time",
    forever: "forever",
    unlimited: "forever",
    duration: "duration",
    limited: "duration",
    limitedcycles: "duration",
    numberofcycles: "duration",
  },
  remedy: "Write One Time, Forever, or Limited with the number of cycles.",
} as const;

const states = {
  meanings: { active: "active", inactive: "inactive", expired: "over", maxedout: "over" },
  remedy: "Write Active, Inactive, Expired or Maxed Out, or leave the column out.",
} as const;

function needed<Meaning extends string>(
  record: MoveInRecord,
  field: string,
  words: { meanings: Readonly<Record<string, Meaning>>; remedy: string },
  problems: RowProblem[],
): Meaning {
  if (textOf(record.values, field) === null)
    problems.push(cellProblem(record, field, "is empty", words.remedy));
  const meaning = choiceOf(record, field, words, problems);
  return meaning ?? (Object.values(words.meanings)[0] as Meaning);
}
