import { z } from "zod";
import { monthsBefore } from "#billing/report/period.ts";

const day = z.iso.date().optional().catch(undefined);

/** The days of a period as addresses hold them. */
export const periodParams = { from: day, to: day };

/** A period that is chosen by its name. The default is what is answered where no days are given. */
export type UsualPeriod = { value: string; label: string; from: string; to: string; isDefault?: boolean };

/** The periods that reports are usually about. */
export function reportPeriods(today: string): UsualPeriod[] {
  const year = Number(today.slice(0, 4));
  return [
    { value: "month", label: "This month", from: monthsBefore(today, 0), to: today },
    { value: "year", label: "Last 12 months", from: monthsBefore(today, 11), to: today, isDefault: true },
    { value: "two", label: "Last 24 months", from: monthsBefore(today, 23), to: today },
    { value: "this", label: "This year", from: `${year}-01-01`, to: today },
    { value: "last", label: "Last year", from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
  ];
}
