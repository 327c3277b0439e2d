import type { Instant } from "#kernel/time.ts";

/** Attempts that are counted, such as wrong passwords of an account; whatever the key says of a person is hashed. */
export type AttemptRow = { key: string; count: number; begun_at: Instant };

declare module "#platform/db/db.ts" {
  interface Tables {
    "auth.attempt": AttemptRow;
  }
}
