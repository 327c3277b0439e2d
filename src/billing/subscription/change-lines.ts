import { startOfDay } from "#kernel/calendar.ts";
import { amountText } from "#kernel/money.ts";
import { type Instant, plusMs } from "#kernel/time.ts";
import { periodOf } from "#billing/document/document-view.ts";
import type { NamedCoupon } from "#billing/document/discount.ts";
import type { DocumentLine, LineValues } from "#billing/document/document.ts";
import type { Item } from "#billing/catalog/item.ts";
import { type BilledLine, joinedBrackets } from "./billed-brackets.ts";
import { withoutGivenBack } from "./cancelling-lines.ts";
import { changeWords, soldAs, type Telling } from "./change-words.ts";
import { chargeOf, type ItemDiscount, type LineContext } from "./charge.ts";
import { prorate, type ProrationBasis, type Share, unusedShare } from "./proration.ts";
import { termPrices } from "./term-price.ts";

/** When a subscription changes, and in what the time that is left is counted; `zone` is the organization's. */
export type Moment = { today: string; at: Instant; basis: ProrationBasis; zone: string };

/**
 * What is given back of lines that were billed for days that are left from a moment on: of each that was not given back
 * before its own part, so that however often a subscription changes in a term, never more is given back than was billed
 * for it.
 */
export function creditLines(
  billed: readonly BilledLine[],
  moment: Moment,
  about: LineContext & Telling,
): LineValues[] {
  return withoutGivenBack(joinedBrackets(billed)).flatMap((line) => {
    const period = periodOf(line.period);
    if (period === null || period.end <= moment.today || line.net === 0n) return [];
    const from = period.start > moment.today ? period.start : moment.today;
    const share = leftOf(period, moment, line);
    const amount = -prorate({ ...share, amount: line.net });
    const sold = { ...line, ...soldAs(line, about.before) };
    const { invoice } = line;
    return [prorationLine(sold, amount, { ...about, ...moment, share, from, until: period.end, invoice })];
  });
}

/**
 * What is charged of items for what is left of a term from a moment on: of what the whole term would have been billed at,
 * so that the coupon of the term goes on to take its part off.
 */
export function chargeLines(
  items: readonly Item[],
  term: { start: string; end: string },
  moment: Moment,
  { discount, ...about }: LineContext & Telling & { discount: ItemDiscount | undefined },
): LineValues[] {
  const share = leftOf(term, moment);
  const prices = termPrices(items, about, discount);
  return items.map((item, at) => {
    const tax = item.tax_id === null ? undefined : about.taxes.get(item.tax_id);
    const line = {
      item_kind: item.kind,
      item_id: item.item_id,
      name: item.name,
      quantity: item.quantity,
      charge: chargeOf(item),
      tax_id: tax?.id ?? null,
      tax_name: tax?.name ?? null,
      tax_percentage: tax?.percentage ?? null,
    };
    const amount = prorate({ ...share, amount: prices[at] ?? 0n });
    const until = term.end;
    const coupon = discount?.covers(item) === true ? discount.coupon : undefined;
    return prorationLine(line, amount, { ...about, ...moment, share, from: moment.today, until, coupon });
  });
}

/**
 * What is left of the days that a line bills. A line that was prorated by the second began within its first day: so
 * many seconds before its end as it billed.
 */
function leftOf(
  { start, end }: { start: string; end: string },
  { at, basis, zone }: Moment,
  line?: Pick<DocumentLine, "ratio_part" | "ratio_unit">,
): Share {
  const ends_at = startOfDay(end, zone);
  const billed = line?.ratio_unit === "second" ? line.ratio_part : null;
  const starts_at = billed === null ? startOfDay(start, zone) : plusMs(ends_at, -1000 * Number(billed));
  return unusedShare(basis, { start, end, starts_at, ends_at }, at, zone);
}

type Sold = Pick<
  DocumentLine,
  "item_kind" | "item_id" | "name" | "quantity" | "charge" | "tax_id" | "tax_name" | "tax_percentage"
>;

type Prorated = {
  share: Share;
  basis: ProrationBasis;
  from: string;
  until: string;
  invoice?: string | null;
  coupon?: NamedCoupon | undefined;
};

function prorationLine(
  { tax_id: id, tax_name: name, tax_percentage: percentage, ...sold }: Sold,
  amount: bigint,
  {
    subscriptionId,
    currency,
    share,
    basis,
    from,
    until,
    invoice = null,
    coupon,
    ...about
  }: Omit<LineContext, "taxes"> & Telling & Prorated,
): LineValues {
  const which = amount < 0n ? "unused" : "remaining";
  const { item_id, quantity } = sold;
  return {
    item_kind: sold.item_kind,
    item_id: sold.item_id,
    name: sold.name,
    description: changeWords(about, which, { item_id, quantity, share, basis, invoice, coupon }),
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
      ratio_unit: basis,
    },
  };
}
