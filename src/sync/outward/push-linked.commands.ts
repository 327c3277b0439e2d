import type { CrmModule } from "#sync/mapping/incoming.ts";
import type { Put } from "#sync/mapping/outgoing.ts";
import type { Decision, Intent } from "#sync/plan/decision.ts";
import { kindOf } from "#sync/plan/kind.ts";
import { CrmTrouble, valueOf } from "#sync/read/crm-trouble.ts";
import { fieldsOf } from "#sync/read/fields-to-read.ts";
import { type RunState, takeExact } from "#sync/run/advance.commands.ts";
import { type Instant, instantFromMs, msOf } from "#kernel/time.ts";
import type { CrmRecord } from "#zoho/record.ts";
import type { WriteRow } from "#zoho/write.ts";
import { type Clocks, clocksOf } from "#sync/conflict/later.ts";
import { findArrived } from "./arrived.commands.ts";
import { findLater } from "./later.commands.ts";
import type { Mark } from "./mark.ts";
import type { Errand } from "./pair.ts";
import { jitterMs, quietBefore } from "./quiet.ts";
import { type Sent, settleUpdates } from "./settle-updates.commands.ts";

type Update = Extract<Errand, { do: "update" }>;

/**
 * Brings linked records of the CRM up to date: each is read by its id, merged with billing field by field, and what
 * the CRM lacks is sent on condition that nobody changed it since. Answers the marks that must be taken up again.
 */
export async function pushLinked(state: RunState, updates: readonly Update[]): Promise<Mark[]> {
  const waiting: Mark[] = [];
  for (const module of ["Accounts", "Contacts"] as const) {
    const ofModule = updates.filter((one) => one.module === module);
    if (ofModule.length > 0) waiting.push(...(await pushModule(state, module, ofModule)));
  }
  return waiting;
}

async function pushModule(state: RunState, module: CrmModule, updates: readonly Update[]): Promise<Mark[]> {
  const byId = new Map(updates.map((one) => [one.crmId, one]));
  const read = await readExact(state, module, [...byId.keys()]);
  // A preview waits for nobody: it shows what is there.
  const isPreview = state.context.kind === "preview";
  const { since } = read;
  const quiet = isPreview ? read.records : read.records.filter((record) => isQuiet(record, since));
  const unheard = updates.flatMap((one) => one.unheard ?? []);
  const arrived = await findArrived(state, module, unheard, quiet);
  const later = await findLater(state, { module, updates, records: quiet, arrived, clocks: read.clocks });
  const decisions = quiet.length > 0 ? await takeExact(state, module, quiet, { arrived, later }) : [];
  if (isPreview) return [];
  const sends = decisions.flatMap((decision) => toSend(state, decision, byId.get(decision.incoming.crmId)));
  await dropSettled(state, updates, decisions);
  const busy = read.records.filter((record) => !quiet.includes(record));
  const waiting = busy.flatMap(({ id }) => byId.get(id)?.mark ?? []);
  return [...waiting, ...(await send(state, module, sends, since))];
}

/** The records as they are now, the time before which what was changed last is quiet, and the CRM's clock beside ours. */
async function readExact(
  { crm, context, deps }: RunState,
  module: CrmModule,
  ids: readonly string[],
): Promise<{ records: CrmRecord[]; since: Instant; clocks: Clocks | undefined }> {
  const asked = msOf(deps.clock.now());
  const read = await crm.recordsByIds(module, ids, fieldsOf(context, module));
  const { records } = valueOf(read);
  const answered = msOf(deps.clock.now());
  const serverTime = read.ok ? read.serverTime : undefined;
  return {
    records,
    // Without the CRM's time nothing is known to be quiet.
    since: quietBefore(serverTime ?? instantFromMs(0), answered - asked, context.crmKind),
    clocks: serverTime && clocksOf(serverTime, { asked, answered }, jitterMs[context.crmKind]),
  };
}

/** Sends updates on condition that nothing was changed since, and settles them; answers the marks to be taken up again. */
async function send(
  state: RunState,
  module: CrmModule,
  sends: readonly Sent[],
  since: Instant,
): Promise<Mark[]> {
  if (sends.length === 0) return [];
  const report = await state.crm.update(
    module,
    sends.map((one) => one.row),
    since,
  );
  const again = await settleUpdates(state, sends, report.rows);
  if (report.stopped) throw new CrmTrouble(report.stopped);
  return again;
}

function isQuiet(record: CrmRecord, since: Instant): boolean {
  const modified = record["Modified_Time"];
  return typeof modified === "string" && msOf(modified) <= msOf(since);
}

function toSend(state: RunState, decision: Decision, update: Update | undefined): Sent[] {
  const { outward, record, incoming } = decision;
  if (!outward || !record || !update || !decision.link?.intent) return [];
  const put = state.context.rules.puts?.[kindOf({ module: incoming.module, target: record.target })];
  if (!put) return [];
  return [{ mark: update.mark, decision, record, outward, row: rowOf(incoming.crmId, outward, put) }];
}

/** The least that is sent: the fields that differ, and nothing beside them. */
function rowOf(id: string, { values }: Intent, put: Put): WriteRow & { id: string } {
  const written = Object.entries(values).map(([field, value]) => put(field, value));
  return { ...Object.fromEntries(written.flatMap((one) => (one.ok ? [[one.crm, one.raw]] : []))), id };
}

/**
 * What was read and has nothing to send needs its mark no longer. A record that was not read keeps it, because absence
 * proves nothing, and so does what was held back.
 */
async function dropSettled(
  { deps, context }: RunState,
  updates: readonly Update[],
  decisions: readonly Decision[],
): Promise<void> {
  const idle = decisions.filter((one) => !one.outward && !one.heldOutward && one.outcome !== "held");
  const read = new Set(idle.map((one) => one.incoming.crmId));
  const settled = updates.filter(({ crmId }) => read.has(crmId));
  const [first] = settled;
  if (!first) return;
  await deps.store.transact((tx) =>
    tx.dropMarks(
      context.connectionId,
      first.record.target,
      settled.map((one) => one.mark),
    ),
  );
}
