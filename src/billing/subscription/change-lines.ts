import { daysBetween } from "#kernel/calendar.ts";
import { amountText } from "#kernel/money.ts";
import { periodOf } from "#billing/document/document-view.ts";
import type { DocumentLine, LineValues } from "#billing/document/document.ts";
import { lineAmount } from "#billing/document/totals.ts";
import { chargeOf, type Item, itemLines, type LineContext } from "./charge.ts";
import { prorate, type Share } from "./proration.ts";

/**
 * What is given back of lines that were billed for days that are left from a day on: of each its own part, so that
 * however often a subscription changes in a term, never more is given back than was billed for it.
 */
export function creditLines(
  billed: readonly DocumentLine[],
  from: string,
  { subscriptionId, currency }: LineContext,
): LineValues[] {
  return billed.flatMap((line) => {
    const period = periodOf(line.period);
    if (period === null || period.end <= from || line.net === 0n) return [];
    const start = period.start > from ? period.start : from;
    const share = shareOf(daysBetween(start, period.end), daysBetween(period.start, period.end));
    const credit = -prorate({ ...share, amount: line.net });
    return [prorationLine(line, credit, { subscriptionId, currency, share, from: start, until: period.end })];
  });
}

/** What is charged of items for the days of a term that are left from a day on. */
export function chargeLines(
  items: readonly Item[],
  { term, from }: { term: { start: string; end: string }; from: string },
  { subscriptionId, currency, taxes }: LineContext,
): LineValues[] {
  const share = shareOf(daysBetween(from, term.end), daysBetween(term.start, term.end));
  return items.map((item) => {
    const whole = itemLines(item).reduce((sum, line) => sum + lineAmount(line, currency), 0n);
    const tax = item.tax_id === null ? undefined : taxes.get(item.tax_id);
    const line = {
      item_kind: item.kind,
      item_id: item.item_id,
      name: item.name,
      charge: chargeOf(item),
      tax_id: tax?.id ?? null,
      tax_name: tax?.name ?? null,
      tax_percentage: tax?.percentage ?? null,
    };
    const amount = prorate({ ...share, amount: whole });
    return prorationLine(line, amount, { subscriptionId, currency, share, from, until: term.end });
  });
}

function shareOf(part: number, whole: number): Share {
  return { part: BigInt(part), whole: BigInt(whole) };
}

type Sold = Pick<
  DocumentLine,
  "item_kind" | "item_id" | "name" | "charge" | "tax_id" | "tax_name" | "tax_percentage"
>;

function prorationLine(
  { tax_id: id, tax_name: name, tax_percentage: percentage, ...sold }: Sold,
  amount: bigint,
  {
    subscriptionId,
    currency,
    share,
    from,
    until,
  }: Pick<LineContext, "subscriptionId" | "currency"> & { share: Share; from: string; until: string },
): LineValues {
  const words = amount < 0n ? "Unused time" : "Remaining time";
  return {
    item_kind: sold.item_kind,
    item_id: sold.item_id,
    name: sold.name,
    description: `${words}: ${share.part} of ${share.whole} days`,
    quantity: "1",
    unit_price: amountText(amount, currency),
    tax: id === null || name === null || percentage === null ? undefined : { id, name, percentage },
    charge: {
      subscription_id: subscriptionId,
      charge: sold.charge,
      charge_kind: "proration",
      period: `[${from},${until})`,
      ratio_part: share.part,
      ratio_whole: share.whole,
    },
  };
}
