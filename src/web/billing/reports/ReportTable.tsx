import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReportView } from "#billing/report/report.api.ts";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { showCell } from "./cells.ts";
import classes from "./ReportTable.module.css";

/** The rows of a report with their totals; customers lead to their pages. */
export function ReportTable({ view }: { view: ReportView }) {
  const { columns, rows, totals, title, base_currency: currency } = view;
  const { customer } = useCustomerPlaces();
  const cells = (row: ReportView["rows"][number], isTotal: boolean) =>
    columns.map(({ key, kind }, at) => {
      const text = showCell(row[key], kind, currency);
      const { id } = row;
      const isCustomer = typeof id === "string" && id.startsWith("cus_") && !isTotal;
      if (at > 0)
        return (
          <td
            key={key}
            data-kind={kind}
            data-is-zero={Number(row[key]) === 0 || undefined}
            className={kind === "text" ? undefined : "figures"}
          >
            {isTotal && row[key] === undefined ? "" : text}
          </td>
        );
      return (
        <th key={key} scope="row">
          {isCustomer ? (
            <Anchor component={Link} to={customer(id)} inherit c="var(--mantine-color-text)">
              {text}
            </Anchor>
          ) : (
            text
          )}
        </th>
      );
    });
  return (
    // What is wider than the window is scrolled to, with the keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
    <div className={classes.frame} role="region" aria-label={`${title}, table`} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map(({ key, label, kind }) => (
              <th key={key} scope="col" data-kind={kind}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- the rows of an answer have their places
            <tr key={at}>{cells(row, false)}</tr>
          ))}
        </tbody>
        {totals !== null && (
          <tfoot>
            <tr>{cells(totals, true)}</tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
