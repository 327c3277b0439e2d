import { type RawBuilder, sql } from "kysely";
import type { Instant } from "#kernel/time.ts";

/** Whether a gateway was not asked yet, or its answer should have come by `before`; of a row with `asked_at`. */
export function unanswered(before: Instant, column = "asked_at"): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(column)} is null or ${sql.ref(column)} <= ${before})`;
}
