import type { Cell } from "#platform/csv/csv-text.ts";

/** A column of an exported list: its heading, and what a row has there. */
export type ExportColumn<Row> = readonly [title: string, cell: (row: Row) => Cell];
