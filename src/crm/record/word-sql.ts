import { type RawBuilder, sql } from "kysely";
import type { FieldMap } from "#crm/field/field.ts";

/** Records whose name, or one of whose short texts (e-mail, phone, website, numbers), holds a word, in either case. */
export function wordSql(fields: FieldMap, word: string): RawBuilder<boolean> {
  const searched = [...fields.values()].filter(
    (field) =>
      !field.column &&
      ["email", "phone", "website", "text", "autonumber"].includes(field.type) &&
      field.length <= 450,
  );
  // Most records fall out by one look at all their values; only the rest is taken apart, field by field.
  const isSomewhere = sql`(position(lower(${word}) in r.name_key) > 0 or position(lower(${jsonText(word)}) in lower(r.values::text)) > 0)`;
  const any = [sql`r.name_key`, ...searched.map((field) => sql`lower(r.values ->> ${field.api_name})`)];
  return sql<boolean>`${isSomewhere} and (${sql.join(
    any.map((text) => sql`position(lower(${word}) in ${text}) > 0`),
    sql` or `,
  )})`;
}

/** A text as it stands inside JSON: quotes and backslashes escaped. */
function jsonText(word: string): string {
  return JSON.stringify(word).slice(1, -1);
}

/** Records that hold this e-mail address, or this phone number, in any field of that kind. */
export function holdsSql(fields: FieldMap, type: "email" | "phone", value: string): RawBuilder<boolean> {
  const spellings = [...new Set([value, value.toLowerCase()])];
  const inValues = [...fields.values()]
    .filter((field) => field.type === type)
    .flatMap((field) =>
      spellings.map((one) => sql`r.values @> ${JSON.stringify({ [field.api_name]: one })}::jsonb`),
    );
  const held = type === "email" ? [sql`r.email_key = lower(${value})`, ...inValues] : inValues;
  return held.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(held, sql` or `)})`;
}
