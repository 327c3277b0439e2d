import type { ReportName } from "#billing/report/report-names.ts";
import type { ReportView } from "#billing/report/report.api.ts";
import { taxWords } from "#billing/tax/tax-words.ts";
import { showCell } from "./cells.ts";

/** One of the things that a chart draws for each of its points. */
export type Series = { name: string; label: string; color: string };

/** What a chart draws: numbers are for drawing only, the table has them exact. */
export type Chart = {
  form: "bars" | "stacked" | "lines" | "across";
  series: Series[];
  points: Record<string, string | number>[];
  kind: ReportView["columns"][number]["kind"];
};

type Row = ReportView["rows"][number];

type Drawing = Pick<Chart, "form"> & {
  /** What names a point: a column, or something made of a row. */
  of: string | ((row: Row) => string);
  series: readonly (readonly [key: string, color: string])[];
};

/** Reports that are read line by line: a picture says nothing of them. */
const lists = ["payments-list", "tax-documents", "trial-balance"] as const satisfies ReportName[];
type List = (typeof lists)[number];

/** Whether a report is a table alone. */
export function isList(report: ReportName): report is List {
  return lists.some((one) => one === report);
}

/** Colours by what they mean: what comes is blue or green, what goes is yellow or red. */
const drawings: Readonly<Record<Exclude<ReportName, "receivables" | List>, Drawing>> = {
  mrr: { form: "bars", of: "month", series: [["mrr", "accent.5"]] },
  "mrr-movements": {
    form: "stacked",
    of: "month",
    series: [
      ["new", "accent.5"],
      ["expansion", "agree.5"],
      ["reactivation", "change.3"],
      ["contraction", "conflict.4"],
      ["churn", "fail.5"],
      ["exchange", "gray.5"],
    ],
  },
  churn: {
    form: "lines",
    of: "month",
    series: [
      ["customer_churn", "fail.5"],
      ["revenue_churn", "conflict.4"],
    ],
  },
  subscriptions: { form: "across", of: "status", series: [["subscriptions", "accent.5"]] },
  "sign-ups": {
    form: "bars",
    of: "month",
    series: [
      ["sold", "accent.5"],
      ["paying", "agree.5"],
      ["ended", "fail.5"],
    ],
  },
  "sales-by-plan": { form: "across", of: "name", series: [["amount", "accent.5"]] },
  "sales-by-country": { form: "across", of: "name", series: [["amount", "accent.5"]] },
  "sales-by-customer": { form: "across", of: "name", series: [["amount", "accent.5"]] },
  "payments-received": {
    form: "across",
    of: ({ mode, currency_code }) => `${mode}, ${currency_code}`,
    series: [["in_base", "agree.5"]],
  },
  "tax-summary": {
    form: "across",
    of: ({ name, percentage }) =>
      percentage == null ? String(name) : taxWords(String(name), String(percentage)),
    series: [["tax", "accent.5"]],
  },
};

/** More bars than that say less than the table. */
const mostAcross = 12;

/** What the chart of a report draws; undefined where there is nothing to draw. */
export function chartOf(view: ReportView): Chart | undefined {
  if (isList(view.report)) return undefined;
  const chart = view.report === "receivables" ? agesOf(view) : drawn(view, drawings[view.report]);
  const isBlank = chart.points.every((point) => chart.series.every(({ name }) => !point[name]));
  return isBlank ? undefined : chart;
}

function drawn({ columns, rows, base_currency: currency }: ReportView, { form, of, series }: Drawing): Chart {
  const labelOf = (key: string) => columns.find((column) => column.key === key);
  const shown = form === "across" ? rows.slice(0, mostAcross) : rows;
  return {
    form,
    kind: labelOf(series[0]?.[0] ?? "")?.kind ?? "count",
    series: series
      .map(([name, color]) => ({ name, color, label: labelOf(name)?.label ?? name }))
      // Without other currencies there is nothing to say of their rates.
      .filter(({ name }) => name !== "exchange" || rows.some((row) => Number(row[name]) !== 0)),
    points: shown.map((row) => ({
      name: typeof of === "string" ? showCell(row[of], of === "month" ? "month" : "text", currency) : of(row),
      ...Object.fromEntries(series.map(([key]) => [key, Number(row[key] ?? 0)])),
    })),
  };
}

/** The totals of each age as bars: the columns of the table stand for the points. */
function agesOf({ columns, totals }: ReportView): Chart {
  const ages = columns.filter(({ key, kind }) => kind === "money" && key !== "total");
  return {
    form: "across",
    kind: "money",
    series: [{ name: "amount", label: "Owed", color: "accent.5" }],
    points: ages.map(({ key, label }) => ({ name: label, amount: Number(totals?.[key] ?? 0) })),
  };
}
