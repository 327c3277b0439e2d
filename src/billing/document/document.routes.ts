import { cursorOf, type Page } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Route } from "#platform/http/serve.ts";
import { type ExportEndpoint, exportRoute } from "#billing/listing/export.routes.ts";
import type { Act } from "#billing/act.ts";
import { documentColumns } from "./document-csv.ts";
import { deleteDraft, getDocument, type Which } from "./document.commands.ts";
import { type DocumentListRequest, type DocumentWhere, listDocuments } from "./document-list.store.ts";
import { documentViewOf } from "./document-view.ts";
import type { Document, DocumentLine, OfKind } from "./document.ts";
import type { DocumentKind } from "./kind.ts";
import { dayOf } from "./party.commands.ts";

/** How the lists of a kind show it, and what a status means in SQL. */
type Listed<Status, Item> = {
  kind: DocumentKind;
  where: (status: Status, today: string) => DocumentWhere;
  item: (document: Document, today: string) => Item;
};

type Query<Status> = Omit<DocumentListRequest, "kind" | "where" | "after"> & {
  status?: Status | undefined;
  cursor?: string | undefined;
};

/** One page of a kind, as it is asked for. */
export async function documentPage<Status, Item>(
  tx: Tx,
  act: Act,
  { kind, where, item }: Listed<Status, Item>,
  { status, cursor, ...query }: Query<Status>,
): Promise<Page<Item>> {
  const { date } = await dayOf(tx, act);
  const narrowed = status === undefined ? {} : { where: where(status, date) };
  const page = await listDocuments(tx, { kind, ...query, ...narrowed, after: cursorOf(cursor) });
  return { ...page, items: page.items.map((document) => item(document, date)) };
}

/** All documents of a kind that its list shows, as a CSV file. */
export function documentExport<Status extends string>(
  endpoint: ExportEndpoint,
  {
    kind,
    where,
    statusOf,
  }: Omit<Listed<Status, never>, "item"> & { statusOf: (document: Document, today: string) => string },
): Route {
  const item = (document: Document, today: string) => ({ document, status: statusOf(document, today) });
  return exportRoute(endpoint, {
    columns: () => Promise.resolve(documentColumns(kind)),
    page: ({ tx, act, query }, place) =>
      documentPage(tx, act, { kind, where, item }, { ...(query as Query<Status>), ...place }),
  });
}

/** A document, and what every kind shows of one. */
export async function shownDocument<Kind extends DocumentKind, Status extends string>(
  tx: Tx,
  act: Act,
  which: Which<Kind>,
  statusOf: (document: Document, today: string) => Status,
): Promise<{
  document: OfKind<Kind>;
  lines: DocumentLine[];
  view: ReturnType<typeof documentViewOf<Status>>;
}> {
  const { document, lines } = await getDocument(tx, which);
  const { date, base } = await dayOf(tx, act);
  const view = documentViewOf(document, lines, { status: statusOf(document, date), base });
  return { document, lines, view };
}

/** Takes a draft away, and says so. */
export async function deletedDraft(tx: Tx, act: Act, which: Which): Promise<{ deleted: true }> {
  await deleteDraft(tx, act, which);
  return { deleted: true };
}

/** What a status means of a kind that is shown as it is stored. */
export function whereStored(status: string): DocumentWhere {
  return (row) => row("status", "=", status);
}
