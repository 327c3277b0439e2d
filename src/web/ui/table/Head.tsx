import { Checkbox, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { Column, Sort } from "./column.ts";
import classes from "./table.module.css";

type HeadProps<Row> = {
  columns: Column<Row>[];
  sort?: Sort | undefined;
  onSort?: ((sort: Sort) => void) | undefined;
  /** Chooses all rows; nothing to press while there are none. */
  tick?: { state: "all" | "some" | "none"; isEmpty: boolean; toggle: () => void } | undefined;
};

/** The head of a table; a click on a title sorts by it, a second one the other way round. */
export function Head<Row>({ columns, sort, onSort, tick }: HeadProps<Row>) {
  return (
    <thead>
      <tr>
        {tick && (
          <th scope="col" className={classes.tick}>
            <Checkbox
              size="xs"
              aria-label="Choose all loaded rows"
              checked={tick.state === "all"}
              indeterminate={tick.state === "some"}
              disabled={tick.isEmpty}
              onChange={tick.toggle}
            />
          </th>
        )}
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            data-align={column.align}
            data-actions={column.isActions}
            aria-sort={sortOf(column, sort)}
          >
            {column.sort !== undefined && onSort ? (
              <SortButton column={column} by={column.sort} sort={sort} onSort={onSort} />
            ) : (
              <Title column={column} />
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Title<Row>({ column: { title, isActions } }: { column: Column<Row> }) {
  return isActions ? <VisuallyHidden>{title}</VisuallyHidden> : title;
}

function SortButton<Row>({
  column,
  by,
  sort,
  onSort,
}: {
  column: Column<Row>;
  by: string;
  sort: Sort | undefined;
  onSort: (sort: Sort) => void;
}) {
  const isSorted = sort?.by === by;
  const Arrow = sort?.down ? IconArrowDown : IconArrowUp;
  return (
    <UnstyledButton
      className={classes.sort}
      onClick={() => onSort({ by, down: isSorted ? !sort.down : false })}
    >
      {column.title}
      {isSorted && <Arrow size={14} aria-hidden />}
    </UnstyledButton>
  );
}

function sortOf<Row>(column: Column<Row>, sort: Sort | undefined): "ascending" | "descending" | undefined {
  if (column.sort === undefined || sort?.by !== column.sort) return undefined;
  return sort.down ? "descending" : "ascending";
}
