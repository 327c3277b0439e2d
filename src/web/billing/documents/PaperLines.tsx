import type { Reckoning } from "#billing/paper/paper.ts";
import classes from "./Paper.module.css";

/** The lines of a document; where there is little room, quantity and price stand below the name. */
export function PaperLines({ of: { columns, lines, hasDiscount, hasTax } }: { of: Reckoning }) {
  return (
    <table className={classes.lines} aria-label={columns.lines}>
      <thead>
        <tr>
          <th scope="col">{columns.item}</th>
          <th scope="col" data-number data-wide>
            {columns.quantity}
          </th>
          <th scope="col" data-number data-wide>
            {columns.price}
          </th>
          {hasDiscount && (
            <th scope="col" data-number data-wide>
              {columns.discount}
            </th>
          )}
          {hasTax && (
            <th scope="col" data-number data-wide>
              {columns.tax}
            </th>
          )}
          <th scope="col" data-number>
            {columns.amount}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a line is known by its place
          <tr key={at}>
            <td>
              <strong>{line.name}</strong>
              {line.details.map((detail) => (
                <p key={detail}>{detail}</p>
              ))}
              <p data-narrow>{line.short}</p>
            </td>
            <td data-number data-wide>
              {line.quantity}
            </td>
            <td data-number data-wide>
              {line.price}
            </td>
            {hasDiscount && (
              <td data-number data-wide>
                {line.discount}
              </td>
            )}
            {hasTax && (
              <td data-number data-wide>
                {line.tax}
              </td>
            )}
            <td data-number>{line.amount}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
