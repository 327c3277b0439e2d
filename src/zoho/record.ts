import { z } from "zod";

/**
 * A record as the CRM gives it: its id (a text of 19 digits) and fields by API name. Which fields there are is the
 * CRM's own configuration, so their values are checked where they are mapped, not here.
 */
export type CrmRecord = { id: string } & Record<string, unknown>;

/** Either the records, or where the first value that is none stands: `data[3].id`. */
export type CheckedRecords = { ok: true; records: CrmRecord[] } | { ok: false; path: string };

/** One light check a record: it must be an object with an id. Runs over every record of a first import. */
export function checkRecords(rows: readonly unknown[]): CheckedRecords {
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i];
    if (typeof row !== "object" || row === null) return { ok: false, path: `data[${i}]` };
    const { id } = row as { id?: unknown };
    if (typeof id !== "string" || id === "") return { ok: false, path: `data[${i}].id` };
  }
  return { ok: true, records: rows as CrmRecord[] };
}

/** The outside of a page of records. Without `more_records` the end of a list can't be told from a cut: it is required. */
export const RecordPage = z.object({
  data: z.array(z.unknown()),
  info: z.object({ more_records: z.boolean(), next_page_token: z.string().min(1).nullish() }),
});

/** A deleted record, as `/deleted` lists it. */
export const DeletedRecord = z.object({
  id: z.string().min(1),
  display_name: z.string().nullish(),
  type: z.string(),
  deleted_time: z.string(),
  deleted_by: z.object({ id: z.string() }).nullish(),
});

export type DeletedRecord = z.infer<typeof DeletedRecord>;

/** Splits fields into passes of at most 50; with several, each reads Modified_Time to show a change in between. */
export function passesOf(fields: readonly string[], limit: number): string[][] {
  if (fields.length <= limit) return [[...fields]];
  const others = fields.filter((field) => field !== "id" && field !== "Modified_Time");
  return chunksOf(others, limit - 1).map((pass) => ["Modified_Time", ...pass]);
}

/** Records of one pass united with those of the next, by id. `torn` changed or vanished in between: read them again. */
export type Joined = { whole: CrmRecord[]; torn: string[] };

/** Joins two passes. A record is whole only if both saw the same Modified_Time. */
export function joinPasses(first: readonly CrmRecord[], second: readonly CrmRecord[]): Joined {
  const byId = new Map(second.map((record) => [record.id, record]));
  const whole: CrmRecord[] = [];
  const torn: string[] = [];
  for (const record of first) {
    const other = byId.get(record.id);
    const isWhole = other !== undefined && other["Modified_Time"] === record["Modified_Time"];
    if (isWhole) whole.push({ ...record, ...other });
    else torn.push(record.id);
  }
  return { whole, torn };
}

/** A list in parts of at most `size`. */
export function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let from = 0; from < items.length; from += size) chunks.push(items.slice(from, from + size));
  return chunks;
}
