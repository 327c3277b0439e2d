import { bare } from "#billing/customer/import-columns.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";

/** How a cell is read. */
export type ColumnType = "text" | "day" | "decimal" | "whole" | "flag";

/** A field that a column of a file can be read as, and the headings that mean it. */
export type Column = {
  field: string;
  label: string;
  type: ColumnType;
  /** What exports call it, the most usual first. */
  headings: readonly string[];
  /** Whether each row of a record has a value of its own; of all others the rows say the same. */
  isOfLine?: boolean;
};

/** What a kind of file has. */
export type KindColumns = {
  columns: readonly Column[];
  /** Of each of these groups a file needs at least one field. */
  needs: readonly (readonly string[])[];
  /** The fields that tell records apart, the surest first; rows without any are records of their own. */
  keys: readonly string[];
  /** Whether several rows make one record. */
  hasLines: boolean;
};

/** A heading as it is compared; of its signs only the one of percents says something. */
function plain(heading: string): string {
  return bare(heading.replaceAll("%", " percent "));
}

/** The field that a heading means; undefined where it means none. Case, blanks and signs do not count. */
export function columnOf(heading: string, columns: readonly Column[]): Column | undefined {
  const wanted = plain(heading);
  if (wanted === "") return undefined;
  return (
    columns.find(({ label, field }) => plain(label) === wanted || plain(field) === wanted) ??
    columns.find(({ headings }) => headings.some((one) => plain(one) === wanted))
  );
}

/** The field that each heading is read as, the first of two that mean the same; empty where one is left out. */
export function recognised(headings: readonly string[], columns: readonly Column[]): string[] {
  const taken = new Set<string>();
  return headings.map((heading) => {
    const field = columnOf(heading, columns)?.field;
    if (field === undefined || taken.has(field)) return "";
    taken.add(field);
    return field;
  });
}

/** Fields by column as somebody chose them; refuses what no file of this kind can be read by, in words. */
export function chosenFields(
  headings: readonly string[],
  fields: readonly string[],
  { columns }: KindColumns,
): Result<string[], string> {
  if (fields.length !== headings.length)
    return refuse(`The file has ${headings.length} columns and ${fields.length} fields were given`);
  const known = new Set(columns.map(({ field }) => field));
  const taken = new Map<string, string>();
  for (const [at, field] of fields.entries()) {
    if (field === "") continue;
    const heading = headings[at] ?? "";
    if (!known.has(field)) return refuse(`There is no field ${field} to read "${heading}" as`);
    const other = taken.get(field);
    if (other !== undefined) return refuse(`"${other}" and "${heading}" are both read as ${field}`);
    taken.set(field, heading);
  }
  return accept([...fields]);
}

/** Fields that are missing, in words; undefined where a file has what it needs. */
export function missingField(fields: readonly string[], { columns, needs }: KindColumns): string | undefined {
  const group = needs.find((one) => !one.some((field) => fields.includes(field)));
  if (group === undefined) return undefined;
  const labels = group.map((field) => columns.find((column) => column.field === field)?.label ?? field);
  return `No column is read as ${labels.join(" or ")}`;
}
