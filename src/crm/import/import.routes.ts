import { type Route, route } from "#platform/http/serve.ts";
import { importFile } from "./import.commands.ts";
import { importRecords } from "./import.api.ts";

/** CSV import, below /api/v1/crm/imports. */
export function importRoutes(): Route[] {
  return [
    route(importRecords, async ({ deps, member }, { body }) => {
      const { plan, ...count } = await importFile({ deps, member }, body);
      const columns = plan.columns.map(({ header, field }) => ({ header, field }));
      const ignored = columns.filter(({ field }) => field === null).map(({ header }) => header);
      return { module: body.module, dry_run: body.dry_run, ...count, columns, ignored };
    }),
  ];
}
