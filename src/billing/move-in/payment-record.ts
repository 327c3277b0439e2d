import { decimalOf, minus, plainDecimal, plus, ratio, type Ratio, ratioOf } from "#kernel/ratio.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { MoveInRecord, RowProblem } from "./record.ts";
import { textOf } from "./value.ts";

/** A payment as a file has it; amounts are decimal text. */
export type PaymentOfFile = {
  zohoId: string | null;
  number: string;
  date: string;
  mode: "cash" | "check" | "card" | "bank_transfer" | "other";
  amount: string;
  refunded: string;
  applied: { row: number; number: string; amount: string }[];
};

/** Words of exports by which money came. */
const modes: readonly [RegExp, PaymentOfFile["mode"]][] = [
  [/cash/i, "cash"],
  [/che(ck|que)/i, "check"],
  [/card|autocharge|stripe|paypal|google|apple/i, "card"],
  [/bank|transfer|wire|ach|debit|remittance|sepa|giro/i, "bank_transfer"],
];

/** Reads a record as a payment; all that is wrong with it is told, a sum that does not add up with both figures. */
export function paymentOf({ row, values, lines }: MoveInRecord): Result<PaymentOfFile, RowProblem[]> {
  const problems: RowProblem[] = [];
  const needed = (field: string): string => {
    const text = textOf(values, field);
    if (text === null)
      problems.push({ row, field, value: null, problem: "is empty", remedy: "Give it a value." });
    return text ?? "0";
  };
  const amount = needed("amount");
  if (ratioOf(amount).num <= 0n && problems.length === 0)
    problems.push({
      ...{ row, field: "amount", value: amount },
      ...{ problem: "is not more than 0", remedy: "Leave payments of nothing out." },
    });
  const refunded = textOf(values, "refunded") ?? "0";
  const unused = textOf(values, "unused");
  const applied = appliedOf(lines, { amount, unused, refunded });
  const used = applied.reduce((sum, one) => plus(sum, ratioOf(one.amount)), ratio(0n));
  const spoken = plus(plus(used, ratioOf(refunded)), ratioOf(unused ?? "0"));
  const left = minus(ratioOf(amount), spoken);
  if (unused === null ? left.num < 0n : left.num !== 0n)
    problems.push({
      ...{ row, field: "amount", value: amount },
      problem: `is ${amount}, and what is applied, unused and refunded comes to ${text(spoken)}`,
      remedy: "Correct the amounts so that they add up.",
    });
  const mode = textOf(values, "mode") ?? "";
  const payment = {
    ...{ zohoId: textOf(values, "zoho_id"), number: needed("number"), date: needed("date") },
    mode: modes.find(([words]) => words.test(mode))?.[1] ?? ("other" as const),
    ...{ amount, refunded, applied },
  };
  return problems.length > 0 ? refuse(problems) : accept(payment);
}

/** What each row settles; one that names an invoice and no amount settles what is not unused. */
function appliedOf(
  lines: MoveInRecord["lines"],
  { amount, unused, refunded }: { amount: string; unused: string | null; refunded: string },
): PaymentOfFile["applied"] {
  const named = lines.filter(({ values }) => textOf(values, "invoice_number") !== null);
  const rest = minus(minus(ratioOf(amount), ratioOf(unused ?? "0")), ratioOf(refunded));
  return named
    .map(({ row, values }) => ({
      row,
      number: textOf(values, "invoice_number") ?? "",
      amount: textOf(values, "applied") ?? (named.length === 1 ? text(rest) : "0"),
    }))
    .filter((one) => one.amount !== "0");
}

function text(value: Ratio): string {
  return plainDecimal(decimalOf(value, 8));
}
