import type { Selectable } from "kysely";
import type { RecordOutcome } from "./move-in-kind.ts";
import type { MoveInRow, MoveInRowRow } from "./move-in.table.ts";

/** An import as it is stored. */
export type MoveIn = Selectable<MoveInRow>;

/** A row of its file, with what became of it. */
export type MoveInLine = Selectable<MoveInRowRow>;

/** What became of records, and how many they are. */
export type Counts = Readonly<Record<RecordOutcome, number>>;

export const noCounts: Counts = {
  created: 0,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
  undone: 0,
  kept: 0,
};
