import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import { familyOf } from "#crm/field/field.ts";
import { storedValue } from "#crm/field/field-value.ts";
import { moduleOf } from "#crm/field/module.ts";
import { uniqueKey } from "./draft.ts";
import type { WriteContext } from "./event.commands.ts";
import { visibleIds } from "./record.store.ts";
import { findHolders } from "./unique.store.ts";
import type { Condition } from "./unmodified.ts";
import { visibleSql } from "./visible-sql.ts";
import { changeRecords, createRecords, type InputRow, type RowOutcome } from "./write.commands.ts";

/** What became of a row, and by which field its record was found. */
export type UpsertOutcome = { outcome: RowOutcome; duplicateField: string | null };

/** `text` is the value as given, `value` as unique fields compare it. */
type Key = { field: string; value: string; text: string };
type Keyed = { row: InputRow; keys: Key[] };

/** The fields that may be compared: unique ones, and the module's own duplicate check. */
export function checkFields(
  { caller, module }: WriteContext,
  named: readonly string[] | undefined,
): readonly string[] | undefined {
  const own = moduleOf(module).duplicateCheck;
  if (named === undefined || named.length === 0) return [own];
  const fields = caller.fields[module];
  return named.every((name) => name === own || name === "id" || fields.get(name)?.unique) ? named : undefined;
}

/**
 * Changes the record that a row's check fields (or its id) name, or creates one. Two calls at once with the same value
 * make one record: each takes a lock on the values it is about to look for. Rows of one call that name the same value
 * follow one another. Throws where a record that is there was changed after `unmodifiedSince`; nothing is kept then.
 */
export async function upsertRecords(
  context: WriteContext,
  rows: readonly InputRow[],
  { check, unmodifiedSince }: { check: readonly string[]; unmodifiedSince: string | undefined },
): Promise<Map<number, UpsertOutcome>> {
  const keyed = rows.map((row) => ({ row, keys: keysOf(context, row, check) }));
  await lockKeys(
    context,
    keyed.flatMap(({ keys }) => keys),
  );
  const outcomes = new Map<number, UpsertOutcome>();
  const written = new Set<string>();
  const condition = unmodifiedSince === undefined ? undefined : { since: unmodifiedSince, except: written };
  for (const round of roundsOf(keyed)) {
    for (const [at, done] of await upsertRound(context, round, condition)) {
      outcomes.set(at, done);
      if ("stamps" in done.outcome) written.add(done.outcome.stamps.id);
    }
  }
  return outcomes;
}

async function upsertRound(
  context: WriteContext,
  round: readonly Keyed[],
  condition: Condition | undefined,
): Promise<Map<number, UpsertOutcome>> {
  const holders = await findByKeys(
    context,
    round.flatMap(({ keys }) => keys),
  );
  const found = new Map<number, Key & { id: string }>();
  for (const { row, keys } of round) {
    const key = keys.find((one) => holders.has(nameOf(one)));
    if (key && row.id === undefined) found.set(row.at, { ...key, id: holders.get(nameOf(key)) ?? "" });
  }
  const old = round.flatMap(({ row }) =>
    row.id !== undefined || found.has(row.at) ? [{ ...row, id: row.id ?? found.get(row.at)?.id }] : [],
  );
  const fresh = round.flatMap(({ row }) => (row.id === undefined && !found.has(row.at) ? [row] : []));
  const changed =
    old.length > 0 ? await changeRecords(context, old, condition) : new Map<number, RowOutcome>();
  const created = fresh.length > 0 ? await createRecords(context, fresh) : new Map<number, RowOutcome>();
  return new Map(
    [...changed, ...created].map(([at, outcome]) => [
      at,
      { outcome, duplicateField: found.get(at)?.field ?? null },
    ]),
  );
}

function keysOf({ caller, module }: WriteContext, { input }: InputRow, check: readonly string[]): Key[] {
  return check.flatMap((name) => {
    const field = caller.fields[module].get(name);
    if (!field || !Object.hasOwn(input, name) || familyOf(field) === "choices") return [];
    const stored = storedValue(field, (input as Record<string, unknown>)[name]);
    if (!stored.ok || stored.value === null) return [];
    return [{ field: name, value: uniqueKey(stored.value), text: String(stored.value) }];
  });
}

/** Rows in an order in which no two of one round name the same record. */
function roundsOf(keyed: readonly Keyed[]): Keyed[][] {
  const rounds: { taken: Set<string>; rows: Keyed[] }[] = [];
  for (const one of keyed) {
    const names = [...one.keys.map(nameOf), ...(one.row.id === undefined ? [] : [`id ${one.row.id}`])];
    const last = rounds.findLastIndex(({ taken }) => names.some((name) => taken.has(name)));
    const round = rounds[last + 1] ?? { taken: new Set<string>(), rows: [] };
    if (rounds[last + 1] === undefined) rounds.push(round);
    for (const name of names) round.taken.add(name);
    round.rows.push(one);
  }
  return rounds.map(({ rows }) => rows);
}

function nameOf({ field, value }: Pick<Key, "field" | "value">): string {
  return `${field} ${value}`;
}

async function lockKeys({ tx, caller, module }: WriteContext, keys: readonly Key[]): Promise<void> {
  if (keys.length === 0) return;
  const scope = `${caller.organization.organization_id} ${module}`;
  await sql`select pg_advisory_xact_lock(a, b) from (
    select distinct hashtext(${scope} || x.field) as a, hashtext(x.value) as b
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as x (field text, value text) order by 1, 2) locks`.execute(
    tx,
  );
}

/** The oldest record that each key names, by `field value`. */
async function findByKeys(context: WriteContext, keys: readonly Key[]): Promise<Map<string, string>> {
  const { tx, caller, module } = context;
  const fields = caller.fields[module];
  const found = await findHolders(
    tx,
    module,
    keys.filter(({ field }) => fields.get(field)?.unique),
  );
  // A record that the caller cannot see is none to change: its unique value will refuse a second one.
  const seen = await visibleIds(tx, context, [...found.values()]);
  for (const [name, id] of found) if (!seen.has(id)) found.delete(name);
  const own = moduleOf(module).duplicateCheck;
  const texts = keys
    .filter(({ field }) => field === own && !fields.get(field)?.unique)
    .map(({ text }) => text);
  for (const { text, id } of await findByOwnCheck(tx, context, texts)) {
    const name = nameOf({ field: own, value: uniqueKey(text) });
    if (!found.has(name)) found.set(name, id);
  }
  return found;
}

/** By name or e-mail address, both in small letters and each with an index. */
async function findByOwnCheck(
  tx: Tx,
  { caller, module }: WriteContext,
  texts: readonly string[],
): Promise<{ text: string; id: string }[]> {
  if (texts.length === 0) return [];
  const key = moduleOf(module).duplicateCheck === "Email" ? sql`r.email_key` : sql`r.name_key collate "C"`;
  // Reckoned beforehand (`materialized`): under row-level security an index serves only bare comparisons.
  const { rows } = await sql<{ text: string; id: string }>`
    with w as materialized (select text, left(lower(text), 200) as key from unnest(${texts}::text[]) u (text))
    select w.text, r.id from w join crm_record r on r.organization_id = current_organization() and r.module = ${module}
      and r.deleted_time is null and ${visibleSql(caller, module)} and ${key} = w.key order by r.id`.execute(
    tx,
  );
  return rows;
}
