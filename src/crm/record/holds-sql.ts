import { type RawBuilder, sql } from "kysely";
import type { FieldMap } from "#crm/field/field.ts";

/** Records that hold this e-mail address, or this phone number, in any field of that kind. */
export function holdsSql(fields: FieldMap, type: "email" | "phone", value: string): RawBuilder<boolean> {
  const spellings = [...new Set([value, value.toLowerCase()])];
  const inValues = [...fields.values()]
    .filter((field) => field.type === type)
    .flatMap((field) =>
      spellings.map((one) => sql`r.values @> ${JSON.stringify({ [field.api_name]: one })}::jsonb`),
    );
  const byKey = type === "email" && fields.has("Email") ? [sql`r.email_key = lower(${value})`] : [];
  const held = [...byKey, ...inValues];
  return held.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(held, sql` or `)})`;
}
