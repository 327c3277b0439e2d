import { Checkbox, Skeleton, Stack, UnstyledButton, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { showText } from "#web/ui/show.ts";
import type { Column } from "./column.ts";
import type { Selection } from "./selection.ts";
import classes from "./table.module.css";

type CardsProps<Row> = {
  label: string;
  rows: Row[];
  columns: Column<Row>[];
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  selection: Selection<Row> | undefined;
  onOpen: ((row: Row, how: "panel" | "page") => void) | undefined;
};

/** The rows of a table on a phone: one card each, the main column as its title. */
export function Cards<Row>({ label, rows, columns, rowId, rowName, selection, onOpen }: CardsProps<Row>) {
  const [main, ...others] = columns;
  return (
    <ul className={classes.cards} aria-label={label}>
      {rows.map((row) => (
        <li key={rowId(row)} className={classes.card} data-ticked={selection?.has(row) || undefined}>
          <div className={classes.cardHead}>
            {selection && (
              <Checkbox
                aria-label={`Choose ${rowName(row)}`}
                checked={selection.has(row)}
                onChange={() => selection.toggle(row)}
              />
            )}
            <div className={classes.cardTitle}>{main?.cell(row)}</div>
            {onOpen && (
              <UnstyledButton
                className={classes.cardOpen}
                aria-label={`Open ${rowName(row)}`}
                onClick={() => onOpen(row, "page")}
              >
                Open
              </UnstyledButton>
            )}
          </div>
          <dl className={classes.cardFacts}>
            {factsOf(row, others).map(({ column, value }) => (
              <div key={column.id}>
                <dt>{column.isActions ? <VisuallyHidden>{column.title}</VisuallyHidden> : column.title}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}

/** What a card says of a row; what is empty is left out, because a card has no columns to keep in line. */
function factsOf<Row>(row: Row, columns: Column<Row>[]): { column: Column<Row>; value: ReactNode }[] {
  return columns
    .map((column) => ({ column, value: column.cell(row) }))
    .filter(({ value }) => value !== showText(null));
}

export function SkeletonCards() {
  return (
    <Stack gap="sm" aria-hidden>
      {[0, 1, 2, 3].map((at) => (
        <Skeleton key={at} height={112} radius="md" />
      ))}
    </Stack>
  );
}
