import { csvLine } from "#platform/csv/csv-text.ts";
import { csvFile } from "#platform/http/csv-file.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { pdfFile } from "#billing/delivery/pdf.routes.ts";
import { wantsFile } from "#billing/report/wants-file.ts";
import { actOf } from "#billing/tenant-route.routes.ts";
import * as api from "./statement.api.ts";
import { readStatement } from "./statement.commands.ts";
import { statementFile, statementName } from "./statement-file.ts";
import { getStatementPaper } from "./statement-paper.commands.ts";
import { statementPdf } from "./statement-pdf.client.ts";

/** The endpoints of statements: nothing is written by them. */
export function statementRoutes(): Route[] {
  return [
    route(api.customerStatement, async (context, { params, query: { format, ...days } }) => {
      const view = await inCallersOrganization(context, (tx) =>
        readStatement(tx, actOf(context), params.customer, days),
      );
      return wantsFile(context.request, format) ? fileOf(view) : view;
    }),
    route(api.customerStatementPdf, async (context, { params, query }) => {
      const { paper, name } = await inCallersOrganization(context, (tx) =>
        getStatementPaper(tx, actOf(context), params.customer, query),
      );
      return pdfFile(`${name}.pdf`, await statementPdf(paper));
    }),
  ];
}

function fileOf(view: api.StatementView): Response {
  // Spreadsheets take a file without the mark for an older encoding.
  const text = `\u{FEFF}${statementFile(view).map(csvLine).join("")}`;
  return csvFile(statementName(view), [text]);
}
