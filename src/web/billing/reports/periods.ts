import { z } from "zod";
import { plusDays } from "#kernel/calendar.ts";
import { firstOfMonth, monthsBefore } from "#billing/report/period.ts";

const day = z.iso.date().optional().catch(undefined);

/** The days of a period as addresses hold them. */
export const periodParams = { from: day, to: day };

/** A period that is chosen by its name. The default is what is answered where no days are given. */
export type UsualPeriod = { value: string; label: string; from: string; to: string; isDefault?: boolean };

/** The periods that reports are usually about. */
export function reportPeriods(today: string): UsualPeriod[] {
  const year = Number(today.slice(0, 4));
  const thisMonth = firstOfMonth(today);
  const thisQuarter = monthsBefore(today, (Number(today.slice(5, 7)) - 1) % 3);
  return [
    { value: "month", label: "This month", from: thisMonth, to: today },
    {
      value: "last_month",
      label: "Last month",
      from: monthsBefore(today, 1),
      to: plusDays(thisMonth, -1),
    },
    {
      value: "last_quarter",
      label: "Last quarter",
      from: monthsBefore(thisQuarter, 3),
      to: plusDays(thisQuarter, -1),
    },
    { value: "year", label: "Last 12 months", from: monthsBefore(today, 11), to: today, isDefault: true },
    { value: "two", label: "Last 24 months", from: monthsBefore(today, 23), to: today },
    { value: "this", label: "This year", from: `${year}-01-01`, to: today },
    { value: "last", label: "Last year", from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
  ];
}
