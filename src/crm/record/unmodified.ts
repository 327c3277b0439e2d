import { msOf } from "#kernel/time.ts";
import type { Existing, Stamps } from "./draft.ts";

/**
 * The condition of an If-Unmodified-Since header: no record of the write has changed after `since`. Records in
 * `except` are not asked: they carry this very request's own change.
 */
export type Condition = { since: string; except?: ReadonlySet<string> };

/** The records that have changed after the condition's time. Seconds are compared, because records are stamped by the second. */
export function newerIds(
  records: readonly Pick<Existing, "id" | "modified_time">[],
  { since, except }: Condition,
): string[] {
  const limit = secondOf(since);
  return records
    .filter(({ id, modified_time }) => secondOf(modified_time) > limit && except?.has(id) !== true)
    .map(({ id }) => id);
}

/** The refusal of a whole write: these records were changed since, and no row of it is written. */
export class AlreadyModified extends Error {
  readonly records: readonly Stamps[];

  constructor(records: readonly Stamps[]) {
    super(`${records.length} records were changed since`);
    this.records = records;
  }
}

function secondOf(instant: string): number {
  return Math.floor(msOf(instant) / 1000);
}
