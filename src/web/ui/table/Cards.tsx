import { Checkbox, Skeleton, Stack, UnstyledButton, VisuallyHidden } from "@mantine/core";
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
            {others.map((column) => (
              <div key={column.id}>
                <dt>{column.isActions ? <VisuallyHidden>{column.title}</VisuallyHidden> : column.title}</dt>
                <dd>{column.cell(row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
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
