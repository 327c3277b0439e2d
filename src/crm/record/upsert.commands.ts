import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import { familyOf } from "#crm/field/field.ts";
import { storedValue } from "#crm/field/field-value.ts";
import { moduleOf } from "#crm/field/module.ts";
import { uniqueKey } from "./draft.ts";
import { findHolders } from "./unique.store.ts";
import {
  changeRecords,
  createRecords,
  type InputRow,
  type RowOutcome,
  type WriteContext,
} from "./write.commands.ts";

/** What became of a row, and by which field its record was found. */
export type UpsertOutcome = { outcome: RowOutcome; duplicateField: string | null };

type Key = { field: string; value: string };
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
 * follow one another.
 */
export async function upsertRecords(
  context: WriteContext,
  rows: readonly InputRow[],
  check: readonly string[],
): Promise<Map<number, UpsertOutcome>> {
  const keyed = rows.map((row) => ({ row, keys: keysOf(context, row, check) }));
  await lockKeys(
    context,
    keyed.flatMap(({ keys }) => keys),
  );
  const outcomes = new Map<number, UpsertOutcome>();
  for (const round of roundsOf(keyed)) {
    for (const [at, outcome] of await upsertRound(context, round)) outcomes.set(at, outcome);
  }
  return outcomes;
}

async function upsertRound(
  context: WriteContext,
  round: readonly Keyed[],
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
  const changed = old.length > 0 ? await changeRecords(context, old) : new Map<number, RowOutcome>();
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
    return stored.ok && stored.value !== null ? [{ field: name, value: uniqueKey(stored.value) }] : [];
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

function nameOf({ field, value }: Key): string {
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
  const own = moduleOf(module).duplicateCheck;
  const values = keys
    .filter(({ field }) => field === own && !fields.get(field)?.unique)
    .map(({ value }) => value);
  for (const { value, id } of await findByOwnCheck(tx, context, values))
    if (!found.has(`${own} ${value}`)) found.set(`${own} ${value}`, id);
  return found;
}

/** By name or e-mail address, both in small letters and each with an index. */
async function findByOwnCheck(
  tx: Tx,
  { module }: WriteContext,
  values: readonly string[],
): Promise<{ value: string; id: string }[]> {
  if (values.length === 0) return [];
  const key = moduleOf(module).duplicateCheck === "Email" ? sql`r.email_key` : sql`r.name_key collate "C"`;
  const { rows } = await sql<{ value: string; id: string }>`
    select ${key} as value, r.id from crm_record r where r.organization_id = current_organization() and r.module = ${module}
      and r.deleted_time is null and ${key} = any (${values}) order by r.id`.execute(tx);
  return rows;
}
