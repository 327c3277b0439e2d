import type { ImportError } from "./row-words.ts";

/** What became of some rows. */
export type ImportCount = {
  total: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  created_for_lookups: number;
  errors: ImportError[];
  error_count: number;
  failed_rows: number[];
};

export const nothingImported: ImportCount = {
  total: 0,
  created: 0,
  updated: 0,
  skipped: 0,
  failed: 0,
  created_for_lookups: 0,
  errors: [],
  error_count: 0,
  failed_rows: [],
};

/** Two counts as one; of the errors the first `maxErrors` are kept, all are counted. */
export function addCounts(one: ImportCount, other: ImportCount, maxErrors: number): ImportCount {
  return {
    total: one.total + other.total,
    created: one.created + other.created,
    updated: one.updated + other.updated,
    skipped: one.skipped + other.skipped,
    failed: one.failed + other.failed,
    created_for_lookups: one.created_for_lookups + other.created_for_lookups,
    errors:
      one.errors.length >= maxErrors ? one.errors : [...one.errors, ...other.errors].slice(0, maxErrors),
    error_count: one.error_count + other.error_count,
    failed_rows: [...one.failed_rows, ...other.failed_rows],
  };
}

/** Rows that failed, with why. */
export function failures(errors: readonly ImportError[]): ImportCount {
  const failed_rows = [...new Set(errors.map(({ row }) => row))];
  return {
    ...nothingImported,
    failed: failed_rows.length,
    errors: [...errors],
    error_count: errors.length,
    failed_rows,
  };
}
