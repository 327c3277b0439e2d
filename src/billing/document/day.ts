import { type Day, plusDays } from "#kernel/calendar.ts";
import type { FieldProblem } from "#kernel/errors.ts";

/**
 * The days that documents, money and subscriptions may have. One outside of them was typed wrong, or is not typed whole
 * yet: a field of days that holds 12 01 2 so far gives 0002-12-01.
 */
const firstDay = "1970-01-01";
const lastDay = "2126-12-31";

/** Whether a day of the calendar may be one of a document, of money or of a subscription. */
export function isUsualDay(day: Day): boolean {
  return day >= firstDay && day <= lastDay;
}

export const unusualDay = `must be from ${firstDay} to ${lastDay}; check the year`;

/** What is wrong with the second day of a document, by its name in the API: it does not lie before the first. */
export function untilProblems({
  date,
  ...until
}: {
  date?: Day | undefined;
  due_date?: Day | null | undefined;
  expiry_date?: Day | null | undefined;
  delivery_date?: Day | null | undefined;
}): FieldProblem[] {
  return (["due_date", "expiry_date", "delivery_date"] as const).flatMap((path) => {
    const day = until[path];
    if (date === undefined || day == null || day >= date) return [];
    return [{ path, problem: `must not be before ${date}, the day of the document` }];
  });
}

/** What is wrong with the day of money: it is put down once it has moved. It is tomorrow already where the sun rises first. */
export function moneyDayProblem(date: Day, today: Day): FieldProblem | undefined {
  const last = plusDays(today, 1);
  if (date <= last) return undefined;
  return { path: "date", problem: `must not be after ${last}; record money once it has moved` };
}

/** What is wrong with the day of a refund; `since` is the day of what it is given back of. */
export function refundDayProblem(date: Day, since: Day, today: Day): FieldProblem | undefined {
  if (date >= since) return moneyDayProblem(date, today);
  return { path: "date", problem: `must not be before ${since}, when there was nothing to give back` };
}
