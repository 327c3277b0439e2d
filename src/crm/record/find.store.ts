import { type RawBuilder, sql } from "kysely";
import type { Field, ModuleName } from "#crm/field/field.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { textsMeant } from "#kernel/spelling.ts";
import type { Tx } from "#platform/db/db.ts";
import { isSimilarWord, mostSimilar } from "#platform/db/similar-words.ts";
import { listRecords } from "./list.store.ts";
import { wordCondition } from "./word.store.ts";

/** How a record was found: it is called so, begins so, holds a word that begins so, or may have been meant. */
type Match = "exact" | "beginning" | "word" | "typo";

export type Found = { id: string; match: Match; document: string };

type Wanted = {
  caller: CrmCaller;
  module: ModuleName;
  fields: readonly Field[];
  text: string;
  limit: number;
};

/** Records that are called so, the surest first: as the search that is everywhere shows them. */
export async function findRecords(tx: Tx, wanted: Wanted): Promise<Found[]> {
  const { caller, module, text, limit } = wanted;
  const found = new Map<string, Found>();
  const add = async (match: Match, condition: RawBuilder<boolean>): Promise<boolean> => {
    if (found.size >= limit) return false;
    for (const one of await pageOf(tx, wanted, match, condition))
      if (!found.has(one.id) && found.size < limit) found.set(one.id, one);
    return found.size < limit;
  };
  const key = text.toLowerCase();
  await add("exact", sql<boolean>`r.name_key collate "C" = ${key}`);
  await add(
    "beginning",
    sql<boolean>`r.name_key collate "C" >= ${key} and r.name_key collate "C" < ${`${key}\u{10FFFF}`}`,
  );
  const holding = (word: string) => wordCondition(tx, { module, fields: caller.fields[module], word });
  if (!(await add("word", await holding(text)))) return [...found.values()];
  for (const meant of await textsMeant(wordsOf(text), (typed, mayGoOn) => known(tx, module, typed, mayGoOn)))
    if (!(await add("typo", await holding(meant)))) break;
  return [...found.values()];
}

async function pageOf(
  tx: Tx,
  { caller, module, fields, limit }: Wanted,
  match: Match,
  condition: RawBuilder<boolean>,
): Promise<Found[]> {
  const sort =
    match === "beginning" ? ({ by: "name", order: "asc" } as const) : ({ by: "id", order: "desc" } as const);
  const page = await listRecords(tx, { caller, module, fields, conditions: [condition], sort, limit });
  return page.documents.map((document) => ({
    id: String((JSON.parse(document) as { id: unknown }).id),
    match,
    document,
  }));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** Words of the module's names that a mistyped one may have meant. */
async function known(tx: Tx, module: ModuleName, typed: string, mayGoOn: boolean): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select distinct word from crm_word where module = ${module} and ${isSimilarWord(typed, mayGoOn)}
     limit ${mostSimilar}`.execute(tx);
  return rows.map(({ word }) => word);
}
