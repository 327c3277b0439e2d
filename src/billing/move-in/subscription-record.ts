import type { SubscriptionStatus } from "#billing/subscription/transitions.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Cell, Cells } from "./at-cells.ts";
import { cellProblem, choiceOf, neededText } from "./choice.ts";
import { cyclesOf, type Interval, intervalOf } from "./interval.ts";
import type { MoveInRecord, RowProblem, Values } from "./record.ts";
import { flagOf, numberOf, textOf } from "./value.ts";

/** Something that a subscription sells, by its code, and where that stands. */
export type SoldOfFile = {
  row: number;
  /** The field with its code. */
  field: "plan_code" | "addon_code";
  code: string;
  quantity: string;
  price: string | null;
};

/** A subscription as a file has it. */
export type SubscriptionOfFile = {
  zohoId: string | null;
  number: string;
  status: SubscriptionStatus;
  starts_at: string;
  trial_ends_at: string | null;
  term_start: string | null;
  /** The first day of the next term. */
  term_end: string | null;
  ended_on: string | null;
  resumes_on: string | null;
  interval: Interval | null;
  /** -1 is until cancelled; null where the file says nothing. */
  billing_cycles: number | null;
  remaining_cycles: number | null;
  coupon: string | null;
  coupon_invoices_left: number | null;
  auto_collect: boolean;
  plan: SoldOfFile;
  addons: SoldOfFile[];
  cells: Cells;
};

const statuses = {
  meanings: {
    live: "live",
    active: "live",
    trial: "trial",
    intrial: "trial",
    future: "future",
    paused: "paused",
    nonrenewing: "non_renewing",
    cancelled: "cancelled",
    canceled: "cancelled",
    cancelledfromdunning: "cancelled_from_dunning",
    canceledfromdunning: "cancelled_from_dunning",
    expired: "expired",
    trialexpired: "trial_expired",
    creationfailed: "creation_failed",
    dunning: "dunning",
    pastdue: "dunning",
    unpaid: "unpaid",
  },
  remedy: "Write Live, Trial, Future, Paused, Non Renewing, Cancelled, Expired or Trial Expired.",
} as const satisfies { meanings: Record<string, SubscriptionStatus>; remedy: string };

/** Reads a record as a subscription on a day; all that is wrong with it is told. */
export function subscriptionOf(
  record: MoveInRecord,
  today: string,
): Result<SubscriptionOfFile, RowProblem[]> {
  const problems: RowProblem[] = [];
  const { row, values } = record;
  if (textOf(values, "status") === null) neededText(record, "status", problems);
  const status = choiceOf(record, "status", statuses, problems);
  const starts_at = textOf(values, "starts_at") ?? textOf(values, "term_start");
  if (starts_at === null) neededText(record, "starts_at", problems);
  const addons = record.lines.flatMap((line) => addonsOf(line, problems));
  const file: SubscriptionOfFile = {
    ...{ zohoId: textOf(values, "zoho_id"), number: neededText(record, "number", problems) },
    ...{ status: status ?? "live", starts_at: starts_at ?? today },
    trial_ends_at: textOf(values, "trial_ends_at"),
    term_start: textOf(values, "term_start"),
    term_end: textOf(values, "next_billing_on") ?? textOf(values, "term_end"),
    ended_on: textOf(values, "cancelled_on") ?? textOf(values, "expired_on"),
    resumes_on: textOf(values, "resumes_on"),
    interval: intervalOf(record, problems),
    billing_cycles: cyclesOf(record, "billing_cycles", problems),
    remaining_cycles: cyclesOf(record, "remaining_cycles", problems),
    coupon: textOf(values, "coupon_code"),
    coupon_invoices_left: numberOf(values, "coupon_invoices_left"),
    auto_collect: flagOf(values, "auto_collect") ?? false,
    plan: {
      ...{ row, field: "plan_code" as const, code: neededText(record, "plan_code", problems) },
      ...{ quantity: textOf(values, "plan_quantity") ?? "1", price: textOf(values, "plan_price") },
    },
    ...{ addons, cells: cellsOf(record, addons) },
  };
  if (file.number.length > 50)
    problems.push(cellProblem(record, "number", "is too long for a number", "Use at most 50 characters."));
  if (problems.length > 0) return refuse(problems);
  const placed = placedOn(record, file, today, problems);
  return problems.length > 0 ? refuse(problems) : accept(placed);
}

