import { isInstant } from "#kernel/time.ts";
import type { Field, FieldMap } from "#crm/field/field.ts";
import { isRecordId } from "#crm/field/record-id.ts";
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

/** The body as JSON of an object. */
export function readObject(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Told below: the caller needs to know that, not where the parser gave up.
  }
  throw new CrmRefusal(400, "INVALID_DATA", "body is not a JSON object", {
    expected_data_type: "jsonobject",
  });
}
