import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import { catalogKey } from "./catalog-key.ts";
import type { Linked } from "./catalog.table.ts";
import { findNamed, type LinkTable } from "./link.store.ts";

/** A choice of plans or addons: whether some are named at all, and which, by id or code. */
export type Choice = {
  table: LinkTable;
  /** The field that has them, as the API calls it. */
  field: "plans" | "addons";
  isSelect: boolean;
  given: readonly string[] | undefined;
  /** What is named now; it stays where nothing else is given. */
  present: readonly Linked[];
};

/** What is named after a change. Refuses names of nothing, none where some are to be named, and some where none are. */
export async function chosen(
  tx: Tx,
  { table, field, isSelect, given, present }: Choice,
): Promise<readonly Linked[]> {
  if (!isSelect) {
    if (given !== undefined && given.length > 0)
      throw refused([{ path: field, problem: "are not named where it is for all or none of them" }]);
    return [];
  }
  const named = given === undefined ? present : await namedBy(tx, table, field, given);
  if (named.length === 0) throw refused([{ path: field, problem: "is empty: name at least one" }]);
  return named;
}

async function namedBy(tx: Tx, table: LinkTable, field: string, given: readonly string[]): Promise<Linked[]> {
  const found = await findNamed(tx, table, given);
  const known = new Set(found.flatMap(({ id, code_key }) => [id, code_key]));
  const unknown = [...given.keys()].filter(
    (at) => !known.has(given[at] ?? "") && !known.has(catalogKey(given[at] ?? "")),
  );
  if (unknown.length > 0)
    throw refused(
      unknown.map((at) => ({ path: `${field}.${at}`, problem: "is not there; give an id or a code" })),
    );
  return found.map(({ code_key: _key, ...linked }) => linked);
}

function refused(fields: { path: string; problem: string }[]): AppError {
  return new AppError("request.invalid", { part: "body", fields });
}
