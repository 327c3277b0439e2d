import type { Page } from "#kernel/page.ts";
import { type Cell, csvLine } from "#platform/csv/csv-text.ts";
import type { Tx } from "#platform/db/db.ts";
import { csvFile } from "#platform/http/csv-file.ts";
import type { Endpoint, Output } from "#platform/http/endpoint.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf, type Caller, type Work } from "#billing/tenant-route.routes.ts";
import type { ExportColumn } from "./export-column.ts";

export type ExportEndpoint = Endpoint & { access: "read"; stream: "text/csv" };

type Place = { cursor: string | undefined; limit: number };

type Export<E extends ExportEndpoint, Row> = {
  columns: (tx: Tx) => Promise<readonly ExportColumn<Row>[]>;
  /** A page of what the list shows, after the cursor of the page before. */
  page: (given: Work<E>, place: Place) => Promise<Page<Row>>;
};

/** Rows read at a time: each batch is a short transaction of its own, so that a slow download holds nothing open. */
const batchSize = 2000;

/**
 * A whole list as a CSV file, page after page of it, made as it is sent: memory does not grow with the list. The file is
 * called as the list is in its address.
 */
export function exportRoute<E extends ExportEndpoint, Row>(
  endpoint: E,
  { columns, page }: Export<E, Row>,
): Route {
  return route(endpoint, async (context, input) => {
    const caller = context as unknown as Caller;
    const act = actOf(caller);
    const found = await inCallersOrganization(caller, columns);
    const { bom = false } = input.query as { bom?: boolean };
    const [, name = ""] = endpoint.path.split("/");
    const pages = pagesOf((cursor) =>
      inCallersOrganization(caller, (tx) => page({ ...input, tx, act }, { cursor, limit: batchSize })),
    );
    return csvFile(name, linesOf(found, pages, bom)) as Output<E>;
  });
}

async function* pagesOf<Row>(
  read: (cursor: string | undefined) => Promise<Page<Row>>,
): AsyncGenerator<Row[], undefined> {
  for (let cursor: string | undefined; ;) {
    const { items, next_cursor: next } = await read(cursor);
    yield items;
    if (next === null) return;
    cursor = next;
  }
}

async function* linesOf<Row>(
  columns: readonly ExportColumn<Row>[],
  pages: AsyncIterable<Row[]>,
  hasBom: boolean,
): AsyncGenerator<string, undefined> {
  // Spreadsheets take a file without the mark for an older encoding.
  yield (hasBom ? "\u{FEFF}" : "") + csvLine(columns.map(([title]) => title));
  const cellsOf = (row: Row): Cell[] => columns.map(([, cell]) => cell(row));
  for await (const rows of pages)
    if (rows.length > 0) yield rows.map((row) => csvLine(cellsOf(row))).join("");
}
