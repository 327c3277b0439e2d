import { plusDays } from "#kernel/calendar.ts";
import { monthsBefore } from "#billing/report/period.ts";
import type { UsualPeriod } from "#web/billing/reports/periods.ts";

/** The periods that statements are usually about. */
export function statementPeriods(today: string): UsualPeriod[] {
  const year = Number(today.slice(0, 4));
  const month = monthsBefore(today, 0);
  const intoQuarter = (Number(today.slice(5, 7)) - 1) % 3;
  return [
    { value: "month", label: "This month", from: month, to: today, isDefault: true },
    { value: "last-month", label: "Last month", from: monthsBefore(today, 1), to: plusDays(month, -1) },
    { value: "quarter", label: "This quarter", from: monthsBefore(today, intoQuarter), to: today },
    { value: "year", label: "This year", from: `${year}-01-01`, to: today },
    { value: "last-year", label: "Last year", from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
  ];
}
