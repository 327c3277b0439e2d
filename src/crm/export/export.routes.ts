import { csvFile } from "#platform/http/csv-file.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { exportRecords } from "./export.api.ts";
import { exportLines } from "./export.commands.ts";

/** CSV export, below /api/v1/crm/exports. */
export function exportRoutes(): Route[] {
  return [
    route(exportRecords, async ({ deps, member }, { params: { module }, query: { bom, ...wish } }) => {
      const { head, lines } = await exportLines({ deps, member }, { module, ...wish });
      return csvFile(module.toLowerCase(), parts(`${bom === "true" ? "\u{FEFF}" : ""}${head}`, lines));
    }),
  ];
}

async function* parts(head: string, lines: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head;
  yield* lines;
}
