import { isInstant } from "#kernel/time.ts";
import type { Field, FieldMap } from "#crm/field/field.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import type { Sort, SortColumn } from "#crm/record/position.ts";
import { CrmRefusal, refusals } from "./refusal.ts";

/** Most fields in one read. */
export const maxFields = 50;

/** The fields that `fields=` names; undefined where it is missing. Unknown names are left out, as Zoho CRM does. */
export function readFields(query: URLSearchParams, known: FieldMap): Field[] | undefined {
  const text = query.get("fields");
  if (text === null || text.trim() === "") return undefined;
  const names = [
    ...new Set(
      text
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== ""),
    ),
  ];
  if (names.length > maxFields) throw refusals.limit("fields", maxFields);
  const id = known.get("id");
  const wanted = names.flatMap((name) => known.get(name) ?? []).filter((field) => field.api_name !== "id");
  return id ? [...wanted, id] : wanted;
}

/** As readFields, where the parameter must be there. */
export function requireFields(query: URLSearchParams, known: FieldMap): Field[] {
  const fields = readFields(query, known);
  if (!fields) throw refusals.missingParam("fields");
  return fields;
}

/** A whole number from 1 on; `most` is its limit. */
export function readCount(query: URLSearchParams, name: string, usual: number, most = 1_000_000): number {
  const text = query.get(name);
  if (text === null) return usual;
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw refusals.invalidParam(name);
  if (Number(text) > most) throw refusals.limit(name, most);
  return Number(text);
}

/** Ids, separated by commas; undefined where the parameter is missing. */
export function readIds(text: string | null, name: string, most = 100): string[] | undefined {
  if (text === null) return undefined;
  const ids = text.split(",").map((id) => id.trim());
  if (!ids.every(isRecordId))
    throw new CrmRefusal(400, "PATTERN_NOT_MATCHED", "Please check whether the input values are correct", {
      param_name: name,
    });
  if (ids.length > most) throw refusals.limit(name, most);
  return ids;
}

/** The instant of a header such as If-Modified-Since; undefined where it is missing. */
export function readInstantHeader(headers: Headers, name: string): string | undefined {
  const text = headers.get(name);
  if (text === null) return undefined;
  if (!isInstant(text))
    throw new CrmRefusal(400, "INVALID_DATA", "invalid data", {
      expected_data_type: "datetime",
      header: name,
    });
  return text;
}

const sortColumns: ReadonlyMap<string, SortColumn> = new Map([
  ["id", "id"],
  ["Created_Time", "created_time"],
  ["Modified_Time", "modified_time"],
]);

/** `sort_by` and `sort_order`; undefined where the request leaves both to the server. */
export function readSort(query: URLSearchParams): Sort | undefined {
  const by = query.get("sort_by");
  const order = query.get("sort_order");
  const column = by === null ? "id" : sortColumns.get(by);
  if (!column) throw refusals.invalidParam("sort_by");
  if (order !== null && order !== "asc" && order !== "desc") throw refusals.invalidParam("sort_order");
  return by === null && order === null ? undefined : { by: column, order: order ?? "desc" };
}

/** The field that a column sorts by; a view may also sort by its module's name field. */
export function sortName(column: SortColumn): string {
  return [...sortColumns].find(([, one]) => one === column)?.[0] ?? column;
}
