import type { RefObject } from "react";
import { tickPx, widthsIn } from "./column.ts";
import { Head } from "./Head.tsx";
import { useKeys } from "./keys.ts";
import type { Room } from "./room.ts";
import { Gap, SkeletonRows, TableRow } from "./Rows.tsx";
import type { Selection } from "./selection.ts";
import type { DataTableProps } from "./table-props.ts";
import classes from "./table.module.css";
import { useWindow } from "./window.ts";

type GridProps<Row> = Omit<DataTableProps<Row>, "name" | "bulk" | "tools" | "empty"> & {
  box: RefObject<HTMLElement | null>;
  room: Room;
  selection: Selection<Row> | undefined;
};

/** Rows that are added while the next page is on its way. */
const skeletonsOfMore = 3;
const skeletonsOfAll = 10;

/** The table itself: head, the rows that are in sight, and the shape of those on their way. */
export function Grid<Row>({
  label,
  columns,
  pages,
  rowId,
  rowName,
  sort,
  onSort,
  onOpen,
  openId,
  box,
  room,
  selection,
}: GridProps<Row>) {
  const { items } = pages;
  // Rows out of sight are left out where all are of one height.
  const inSight = useWindow(box, items.length);
  const { from, to } = columns.some(({ wraps }) => wraps) ? { from: 0, to: items.length } : inSight;
  const tick = selection === undefined ? 0 : tickPx;
  const widths = widthsIn(columns, room.px - tick);
  const keys = useKeys({
    box,
    count: items.length,
    open: onOpen && ((at, how) => withRow(items[at], (row) => onOpen(row, how))),
    toggle: selection && ((at, asFar) => withRow(items[at], (row) => selection.toggle(row, asFar))),
  });
  return (
    <table
      className={classes.table}
      style={{ minWidth: widths.reduce((total, width) => total + width, tick) }}
      aria-label={label}
      aria-rowcount={pages.hasMore ? -1 : items.length + 1}
    >
      <colgroup>
        {selection && <col style={{ width: tickPx }} />}
        {columns.map((column, place) => (
          <col key={column.id} style={place === 0 ? undefined : { width: widths[place] }} />
        ))}
      </colgroup>
      <Head
        columns={columns}
        sort={sort}
        onSort={onSort}
        tick={
          selection && {
            state: tickStateOf(selection, items.length),
            isEmpty: items.length === 0,
            toggle: selection.toggleAll,
          }
        }
      />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the rows within take the focus; their keys are handled in one place */}
      <tbody onKeyDown={keys.onKeyDown}>
        <Gap rows={from} />
        {items.slice(from, to).map((row, place) => (
          <TableRow
            key={rowId(row)}
            row={row}
            at={from + place}
            columns={columns}
            name={rowName(row)}
            isActive={keys.active === from + place}
            isOpen={openId === rowId(row)}
            isTicked={selection?.has(row) ?? false}
            onTick={selection?.toggle}
            onOpen={onOpen}
            onActive={keys.setActive}
          />
        ))}
        <Gap rows={items.length - to} />
        {(pages.isWaiting || pages.isLoadingMore) && (
          <SkeletonRows
            columns={columns}
            hasTick={selection !== undefined}
            count={pages.isWaiting ? skeletonsOfAll : skeletonsOfMore}
          />
        )}
      </tbody>
    </table>
  );
}

function withRow<Row>(row: Row | undefined, act: (row: Row) => void): void {
  if (row !== undefined) act(row);
}

function tickStateOf<Row>(selection: Selection<Row>, count: number): "all" | "some" | "none" {
  if (selection.chosen.length === 0) return "none";
  return selection.chosen.length === count ? "all" : "some";
}
