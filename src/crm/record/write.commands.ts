import type { Tx } from "#platform/db/db.ts";
import type { FieldMap, ModuleName } from "#crm/field/field.ts";
import { takeAutoNumbers } from "#crm/field/field.store.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { changedValues, type Draft, draftRow, references, type Stamps, uniqueValues } from "./draft.ts";
import {
  existingRecords,
  existingUsers,
  insertRecords,
  lockRecords,
  readStamps,
  takeIds,
  updateRecords,
  visibleIds,
} from "./record.store.ts";
import { type CheckedRow, checkRow, invalid, place, type RowProblem, unknownId } from "./row-check.ts";
import { tellEvents, type WriteContext } from "./event.commands.ts";
import { changesOf, type RecordEvent } from "./timeline.ts";
import { currencyValues } from "./record-currency.ts";
import { AlreadyModified, type Condition, newerIds } from "./unmodified.ts";
import { type Claim, claimValues, freeValues } from "./unique.store.ts";

/** What became of one row of a write. */
export type RowOutcome = { problem: RowProblem } | { action: "insert" | "update"; stamps: Stamps };

/** A row of the request with its place in data[]; `id` names the record to change. */
export type InputRow = { at: number; input: object; id?: string | undefined };

/** Creates a record for each row; a row that is refused keeps none of the others from being written. */
export async function createRecords(
  context: WriteContext,
  rows: readonly InputRow[],
): Promise<Map<number, RowOutcome>> {
  const fields = context.caller.fields[context.module];
  const ids = await takeIds(context.tx, rows.length);
  const changes = new Map<Draft, ReadonlyMap<string, unknown>>();
  for (const [index, { at, input }] of rows.entries()) {
    const { row, problem } = checkRow(fields, input, at, "insert");
    const given = withCurrency(context, row.values, true);
    const values = changedValues({}, given);
    const draft: Draft = {
      at,
      id: ids[index] ?? "",
      before: undefined,
      values,
      ownerId: row.ownerId ?? context.caller.user.id,
      problem,
    };
    changes.set(draft, given);
  }
  return writeDrafts(context, changes);
}

/**
 * Changes the record of each row: given fields are set, null ones cleared, others untouched. Throws where a record
 * does not meet the condition, before anything is written; the transaction has to end then.
 */
export async function changeRecords(
  context: WriteContext,
  rows: readonly InputRow[],
  condition?: Condition,
): Promise<Map<number, RowOutcome>> {
  const fields = context.caller.fields[context.module];
  const ids = rows.flatMap(({ id }) => (id !== undefined && isRecordId(id) ? [id] : []));
  const existing = await lockRecords(context.tx, context, [...new Set(ids)]);
  const newer = condition ? newerIds([...existing.values()], condition) : [];
  if (newer.length > 0) throw new AlreadyModified(await readStamps(context.tx, newer));
  const changes = new Map<Draft, ReadonlyMap<string, unknown>>();
  const seen = new Set<string>();
  for (const { at, input, id = "" } of rows) {
    const before = existing.get(id);
    const { row, problem } = checkRow(fields, input, at, "update");
    const given = withCurrency(context, row.values, false);
    const draft: Draft = {
      at,
      id,
      before,
      values: changedValues(before?.values ?? {}, given),
      ownerId: row.ownerId ?? before?.owner_id ?? "",
      problem,
    };
    if (!before) draft.problem = unknownId(at, id);
    else if (seen.has(id))
      draft.problem = {
        code: "DUPLICATE_DATA",
        details: { api_name: "id", json_path: `$.data[${at}].id` },
        message: "duplicate data",
        status: "error",
      };
    seen.add(id);
    changes.set(draft, given);
  }
  return writeDrafts(context, changes);
}

function withCurrency(
  { caller }: WriteContext,
  given: CheckedRow["values"],
  isNew: boolean,
): ReadonlyMap<string, unknown> {
  const currency = currencyValues(given, {
    base: caller.organization.currency,
    rates: caller.rates,
    isNew,
  });
  return new Map<string, unknown>([...given, ...currency]);
}

/** References checked, unique values taken, rows written: what is left without a problem at each step goes on. */
async function writeDrafts(
  context: WriteContext,
  changes: ReadonlyMap<Draft, ReadonlyMap<string, unknown>>,
): Promise<Map<number, RowOutcome>> {
  const { tx, caller, module } = context;
  const fields = caller.fields[module];
  const drafts = [...changes.keys()];
  const sound = (): Draft[] => drafts.filter((draft) => draft.problem === undefined);
  await checkReferences(context, sound(), changes);
  await takeUniqueValues(context, caller.wholeFields[module], sound());
  const fresh = sound().filter((draft) => draft.before === undefined);
  await numberDrafts(tx, module, caller.wholeFields[module], fresh);
  const old = sound().filter((draft) => draft.before !== undefined);
  const written = [
    ...(await insertRecords(
      tx,
      module,
      caller.user.id,
      fresh.map((draft) => draftRow(module, draft)),
    )),
    ...(await updateRecords(
      tx,
      caller.user.id,
      old.map((draft) => draftRow(module, draft)),
    )),
  ];
  const stamps = new Map(written.map((one) => [one.id, one]));
  const eventOf = (draft: Draft, changes: RecordEvent["changes"]): RecordEvent => ({
    id: draft.id,
    at: mustStamp(stamps, draft).modified_time,
    changes,
  });
  await tellEvents(
    context,
    "added",
    fresh.map((draft) => eventOf(draft, [])),
  );
  const changed = old.map((draft) => eventOf(draft, changesOf(fields, draft)));
  // A change that leaves all as it was is none.
  await tellEvents(
    context,
    "updated",
    changed.filter(({ changes }) => changes.length > 0),
  );
  return new Map(drafts.map((draft) => [draft.at, outcomeOf(draft, stamps)]));
}

