import { type RawBuilder, sql } from "kysely";
import type { FieldMap, ModuleName } from "#crm/field/field.ts";
import type { Tx } from "#platform/db/db.ts";
import { findByWords } from "./probe.store.ts";

/** More records than this are not fetched by their ids: a page of them is found sooner by walking the records. */
const mostFound = 10_000;

/**
 * Records whose name, or one of whose short texts (e-mail, phone, website, numbers), holds a word or words, in either
 * case, from the beginning of a word on: `gam` finds `Gamma`, `amm` does not. An index finds those that come into
 * question (migrations/0065_value_order.sql); the condition looks at the fields that are searched.
 */
export async function wordCondition(
  tx: Tx,
  { module, fields, word }: { module: ModuleName; fields: FieldMap; word: string },
): Promise<RawBuilder<boolean>> {
  const ids = await findByWords(tx, module, { text: word, startsWhole: true, endsWhole: false }, mostFound);
  const holds = holdsWord(fields, word);
  // Without ids, most records fall out by one look at all their values; only the rest is taken apart, field by field.
  return ids
    ? sql<boolean>`r.id = any (${ids}::bigint[]) and ${holds}`
    : sql<boolean>`(position(lower(${word}) in r.name_key) > 0 or position(lower(${jsonText(word)}) in lower(r.values::text)) > 0) and ${holds}`;
}

function holdsWord(fields: FieldMap, word: string): RawBuilder<boolean> {
  const searched = [...fields.values()].filter(
    (field) =>
      !field.column &&
      ["email", "phone", "website", "text", "autonumber"].includes(field.type) &&
      field.length <= 450,
  );
  const texts = [sql`r.name_key`, ...searched.map((field) => sql`lower(r.values ->> ${field.api_name})`)];
  const pattern = beginning + word.replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
  // Looking for the text first is cheap, and leaves few to the pattern.
  const any = texts.map(
    (text) => sql`(position(lower(${word}) in ${text}) > 0 and ${text} ~ lower(${pattern}))`,
  );
  return sql<boolean>`(${sql.join(any, sql` or `)})`;
}

/** Where a word begins: after what is no letter or digit, at a sign, and at each letter of scripts without gaps. */
const beginning = String.raw`(?:(?<![[:alnum:]])|(?=[^[:alnum:]]|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]))`;

/** A text as it stands inside JSON: quotes and backslashes escaped. */
function jsonText(word: string): string {
  return JSON.stringify(word).slice(1, -1);
}
