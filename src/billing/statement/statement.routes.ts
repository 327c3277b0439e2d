import { csvLine } from "#platform/csv/csv-text.ts";
import { csvFile } from "#platform/http/csv-file.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { wantsFile } from "#billing/report/wants-file.ts";
import { actOf } from "#billing/tenant-route.routes.ts";
import * as api from "./statement.api.ts";
import { readStatement } from "./statement.commands.ts";
import { statementFile } from "./statement-file.ts";

/** The endpoints of statements: nothing is written by them. */
export function statementRoutes(): Route[] {
  return [
    route(api.customerStatement, async (context, { params, query: { format, ...days } }) => {
      const view = await inCallersOrganization(context, (tx) =>
        readStatement(tx, actOf(context), params.customer, days),
      );
      return wantsFile(context.request, format) ? fileOf(view) : view;
    }),
  ];
}

function fileOf(view: api.StatementView): Response {
  // Spreadsheets take a file without the mark for an older encoding.
  const text = `\u{FEFF}${statementFile(view).map(csvLine).join("")}`;
  return csvFile(`statement-${view.from}-${view.to}`, [text]);
}