function outcomeOf(draft: Draft, stamps: ReadonlyMap<string, Stamps>): RowOutcome {
  if (draft.problem) return { problem: draft.problem };
  return { action: draft.before ? "update" : "insert", stamps: mustStamp(stamps, draft) };
}

function mustStamp(stamps: ReadonlyMap<string, Stamps>, { id }: Draft): Stamps {
  const found = stamps.get(id);
  if (!found) throw new Error(`record ${id} was not written`);
  return found;
}

/** A record that the caller cannot see is none to refer to, unless the draft refers to it already. */
async function checkReferences(
  { tx, caller, module }: WriteContext,
  drafts: readonly Draft[],
  changes: ReadonlyMap<Draft, ReadonlyMap<string, unknown>>,
): Promise<void> {
  const wanted = drafts.flatMap((draft) =>
    references(caller.fields[module], draft, changes.get(draft) ?? new Map()).map((reference) => ({
      draft,
      ...reference,
    })),
  );
  const users = wanted.filter(({ to }) => to === "user").map(({ id }) => id);
  const records = wanted.filter(({ to }) => to !== "user").map(({ id }) => id);
  const known = await existingUsers(tx, [...new Set(users)]);
  const { existing, visible } = await existingRecords(tx, caller, [...new Set(records)]);
  for (const { draft, field, id, to } of wanted) {
    const name = `${to} ${id}`;
    const isKept = draft.before?.values[field] === id;
    if (!known.has(name) && !(isKept ? existing : visible).has(name))
      draft.problem ??= invalid(place({ api_name: field }, draft.at));
  }
}

/** Takes the changed unique values. A draft whose value another record holds is refused, and keeps what it held before. */
async function takeUniqueValues(
  { tx, caller, module }: WriteContext,
  fields: FieldMap,
  drafts: readonly Draft[],
): Promise<void> {
  if (![...fields.values()].some((field) => field.unique)) return;
  const claims: Claim[] = [];
  for (const draft of drafts) {
    const held = uniqueValues(fields, draft.before?.values ?? {});
    const wanted = uniqueValues(fields, draft.values);
    for (const [field] of held)
      if (held.get(field) !== wanted.get(field)) await freeValues(tx, [draft.id], field);
    for (const [field, value] of wanted)
      if (held.get(field) !== value) claims.push({ field, value, record_id: draft.id });
  }
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  const refused = await claimValues(tx, module, claims);
  const holders = refused.map(({ holder }) => holder);
  const seen = await visibleIds(tx, { caller, module }, holders);
  for (const { claim, holder } of refused) {
    const draft = byId.get(claim.record_id);
    if (draft) draft.problem ??= duplicate(draft.at, claim.field, seen.has(holder) ? holder : undefined);
  }
  for (const draft of new Set(refused.map(({ claim }) => byId.get(claim.record_id))))
    if (draft) await giveBack({ tx, module }, fields, draft);
}

async function giveBack(
  { tx, module }: Pick<WriteContext, "tx" | "module">,
  fields: FieldMap,
  draft: Draft,
): Promise<void> {
  await freeValues(tx, [draft.id]);
  const held = uniqueValues(fields, draft.before?.values ?? {});
  await claimValues(
    tx,
    module,
    [...held].map(([field, value]) => ({ field, value, record_id: draft.id })),
  );
}

/** The record that holds a value is named to those who may see it. */
function duplicate(at: number, field: string, holder: string | undefined): RowProblem {
  const details = {
    ...place({ api_name: field }, at),
    ...(holder === undefined ? {} : { id: holder }),
    more_records: false,
  };
  return { code: "DUPLICATE_DATA", details, message: "duplicate data", status: "error" };
}

async function numberDrafts(
  tx: Tx,
  module: ModuleName,
  fields: FieldMap,
  drafts: readonly Draft[],
): Promise<void> {
  for (const field of fields.values()) {
    if (field.type !== "autonumber" || drafts.length === 0) continue;
    const first = await takeAutoNumbers(tx, module, field.api_name, drafts.length);
    for (const [index, draft] of drafts.entries()) {
      draft.values = {
        ...draft.values,
        [field.api_name]: `${field.autoNumber?.prefix ?? ""}${first + index}${field.autoNumber?.suffix ?? ""}`,
      };
    }
  }
}