const ended: ReadonlySet<SubscriptionStatus> = new Set([
  "cancelled",
  "cancelled_from_dunning",
  "expired",
  "trial_expired",
  "creation_failed",
]);

/** A subscription with the days that its status needs; those of what is to come must be so. */
function placedOn(
  record: MoveInRecord,
  file: SubscriptionOfFile,
  today: string,
  problems: RowProblem[],
): SubscriptionOfFile {
  const { status, starts_at, term_start: start, term_end: end, trial_ends_at: trial } = file;
  const tell = (field: string, problem: string, remedy: string): void => {
    problems.push(cellProblem(record, field, problem, remedy));
  };
  const endField =
    end !== null && textOf(record.values, "next_billing_on") === null ? "term_end" : "next_billing_on";
  if (start !== null && end !== null && start >= end)
    tell("term_start", `is not before the end of the term, which is ${end}`, "Correct the one or the other.");
  if (end !== null && end <= starts_at && status !== "future" && status !== "trial")
    tell(endField, `is not after the first day, which is ${starts_at}`, "Correct the one or the other.");
  const inTrial = { ...file, term_start: null, term_end: null };
  const afterToday = (day: string | null, field: string, what: string): void => {
    const remedy = "Export the subscriptions anew once nothing is billed there any more.";
    if (day === null) tell(field, `is empty, and ${what}`, "Give the day.");
    else if (day <= today)
      tell(field, `is not after today: whether it was billed for that day there cannot be known`, remedy);
  };
  if (status === "dunning" || status === "unpaid") {
    const words = "is a status that payments of the other product decide about";
    tell("status", words, "Write Live where it goes on, or Cancelled; what is owed is in its open invoices.");
  } else if (status === "future") {
    afterToday(
      textOf(record.values, "starts_at"),
      "starts_at",
      "a future subscription begins on a day to come",
    );
    return inTrial;
  } else if (status === "trial") {
    const day = trial ?? end;
    afterToday(day, trial === null ? endField : "trial_ends_at", "a trial ends on a day to come");
    return { ...inTrial, trial_ends_at: day };
  } else if (status === "non_renewing" && trial !== null && trial > today) {
    return inTrial;
  } else if (status === "live" || status === "non_renewing") {
    const what = status === "live" ? "the next term is billed on it" : "it ends on it";
    afterToday(end, endField, what);
  } else if (status === "paused" && file.resumes_on !== null) {
    afterToday(file.resumes_on, "resumes_on", "");
  }
  return { ...file, ended_on: ended.has(status) ? (file.ended_on ?? null) : null };
}

function addonsOf({ row, values }: { row: number; values: Values }, problems: RowProblem[]): SoldOfFile[] {
  const code = textOf(values, "addon_code");
  const [quantity, price] = [textOf(values, "addon_quantity"), textOf(values, "addon_price")];
  // An export without addons has noughts in their columns.
  const says = [quantity, price].some((text) => text !== null && text !== "0");
  if (code === null && says)
    problems.push({
      ...{ row, field: "addon_code", value: null, problem: "is empty, and the row has an addon" },
      remedy: "Give the code of the addon.",
    });
  return code === null ? [] : [{ row, field: "addon_code", code, quantity: quantity ?? "1", price }];
}

/** The cells that the parts of a request are from. */
function cellsOf({ row, values }: MoveInRecord, addons: readonly SoldOfFile[]): Cells {
  const cell = (field: string): Cell => ({ row, field, value: textOf(values, field) });
  const same = ["billing_cycles", "payment_terms", "reference", "salesperson", "notes", "auto_collect"];
  return new Map<string, Cell>([
    ...same.map((field): [string, Cell] => [field, cell(field)]),
    ["plan", cell("plan_code")],
    ["plan.quantity", cell("plan_quantity")],
    ["plan.price", cell("plan_price")],
    ...addons.flatMap(({ row: at, code, quantity, price }, index): [string, Cell][] => [
      [`addons.${index}`, { row: at, field: "addon_code", value: code }],
      [`addons.${index}.quantity`, { row: at, field: "addon_quantity", value: quantity }],
      [`addons.${index}.price`, { row: at, field: "addon_price", value: price }],
    ]),
    ...(addons[0] === undefined
      ? []
      : [
          ["addons", { row: addons[0].row, field: "addon_code", value: addons[0].code }] satisfies [
            string,
            Cell,
          ],
        ]),
  ]);
}
