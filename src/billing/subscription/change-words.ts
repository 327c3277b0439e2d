import { plainDecimal } from "#kernel/ratio.ts";
import type { Item } from "#billing/catalog/item.ts";
import type { NamedCoupon } from "#billing/document/discount.ts";
import type { DocumentLine } from "#billing/document/document.ts";
import { couponWords } from "#billing/language/coupon-words.ts";
import type { Language } from "#billing/language/language.ts";
import { say } from "#billing/language/say.ts";
import type { ProrationBasis, Share } from "./proration.ts";

/** What lines of a change are told with: in whose language, what was sold before, and how items call their units. */
export type Telling = {
  language: Language;
  before: readonly Item[];
  /** By the item's id; one whose unit has no name is not there. */
  units: ReadonlyMap<string, string>;
};

/** What a line of a change is about. */
type Changed = {
  item_id: string | null;
  quantity: string | null;
  share: Share;
  basis: ProrationBasis;
  /** Of what is given back, the number of the invoice that billed it. */
  invoice?: string | null;
  /** Of what is charged, whose part is off its price. */
  coupon?: NamedCoupon | undefined;
};

/**
 * What a line of a change says below its name: `Unused time, 3 × seat: 15 of 31 days · Invoice INV-000007`, or
 * `Remaining time: 15 of 31 days · Coupon Spring (SPRING20)`.
 */
export function changeWords(
  { language: { words, show }, units }: Telling,
  which: "unused" | "remaining",
  { item_id, quantity, share: { part, whole }, basis, invoice = null, coupon }: Changed,
): string {
  const { ofUnit, quantity: plain, ...change } = words.change;
  const unit = item_id === null ? undefined : units.get(item_id);
  const count = quantity === null ? "1" : show.decimal(quantity);
  // One of a thing that is not counted is the thing itself.
  const isCounted = unit !== undefined || count !== "1";
  const seats = unit === undefined ? say(plain, { count }) : say(ofUnit, { count, unit });
  const share = say(change[basis], { part: String(part), whole: String(whole) });
  return [
    `${change[which]}${isCounted ? `, ${seats}` : ""}: ${share}`,
    ...(invoice === null ? [] : [`${words.kinds.invoice} ${invoice}`]),
    ...(coupon === undefined ? [] : [couponWords(coupon, words)]),
  ].join(" · ");
}

/**
 * What a billed line is of, and how many: lines may be priced as one, or bill a part of a term, then the subscription
 * tells what it sold.
 */
export function soldAs(
  line: Pick<DocumentLine, "item_id" | "name" | "quantity">,
  before: readonly Item[],
): { name: string; quantity: string } {
  const item = before.find(({ item_id }) => item_id === line.item_id);
  return { name: item?.name ?? line.name, quantity: item?.quantity ?? plainDecimal(line.quantity) };
}
