import type { Refusal } from "#kernel/decided.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import { amountText } from "#kernel/money.ts";
import {
  compare,
  decimalOf,
  minus,
  over,
  plainDecimal,
  ratio,
  ratioOf,
  roundHalfUp,
  times,
} from "#kernel/ratio.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { lineValuesOf } from "#billing/document/copy.ts";
import { storedCoupon } from "#billing/document/discount.ts";
import type {
  CustomerDocument,
  Document,
  DocumentLine,
  Draft,
  LineValues,
} from "#billing/document/document.ts";

/** So much of an invoice's line, counted from 0; all of it where no quantity is given. */
export type ChosenLine = { line: number; quantity?: string | undefined };

/** What open credit notes gave back of an invoice: in money, and as quantities of its lines. */
export type Credited = { total: bigint; quantities: ReadonlyMap<number, string> };

/** The lines of a credit note for a whole invoice: as they were billed, with the days that they were for. */
export function wholeLines(lines: readonly DocumentLine[], currency: string): LineValues[] {
  return lines.map((line) => ({ ...lineValuesOf(line, currency), ...daysOf(line) }));
}

/**
 * The lines of a credit note for some of an invoice's lines. What the line's and the invoice's discount took off it is
 * its own discount now, in proportion to the quantity; shipping and adjustment of the invoice stay.
 */
export function partialLines(
  billed: readonly DocumentLine[],
  chosen: readonly ChosenLine[],
): Result<LineValues[], FieldProblem[]> {
  const problems: FieldProblem[] = [];
  const lines = chosen.flatMap(({ line: position, quantity }, at) => {
    const line = billed[position];
    const problem = problemOf(line, chosen.findIndex((one) => one.line === position) < at);
    if (line === undefined || problem !== undefined) {
      problems.push({ path: `line_items.${at}.line`, problem: problem ?? "is no line of the invoice" });
      return [];
    }
    return [partOf(line, quantity ?? line.quantity)];
  });
  return problems.length > 0 ? refuse(problems) : accept(lines);
}

function problemOf(line: DocumentLine | undefined, isRepeated: boolean): string | undefined {
  if (line === undefined) return "is no line of the invoice, counted from 0";
  if (isRepeated) return "is named twice; name each line once";
  return line.amount < 0n ? "takes something off the invoice; credit the whole invoice instead" : undefined;
}

function partOf(line: DocumentLine, quantity: string): LineValues {
  const off = times(
    ratio(line.discount + line.document_discount),
    over(ratioOf(quantity), ratioOf(line.quantity)),
  );
  const minor = roundHalfUp(off);
  return {
    ...lineValuesOf({ ...line, discount_by: null, discount_value: null }, ""),
    ...daysOf(line),
    quantity,
    discount: minor > 0n ? { by: "amount", minor } : undefined,
    // With a part of the invoice's discount in it, it is more than the coupon's.
    coupon: line.document_discount === 0n ? storedCoupon(line) : undefined,
  };
}

/** The days that a line bills, without the charge of a subscription: it bills nothing. */
function daysOf({ period }: DocumentLine): Pick<LineValues, "charge"> {
  if (period === null) return {};
  const none = { subscription_id: null, charge: null, charge_kind: null };
  return { charge: { ...none, period, ratio_part: null, ratio_whole: null, ratio_unit: null } };
}

/** Refuses a credit note of an invoice by which more would be given back than was billed, line by line and in all. */
export function withinBilled(
  invoice: Draft,
  note: Draft,
  before: Credited,
): Result<CustomerDocument, Refusal> {
  const fields = note.lines.flatMap((line, at) => {
    const left = leftOf(invoice.lines[line.source_line ?? -1], before);
    return left === undefined || compare(ratioOf(line.quantity), ratioOf(left)) <= 0
      ? []
      : [{ path: `line_items.${at}.quantity`, problem: `must be at most ${left}: that is left to credit` }];
  });
  const facts = { invoice: invoice.document.id };
  if (fields.length > 0) return refuse({ code: "credit_note.exceeds_invoice", facts: { ...facts, fields } });
  const { total } = note.document;
  const { number, currency_code: currency } = invoice.document;
  const most = invoice.document.total - before.total;
  if (total > most) {
    const sums = `${amountText(total, currency)} ${currency} is more than the ${amountText(most, currency)}`;
    const message = `${sums} that is left to credit of ${number}`;
    return refuse({ code: "credit_note.exceeds_invoice", facts: { ...facts, message } });
  }
  const left = leftToCredit(invoice.document, before);
  if (total > left) {
    const [rest, gone] = [left, invoice.document.written_off].map((minor) => amountText(minor, currency));
    const message = `${gone} of ${number} was written off: at most ${rest} is left to credit`;
    return refuse({ code: "credit_note.written_off", facts: { ...facts, message } });
  }
  return accept(note.document);
}

/** What can still be given back of an invoice, in minor units: what credit notes gave back and what was written off is gone. */
export function leftToCredit(
  { status, total, written_off }: Document,
  before: Pick<Credited, "total">,
): bigint {
  const left = status === "sent" ? total - before.total - written_off : 0n;
  return left > 0n ? left : 0n;
}

/** The quantity of a billed line that was not credited yet. */
function leftOf(line: DocumentLine | undefined, { quantities }: Credited): string | undefined {
  if (line === undefined) return undefined;
  const left = minus(ratioOf(line.quantity), ratioOf(quantities.get(line.position) ?? "0"));
  // Quantities have eight places.
  return plainDecimal(decimalOf(left, 8));
}
