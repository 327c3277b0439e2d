import { decodeCsv } from "#platform/csv/decode-csv.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { actOf, tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./customer-import.api.ts";
import { importCustomers } from "./customer-import.commands.ts";
import { customerFieldsWith } from "./customer-fields.ts";
import { listCustomerFields } from "./customer-field.store.ts";
import { importFields } from "./import-columns.ts";

/** The endpoints of imports. */
export function customerImportRoutes(): Route[] {
  return [
    tenantRoute(api.importFields, async ({ tx }) => {
      const fields = importFields(customerFieldsWith(await listCustomerFields(tx)));
      return {
        items: fields.map(({ name, label, type, maxLength, group }) => ({
          name,
          label,
          type,
          max_length: maxLength,
          group,
        })),
      };
    }),
    route(api.importCustomers, (context, { body }) =>
      importCustomers(context.deps, actOf(context), {
        text: body.csv ?? decodeCsv(Buffer.from(body.file_base64 ?? "", "base64")),
        mapping: body.mapping,
        duplicates: body.duplicates,
        isDryRun: body.dry_run,
        firstRow: body.first_row,
      }),
    ),
  ];
}
