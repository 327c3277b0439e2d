import type { ReactNode } from "react";
import type { Pages } from "#web/api.ts";
import type { Column, Sort } from "./column.ts";

/** What a list is made of. */
export type DataTableProps<Row> = {
  /** Under which the chosen columns are kept: `customers`. */
  name: string;
  /** Heard by screen readers: `Customers`. */
  label: string;
  columns: Column<Row>[];
  /** From `usePages(listEndpoint, …)`, or `asPages` for a list that comes whole. */
  pages: Pages<Row>;
  rowId: (row: Row) => string;
  /** What the row is called, for its tick and its card. */
  rowName: (row: Row) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** A click or Enter opens beside the list (`panel`); with Ctrl, or on a phone, as a page. */
  onOpen?: (row: Row, how: "panel" | "page") => void;
  /** The row that is open beside the list. */
  openId?: string;
  /** Buttons for the ticked rows; rows can be ticked only where this is given. */
  bulk?: (chosen: Row[], clear: () => void) => ReactNode;
  /** Search and filters, at the left above the table. */
  tools?: ReactNode;
  /** Columns cannot be chosen: for short lists of settings. */
  isPlain?: boolean;
  /** What is shown when there are no rows. */
  empty: ReactNode;
};
