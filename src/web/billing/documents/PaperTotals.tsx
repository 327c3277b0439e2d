import { showAmount, showDecimal } from "#web/ui/show.ts";
import { discountWords, isNothing, negated } from "./money-words.ts";
import type { DocumentView } from "./document-view.ts";
import classes from "./Paper.module.css";

/** One line of a sum: an amount as the API writes it. */
export type Sum = { name: string; amount: string; /** Set in bold. */ isTotal?: boolean };

/** What a document comes to, from the lines down to what is due. */
export function PaperTotals({ document, sums }: { document: DocumentView; sums: readonly Sum[] }) {
  const { currency_code: currency, base_currency: base, exchange_rate: rate } = document;
  return (
    <div className={classes.totals}>
      <Sums of={[...totalsOf(document), ...sums]} currency={currency} />
      {document.is_tax_inclusive && <p>Prices include tax.</p>}
      {currency !== base && (
        <p>
          {showAmount(document.base_total, base)} at {showDecimal(rate)} {base} for 1 {currency}
        </p>
      )}
    </div>
  );
}

/** Amounts below one another. */
export function Sums({ of, currency }: { of: readonly Sum[]; currency: string }) {
  return (
    <dl className={`${classes.sums} figures`}>
      {of.map(({ name, amount, isTotal = false }) => (
        <div key={name} data-total={isTotal || undefined}>
          <dt>{name}</dt>
          <dd>{showAmount(amount, currency)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The money of a document as far as totals show it. */
type Money = Pick<
  DocumentView,
  | "line_items"
  | "sub_total"
  | "discount"
  | "discount_total"
  | "taxes"
  | "currency_code"
  | "shipping_charge"
  | "adjustment"
  | "adjustment_description"
  | "total"
>;

function totalsOf(document: Money): Sum[] {
  const { discount, discount_total, taxes, shipping_charge, adjustment, currency_code } = document;
  const some = (sum: Sum): Sum[] => (isNothing(sum.amount) ? [] : [sum]);
  // The percentage is that of the document; where lines have discounts too, the sum is another one.
  const isAlone = document.line_items.every((line) => line.discount === null);
  const words = discount === null || !isAlone ? "" : ` (${discountWords(discount, currency_code)})`;
  return [
    { name: "Subtotal", amount: document.sub_total },
    ...some({ name: `Discount${words}`, amount: negated(discount_total) }),
    ...taxes.map(({ name, percentage, taxable, amount }) => ({
      name: `${name} ${showDecimal(percentage)} % of ${showAmount(taxable, currency_code)}`,
      amount,
    })),
    ...some({ name: "Shipping", amount: shipping_charge }),
    ...some({ name: document.adjustment_description ?? "Adjustment", amount: adjustment }),
    { name: "Total", amount: document.total, isTotal: true },
  ];
}
