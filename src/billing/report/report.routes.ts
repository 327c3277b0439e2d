import { csvLine } from "#platform/csv/csv-text.ts";
import { csvFile } from "#platform/http/csv-file.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/tenant-route.routes.ts";
import * as api from "./report.api.ts";
import { readReport } from "./report.commands.ts";
import { fileLines } from "./report-table.ts";
import { wantsFile } from "./wants-file.ts";

/** The endpoint of reports. */
export function reportRoutes(): Route[] {
  return [
    route(api.getReport, async (context, { params: { report }, query: { format, ...period } }) => {
      const view = await inCallersOrganization(context, (tx) =>
        readReport(tx, actOf(context), report, period),
      );
      return wantsFile(context.request, format) ? fileOf(view) : view;
    }),
  ];
}

function fileOf(view: api.ReportView): Response {
  const days = view.from === null ? view.to : `${view.from}-${view.to}`;
  // Spreadsheets take a file without the mark for an older encoding.
  return csvFile(`${view.report}-${days}`, [`\u{FEFF}${fileLines(view).map(csvLine).join("")}`]);
}
