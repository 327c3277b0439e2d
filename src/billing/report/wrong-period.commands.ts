import type { Day } from "#kernel/calendar.ts";
import { AppError } from "#kernel/errors.ts";
import { monthsBefore } from "./period.ts";

/** More months than any reader looks at, and few enough to answer at once. */
const mostYears = 20;

/** Refuses a period that ends before it begins, and one that is too long. */
export function refuseWrongPeriod(from: Day, to: Day): void {
  const problem =
    from > to
      ? `must be ${to} or before: the period ends then`
      : from < monthsBefore(to, 12 * mostYears)
        ? `must be at most ${mostYears} years before the end, ${to}`
        : undefined;
  if (problem !== undefined)
    throw new AppError("request.invalid", { part: "query", fields: [{ path: "from", problem }] });
}
