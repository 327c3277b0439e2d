import { importRecords, recogniseColumns } from "#crm/import/import.api.ts";
import { call } from "#platform/http/call.ts";
import type { Call, Received } from "#platform/http/endpoint.ts";
import { callerIn } from "#web/api.ts";
import type { Module, ModuleName } from "#web/crm/module.ts";
import type { CrmField } from "#web/crm/types.ts";
import type { Column, ReadFile } from "#web/csv/csv-file.ts";
import type { Import } from "#web/csv/import-run.ts";
import type { Tile } from "#web/csv/Tiles.tsx";

export type ImportAnswer = Received<typeof importRecords>;
export type ImportOptions = Omit<Call<typeof importRecords>["body"], "csv" | "dry_run" | "first_row">;

/** The import of one module's records. */
export function importOf(module: ModuleName): Import<ImportAnswer, ImportOptions> {
  return {
    name: module,
    send: (organization, options, part) =>
      call(callerIn(organization), importRecords, { body: { ...options, ...part } }),
    refreshes: importRecords.tag,
  };
}

/** The columns with the fields that their headers name. */
export function columnsOf(file: ReadFile, fields: readonly CrmField[]): Column[] {
  return recogniseColumns(
    file.headers,
    fields.map((field) => ({
      api_name: field.api_name,
      label: field.field_label,
      isReadOnly: field.read_only,
      isMandatory: field.system_mandatory,
    })),
  );
}

/** What the server is told of the columns: header to field, for those that are imported. */
export function mappingOf(columns: readonly Column[]): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap(({ header, field }) => (field === null ? [] : [[header, field]])),
  );
}

/** The fields that a column can go to. */
export function choicesOf(fields: readonly CrmField[]): { value: string; label: string }[] {
  return fields
    .filter((field) => !field.read_only || field.api_name === "id")
    .map(({ api_name, field_label, system_mandatory }) => ({
      value: api_name,
      label: system_mandatory ? `${field_label} (required)` : field_label,
    }));
}

/** What became, or would become, of the rows. */
export function tilesOf(answer: ImportAnswer, isCheck: boolean): Tile[] {
  return [
    { id: "created", title: isCheck ? "will be created" : "created", count: answer.created },
    { id: "updated", title: isCheck ? "will be updated" : "updated", count: answer.updated },
    { id: "skipped", title: isCheck ? "will be skipped" : "skipped", count: answer.skipped },
    { id: "failed", title: isCheck ? "have errors" : "failed", count: answer.failed },
  ];
}

/** A field as people call it. */
export function labelOf(fields: readonly CrmField[], name: string): string {
  return fields.find(({ api_name }) => api_name === name)?.field_label ?? name;
}

/** What tells which record a row is, the surest first. */
export const duplicateKeys: Record<Module["name"], readonly string[]> = {
  Accounts: ["id", "Account_Name"],
  Contacts: ["id", "Email"],
  Deals: ["id", "Deal_Name"],
};
