import { useLocalStorage } from "@mantine/hooks";
import type { ReactNode } from "react";

/** One column as data. The first of a table is its main one: never hidden, it names the row, and it is a card's title. */
export type Column<Row> = {
  id: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** Pixels; 160 where not said. The main column takes what is left, and at least this. */
  width?: number;
  /** Numbers and money are aligned at the right. */
  align?: "right";
  /** The name that the API sorts by; a column without it cannot be sorted. */
  sort?: string;
  /** Holds buttons: its title is heard, not seen, and it is always there. */
  isActions?: boolean;
  /** Its text takes as many lines as it needs; a list that has one shows all its rows. */
  wraps?: boolean;
  /** Shown only when the reader chooses it. */
  isExtra?: boolean;
};

export type Sort = { by: string; down: boolean };

/** Pixels of a row; one height for all, so that a long list can leave out the rows that are out of sight. */
export const rowPx = 40;
export const tickPx = 40;
const usualPx = 160;

export function widthOf({ width }: { width?: number }): number {
  return width ?? usualPx;
}

/** A column gives way to this share of its width, and to no less than so many pixels. */
const leastShare = 0.7;
const leastPx = 120;

/** The columns' widths in `room` pixels: where that is too little, wide columns give way before anything is cut off. */
export function widthsIn(
  columns: readonly Pick<Column<never>, "width" | "isActions">[],
  room: number,
): number[] {
  const wanted = columns.map(widthOf);
  const spare = columns.map((column) =>
    column.isActions ? 0 : Math.max(0, widthOf(column) - Math.max(leastPx, widthOf(column) * leastShare)),
  );
  const lacking = sum(wanted) - room;
  const share = lacking > 0 && sum(spare) > 0 ? Math.min(1, lacking / sum(spare)) : 0;
  return wanted.map((width, at) => Math.floor(width - (spare[at] ?? 0) * share));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

type Layout<Row> = { shown: Column<Row>[]; isShown: (id: string) => boolean; toggle: (id: string) => void };

/** Which columns are shown, kept in this browser under the table's name. */
export function useLayout<Row>(name: string, columns: Column<Row>[]): Layout<Row> {
  const [choice, setChoice] = useLocalStorage<Record<string, boolean>>({
    key: `concord columns ${name}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const main = columns[0];
  const isShown = (id: string): boolean => {
    const column = columns.find((one) => one.id === id);
    return column === main || column?.isActions === true || (choice[id] ?? column?.isExtra !== true);
  };
  return {
    shown: columns.filter(({ id }) => isShown(id)),
    isShown,
    toggle: (id) => setChoice({ ...choice, [id]: !isShown(id) }),
  };
}
