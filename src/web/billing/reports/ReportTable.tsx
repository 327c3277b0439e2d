import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReportView } from "#billing/report/report.api.ts";
import { showNumber } from "#web/ui/show.ts";
import { showCell } from "./cells.ts";
import { useRowPlace } from "./row-place.ts";
import classes from "./ReportTable.module.css";

/** More rows than anybody reads on a page, and as many as a browser draws at once; a file has all. */
const mostRows = 500;

/** The rows of a report with their totals; what a row is about leads to its page. */
export function ReportTable({ view }: { view: ReportView }) {
  const { columns, rows, totals, title } = view;
  const shown = rows.slice(0, mostRows);
  return (
    <>
      {rows.length > shown.length && (
        <Text c="dimmed">
          The first {showNumber(shown.length)} of {showNumber(rows.length)} rows; the file has all of them.
        </Text>
      )}
      {/* What is wider than the window is scrolled to, with the keyboard too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above */}
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
            {shown.map((row, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- the rows of an answer have their places
              <tr key={at}>
                <Cells row={row} view={view} />
              </tr>
            ))}
          </tbody>
          {totals !== null && (
            <tfoot>
              <tr>
                <Cells row={totals} view={view} isTotal />
              </tr>
            </tfoot>
          )}
        </table>
      </div>
    </>
  );
}

type CellsProps = { row: ReportView["rows"][number]; view: ReportView; isTotal?: boolean };

function Cells({ row, view, isTotal = false }: CellsProps) {
  const place = useRowPlace(view)(row["id"]);
  const currencyOf = (kind: string) =>
    kind === "amount" ? String(row["currency_code"]) : view.base_currency;
  return view.columns.map(({ key, kind }, at) => {
    const isLeftOut = isTotal && row[key] === undefined;
    const text = isLeftOut ? "" : showCell(row[key], kind, currencyOf(kind));
    if (at > 0)
      return (
        <td
          key={key}
          data-kind={kind}
          data-is-zero={Number(row[key]) === 0 || undefined}
          className={kind === "text" ? undefined : "figures"}
        >
          {text}
        </td>
      );
    return (
      <th key={key} scope="row">
        {place === undefined || isTotal ? (
          text
        ) : (
          <Anchor
            component={Link}
            to={place.to}
            search={place.search as never}
            inherit
            c="var(--mantine-color-text)"
          >
            {text}
          </Anchor>
        )}
      </th>
    );
  });
}
