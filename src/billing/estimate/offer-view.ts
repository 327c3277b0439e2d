import { unitPriceText } from "#kernel/money.ts";
import type { offersOf } from "#billing/document/offered.ts";
import type { OfferView } from "./estimate.api.ts";

/** What an estimate offers of the catalog, as the API shows it. */
export function offerView(
  { position, count, item }: ReturnType<typeof offersOf>[number],
  currency: string,
): OfferView {
  const { pricing, own_price: price } = item;
  const { scheme } = pricing;
  return {
    line: position,
    count,
    kind: item.kind,
    id: item.item_id,
    name: item.name,
    quantity: item.quantity,
    pricing:
      "price" in pricing
        ? { scheme, price: pricing.price }
        : { scheme, brackets: pricing.brackets.map((bracket) => ({ ...bracket })) },
    price: price === undefined ? null : unitPriceText(price, currency),
    setup_fee: item.setup_fee ?? null,
    is_once: item.is_once === true,
    tax_id: item.tax_id,
  };
}
