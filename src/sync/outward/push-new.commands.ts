import type { CrmModule } from "#sync/mapping/incoming.ts";
import { kindOf } from "#sync/plan/kind.ts";
import { CrmTrouble } from "#sync/read/crm-trouble.ts";
import type { RunState } from "#sync/run/advance.commands.ts";
import { onlyApproved, type Planned, toldCreation } from "./approve.commands.ts";
import { newRecord, type NewRecord } from "./creation.ts";
import type { Creation } from "./creation.store.ts";
import { adopt, findByMarker } from "./by-marker.commands.ts";
import { holdToSend } from "./hold-to-send.commands.ts";
import type { Mark } from "./mark.ts";
import { withoutMergedAway } from "./merged-away.commands.ts";
import { markerField } from "#sync/mapping/incoming.ts";
import { customerOf, type Errand, nameOf } from "./pair.ts";
import { isForgotten, type Made, settleCreations } from "./settle-creations.commands.ts";
import { doAndTell } from "./tell.commands.ts";
import { withoutTwins } from "./twins.commands.ts";

export type Create = Extract<Errand, { do: "create" }>;

/**
 * The CRM finds a record by its marker and updates it, however unwanted: what a lost try made may have been edited
 * since. Every record was changed after this time, so that on this condition an upsert makes records and nothing else.
 */
const beforeAll = "2000-01-01T00:00:00.000Z";

/**
 * Makes records in the CRM, each once: what it is made of is noted before anything is sent, and a try whose answer was
 * lost is looked up by its marker before another one is made (docs/adr/0017-writes-to-the-crm.md). Answers the marks
 * of those of which nobody knows yet whether they were made.
 */
export async function pushNew(state: RunState, creates: readonly Create[]): Promise<Mark[]> {
  const again: Mark[] = [];
  for (const module of ["Accounts", "Contacts"] as const) {
    const ofModule = creates.filter((one) => one.module === module);
    if (ofModule.length > 0) again.push(...(await pushModule(state, module, ofModule)));
  }
  return again;
}

async function pushModule(state: RunState, module: CrmModule, creates: readonly Create[]): Promise<Mark[]> {
  const { deps, context } = state;
  const ids = creates.map((one) => one.record.id);
  const begun = await deps.store.transact((tx) => tx.findCreations(context.connectionId, ids));
  const known = new Set(begun.map((one) => one.record_id));
  const fresh = await withoutTwins(
    state,
    module,
    creates.filter((one) => !known.has(one.record.id)),
  );
  const planned = fresh.map((create) => ({ create, ...newRecordOf(state, create) }));
  if (context.kind === "preview") {
    await tellPlanned(state, planned);
    return [];
  }
  const approved = await onlyApproved(state, planned);
  const creations = await deps.store.transact(async (tx) => {
    await tx.holdRun(context);
    await tx.insertCreations(approved.map((one) => creationOf(state, one)));
    return tx.findCreations(context.connectionId, [...known, ...approved.map((one) => one.create.record.id)]);
  });
  const marks = new Map(creates.map((one) => [one.record.id as string, one]));
  const toMake = creations.flatMap((creation): Made[] => {
    const create = marks.get(creation.record_id);
    return create ? [{ creation, create, isEarlier: known.has(create.record.id) }] : [];
  });
  return make(state, module, toMake);
}

function newRecordOf({ context }: RunState, { record, module, parentCrmId }: Create): NewRecord {
  const { rules, crmFields } = context;
  const kind = kindOf({ module, target: record.target });
  const put = rules.puts?.[kind];
  if (!put) throw new Error("a connection that makes records can write them");
  return newRecord(record, nameOf(record), {
    rows: rules.rows[kind],
    put,
    crmFields: crmFields[module],
    ownerId: context.crmUserId,
    accountId: parentCrmId,
  });
}

/** What a preview would make, and for the steps after this one, whose contact persons it would make too. */
async function tellPlanned(state: RunState, planned: readonly Planned[]): Promise<void> {
  const records = planned.map(({ create }) => create.record);
  const customers = records.filter(({ target }) => target === "customer").map(({ id }) => id);
  const told = planned.map((one) => toldCreation(one));
  await doAndTell(state, told, (tx) => tx.rememberMade(state.context.runId, customers));
}

function creationOf(
  { deps, context }: RunState,
  { create, values, payload }: Planned & NewRecord,
): Omit<Creation, "tries"> {
  const { record, module } = create;
  return {
    organization_id: context.organizationId,
    connection_id: context.connectionId,
    target: record.target,
    record_id: record.id,
    customer_id: customerOf(record),
    crm_module: module,
    values: JSON.stringify(values),
    payload: JSON.stringify(payload),
    started_at: deps.clock.now(),
  };
}

async function make(state: RunState, module: CrmModule, toMake: readonly Made[]): Promise<Mark[]> {
  const { context, crm } = state;
  const earlier = toMake.flatMap(({ creation }) => (creation.tries > 0 ? [creation.record_id] : []));
  const found = await findByMarker(state, module, earlier);
  const known = toMake.filter((one) => found.has(one.creation.record_id));
  const there = await withoutMergedAway(state, known, found);
  const linked = await settleCreations(
    state,
    there,
    there.map((one, index) => ({
      state: "done",
      index,
      id: found.get(one.creation.record_id) ?? "",
      action: "insert",
      modifiedTime: undefined,
      duplicateField: undefined,
    })),
  );
  const left = toMake.filter((one) => !found.has(one.creation.record_id));
  if (left.length === 0) return linked;
  const tried = left.map((one) => one.creation.record_id);
  await holdToSend(state, (tx) => tx.countTry(context.connectionId, tried));
  const rows = left.map((one) => JSON.parse(one.creation.payload) as Record<string, unknown>);
  const report = await crm.upsertBy(module, markerField, rows, beforeAll);
  const again = await settleCreations(state, left, report.rows);
  const forgotten = report.rows.flatMap((row) => {
    const one = left[row.index];
    return one && isForgotten(one, row) ? [one] : [];
  });
  await adopt(state, module, forgotten);
  if (report.stopped) throw new CrmTrouble(report.stopped);
  return [...linked, ...again];
}
