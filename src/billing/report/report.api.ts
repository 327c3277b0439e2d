import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import { reportNames } from "./report-names.ts";
import { columnKinds } from "./report-table.ts";

const Cell = z.union([z.string(), z.number(), z.null()]);
const Row = z.record(z.string(), Cell);

export const ReportView = z.object({
  report: z.enum(reportNames),
  title: z.string(),
  /** The first and the last day that it is about; `from` is null where it is about one day. */
  from: z.string().nullable(),
  to: z.string(),
  /**
   * The currency of its money, which is decimal text; of columns of the kind `amount` each row has its own in
   * `currency_code`. Percentages are decimal text too.
   */
  base_currency: z.string(),
  columns: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      kind: z.enum(columnKinds),
    }),
  ),
  rows: z.array(Row),
  totals: Row.nullable(),
  /** Rates that were taken for days before the first rate of their currency, by the day that they were set for. */
  rates_assumed: z.array(z.object({ currency_code: z.string(), date: z.string() })),
});
export type ReportView = z.output<typeof ReportView>;

export const getReport = endpoint({
  method: "GET",
  path: "/reports/{report}",
  summary:
    "A report as rows and totals, or with format=csv as a file; the last twelve months where no days are given",
  tag: "Reports",
  access: "read",
  costly: true,
  or: "text/csv",
  params: z.object({ report: z.enum(reportNames) }),
  query: z.object({
    from: dayInput.optional(),
    to: dayInput.optional(),
    format: z.enum(["json", "csv"]).optional(),
  }),
  reply: ReportView,
  refuses: ["exchange_rate.missing"],
});
