import { z } from "zod";
import { ErrorBody } from "./answer.ts";
import { isExact } from "./json.ts";
import type { Field } from "./metadata.ts";
import type { CrmRecord } from "./record.ts";

/** Where a bulk read goes on: a page of the view, and the job that exports it once there is one. */
export type BulkPoint = { page: number; pageToken?: string | undefined; job?: string | undefined };

/** The answer to a new job. */
export const JobCreated = z.object({
  data: z
    .array(z.object({ status: z.literal("success"), details: z.object({ id: z.string().min(1) }) }))
    .length(1),
});

/** The answer to a job that is refused in the place where its id would be. */
export const JobRefused = z.object({ data: z.array(ErrorBody.required({ status: true })).length(1) });

/** A job as polled. `result` is there once it is completed. */
export const Job = z.object({
  id: z.string(),
  state: z.string(),
  result: z
    .object({
      count: z.number().int().nonnegative(),
      more_records: z.boolean(),
      next_page_token: z.string().nullish(),
    })
    .optional()
    .catch(undefined),
});

export type Job = z.infer<typeof Job>;

export const JobPolled = z.object({ data: z.array(Job).length(1) });

/**
 * Reads the rows of a job's file into the shape of the list: texts become what the field's JSON type says, a lookup
 * becomes `{id}`, an empty cell null. Returns undefined where the header has no id. `fields` is the module's metadata.
 */
export function rowReader(
  header: readonly string[],
  fields: readonly Field[],
): ((cells: readonly string[]) => CrmRecord) | undefined {
  const byName = new Map(fields.map((field) => [field.api_name, field]));
  const columns = header.map((name) => columnOf(name, byName));
  const idAt = columns.findIndex((column) => column.key === "id");
  if (idAt < 0) return undefined;
  return (cells) => {
    const record: CrmRecord = { id: cells[idAt] ?? "" };
    for (let i = 0; i < columns.length; i += 1) {
      const column = columns[i];
      if (column === undefined || i === idAt) continue;
      const cell = cells[i] ?? "";
      record[column.key] = cell === "" ? null : column.read(cell);
    }
    return record;
  };
}

type Column = { key: string; read: (cell: string) => unknown };

function columnOf(name: string, fields: ReadonlyMap<string, Field>): Column {
  if (/^id$/i.test(name)) return { key: "id", read: (cell) => cell };
  const lookup = /^(\w+)\.id$/i.exec(name)?.[1];
  if (lookup !== undefined) return { key: lookup, read: (cell) => ({ id: cell }) };
  const field = fields.get(name);
  return { key: name, read: field === undefined ? (cell) => cell : cellReader(field) };
}

function cellReader(field: Field): (cell: string) => unknown {
  if (field.data_type === "multiselectpicklist") return (cell) => cell.split(";");
  switch (field.json_type) {
    case "jsonobject":
      return (cell) => ({ id: cell });
    case "boolean":
      return (cell) => cell.toLowerCase() === "true";
    case "integer":
    case "double":
      return numberIn;
    default:
      return (cell) => cell;
  }
}

/** A number that a double holds; other texts stay as they are, so that no digit is lost. */
function numberIn(cell: string): number | string {
  const value = Number(cell);
  return Number.isFinite(value) && isExact(cell) ? value : cell;
}
