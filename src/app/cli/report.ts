import type { Command } from "commander";
import { getReport, type ReportView } from "#billing/report/report.api.ts";
import { assumedWords } from "#billing/report/rates-assumed.ts";
import { type ReportName, reportNames, reports } from "#billing/report/report-names.ts";
import { act } from "./context.ts";
import { writeOwnFile } from "./file.ts";
import { tableLines } from "./output.ts";

type Options = { from?: string; to?: string; csv?: string };

/** `concord reports`: the same figures as the pages, as lines or as a file. */
export function addReportCommand(program: Command): void {
  act<Options>(
    program
      .command("reports [report]")
      .description(`print a report (${reportNames.join(", ")}); without a name, list them`)
      .option("--from <day>", "the first day, such as 2026-01-01; eleven months before the last if left out")
      .option("--to <day>", "the last day; today if left out")
      .option("--csv <file>", "write it to a CSV file instead"),
    async ({ call, options: { csv, ...days } }, name) => {
      if (name === undefined)
        return {
          json: { items: reportNames.map((report) => ({ report, ...reports[report] })) },
          lines: tableLines(reportNames.map((report) => [report, reports[report].about])),
        };
      // A name that is none is refused by the server, with those that there are.
      const params = { report: name as ReportName };
      if (csv === undefined) {
        const view = await call(getReport, { params, query: days });
        return { json: view, lines: linesOf(view) };
      }
      const text = (await call(getReport, { params, query: { ...days, format: "csv" } })) as unknown;
      writeOwnFile(csv, String(text));
      return { json: { file: csv }, lines: [`${name} is written to ${csv}`] };
    },
  );
}

function linesOf(view: ReportView): string[] {
  const { title, from, to, base_currency: base, columns, rows, totals } = view;
  const texts = (row: ReportView["rows"][number]) => columns.map(({ key }) => String(row[key] ?? ""));
  const all = [...rows, ...(totals === null ? [] : [totals])].map(texts);
  const period = from === null ? to : `${from} to ${to}`;
  const assumed = assumedWords(view.rates_assumed);
  return [
    `${title}, ${period}, ${base}`,
    ...tableLines([columns.map(({ label }) => label), ...all]),
    ...(assumed === undefined ? [] : [assumed]),
  ];
}
