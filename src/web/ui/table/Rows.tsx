import { Checkbox, Skeleton } from "@mantine/core";
import type { MouseEvent } from "react";
import { type Column, rowPx } from "./column.ts";
import classes from "./table.module.css";

type RowProps<Row> = {
  row: Row;
  at: number;
  columns: Column<Row>[];
  name: string;
  isActive: boolean;
  isOpen: boolean;
  isTicked: boolean;
  onTick: ((row: Row, asFar: boolean) => void) | undefined;
  onOpen: ((row: Row, how: "panel" | "page") => void) | undefined;
  onActive: (at: number) => void;
};

/** One row. */
export function TableRow<Row>({
  row,
  at,
  columns,
  name,
  isActive,
  isOpen,
  isTicked,
  onTick,
  onOpen,
  onActive,
}: RowProps<Row>) {
  const onClick = (event: MouseEvent<HTMLTableRowElement>): void => {
    if (isOwnClick(event)) onOpen?.(row, event.ctrlKey || event.metaKey ? "page" : "panel");
  };
  return (
    <tr
      data-at={at}
      data-open={isOpen || undefined}
      data-ticked={isTicked || undefined}
      data-opens={onOpen !== undefined || undefined}
      tabIndex={isActive ? 0 : -1}
      aria-rowindex={at + 2}
      onFocus={() => onActive(at)}
      onClick={onClick}
    >
      {onTick && (
        <td className={classes.tick}>
          <Checkbox
            size="xs"
            aria-label={`Choose ${name}`}
            checked={isTicked}
            onChange={(event) => onTick(row, (event.nativeEvent as globalThis.MouseEvent).shiftKey)}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.id}
          data-align={column.align}
          data-actions={column.isActions}
          data-wraps={column.wraps}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** A click on the row itself: not on a link or button within it, and not the end of marking text. */
function isOwnClick(event: MouseEvent): boolean {
  const target = event.target as HTMLElement;
  return target.closest("a, button, input, label") === null && getSelection()?.toString() === "";
}

/** The shape of rows that are on their way. */
export function SkeletonRows<Row>({
  columns,
  hasTick,
  count,
}: {
  columns: Column<Row>[];
  hasTick: boolean;
  count: number;
}) {
  return Array.from({ length: count }, (_, at) => (
    // oxlint-disable-next-line react/no-array-index-key -- rows of a shape have no identity
    <tr key={at} aria-hidden>
      {hasTick && (
        <td className={classes.tick}>
          <Skeleton height={14} width={14} />
        </td>
      )}
      {columns.map((column, place) => (
        <td key={column.id}>
          <Skeleton
            height={12}
            width={place === 0 ? "60%" : "45%"}
            ml={column.align === "right" ? "auto" : 0}
          />
        </td>
      ))}
    </tr>
  ));
}

/** The room of rows that are out of sight. */
export function Gap({ rows }: { rows: number }) {
  return rows > 0 ? <tr aria-hidden style={{ height: rows * rowPx }} /> : null;
}
