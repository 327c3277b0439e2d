import {
  fieldForHeader,
  importCustomers,
  type importFields,
  type ImportReport,
} from "#billing/customer/customer-import.api.ts";
import { call } from "#platform/http/call.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { callerIn } from "#web/api.ts";
import type { Column, ReadFile } from "#web/csv/csv-file.ts";
import type { Import } from "#web/csv/import-run.ts";
import type { Tile } from "#web/csv/Tiles.tsx";

export type ImportOptions = {
  mapping: Record<string, string | null>;
  duplicates: "skip" | "overwrite";
};

/** The import of customers. */
export const customerImport: Import<ImportReport, ImportOptions> = {
  name: "customers",
  send: (organization, options, part) =>
    call(callerIn(organization), importCustomers, { body: { ...options, ...part } }),
  refreshes: importCustomers.tag,
};

export type ImportField = Received<typeof importFields>["items"][number];

/** The columns with the fields that their headers mean; of two that mean the same the first is taken. */
export function columnsOf({ headers }: ReadFile, fields: readonly ImportField[]): Column[] {
  const taken = new Set<string>();
  return headers.map((header, at) => {
    const name = fieldForHeader(header, fields)?.name;
    if (name === undefined || taken.has(name)) return { header, at, field: null };
    taken.add(name);
    return { header, at, field: name };
  });
}

/** What the server is told of the columns; null leaves one out. */
export function mappingOf(columns: readonly Column[]): ImportOptions["mapping"] {
  return Object.fromEntries(columns.map(({ header, field }) => [header, field]));
}

/** What became, or would become, of the rows. */
export function tilesOf(report: ImportReport, isCheck: boolean): Tile[] {
  return [
    { id: "created", title: isCheck ? "will be created" : "created", count: report.created },
    { id: "updated", title: isCheck ? "will be updated" : "updated", count: report.updated },
    { id: "skipped", title: isCheck ? "will be skipped" : "skipped", count: report.skipped },
    { id: "unchanged", title: "unchanged", count: report.unchanged },
    { id: "failed", title: isCheck ? "have errors" : "failed", count: report.failed },
  ];
}
