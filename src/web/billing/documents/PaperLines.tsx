import type { LineView } from "#billing/document/document-schema.api.ts";
import { showAmount, showDay, showDecimal } from "#web/ui/show.ts";
import { discountWords, priceWords } from "./money-words.ts";
import type { DocumentView } from "./document-view.ts";
import classes from "./Paper.module.css";

/** The lines of a document; where there is little room, quantity and price stand below the name. */
export function PaperLines({ document }: { document: DocumentView }) {
  const { line_items: lines, currency_code: currency } = document;
  const hasDiscount = lines.some(({ discount }) => discount !== null);
  const hasTax = lines.some(({ tax }) => tax !== null);
  return (
    <table className={classes.lines} aria-label="Lines">
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col" data-number data-wide>
            Quantity
          </th>
          <th scope="col" data-number data-wide>
            Price
          </th>
          {hasDiscount && (
            <th scope="col" data-number data-wide>
              Discount
            </th>
          )}
          {hasTax && (
            <th scope="col" data-number data-wide>
              Tax
            </th>
          )}
          <th scope="col" data-number>
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a line is known by its place
          <tr key={at}>
            <td>
              <strong>{line.name}</strong>
              {line.description !== null && <p>{line.description}</p>}
              {line.period !== null && <p>{periodWords(line.period)}</p>}
              <p data-narrow>{shortWords(line, currency)}</p>
            </td>
            <td data-number data-wide>
              {showDecimal(line.quantity)}
            </td>
            <td data-number data-wide>
              {priceWords(line.price, currency)}
            </td>
            {hasDiscount && (
              <td data-number data-wide>
                {discountWords(line.discount, currency)}
              </td>
            )}
            {hasTax && (
              <td data-number data-wide>
                {line.tax === null ? "" : `${showDecimal(line.tax.percentage)} %`}
              </td>
            )}
            <td data-number>{showAmount(line.amount, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The days that a line bills, the last one included. */
function periodWords({ start, end }: { start: string; end: string }): string {
  return `${showDay(start)} until ${showDay(end)}`;
}

function shortWords({ quantity, price, discount, tax }: LineView, currency: string): string {
  return [
    `${showDecimal(quantity)} × ${priceWords(price, currency)}`,
    ...(discount === null ? [] : [`${discountWords(discount, currency)} off`]),
    ...(tax === null ? [] : [`${tax.name} ${showDecimal(tax.percentage)} %`]),
  ].join(" · ");
}
