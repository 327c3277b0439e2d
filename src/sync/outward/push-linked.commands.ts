import { inOrganization } from "#platform/db/db.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import type { Put } from "#sync/mapping/outgoing.ts";
import type { Decision, Intent } from "#sync/plan/decision.ts";
import { CrmTrouble, valueOf } from "#sync/read/crm-trouble.ts";
import { fieldsOf } from "#sync/read/fields-to-read.ts";
import { type RunState, takeExact } from "#sync/run/advance.commands.ts";
import { msOf } from "#kernel/time.ts";
import type { CrmRecord } from "#zoho/record.ts";
import type { WriteRow } from "#zoho/write.ts";
import { dropMarks } from "./mark.store.ts";
import type { Mark } from "./mark.ts";
import type { Errand } from "./pair.ts";
import { quietBefore } from "./quiet.ts";
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
  const fields = fieldsOf(state.context, module);
  const asked = msOf(state.deps.clock.now());
  const read = await state.crm.recordsByIds(module, [...byId.keys()], fields);
  const { records } = valueOf(read);
  // Without the CRM's time nothing is known to be quiet.
  const serverTime = read.ok ? read.serverTime : undefined;
  if (serverTime === undefined) return updates.map((one) => one.mark);
  const since = quietBefore(serverTime, msOf(state.deps.clock.now()) - asked, state.context.crmKind);
  const quiet = records.filter((record) => isQuiet(record, since));
  const decisions = quiet.length > 0 ? await takeExact(state, module, quiet) : [];
  const sends = decisions.flatMap((decision) => toSend(state, decision, byId.get(decision.incoming.crmId)));
  await dropSettled(state, updates, decisions, sends);
  const busy = records
    .filter((record) => !isQuiet(record, since))
    .flatMap(({ id }) => byId.get(id)?.mark ?? []);
  if (sends.length === 0) return busy;
  const report = await state.crm.update(
    module,
    sends.map((one) => one.row),
    since,
  );
  const again = await settleUpdates(state, sends, report.rows);
  if (report.stopped) throw new CrmTrouble(report.stopped);
  return [...busy, ...again];
}

function isQuiet(record: CrmRecord, since: string): boolean {
  const modified = record["Modified_Time"];
  return typeof modified === "string" && msOf(modified) <= msOf(since);
}

function toSend(state: RunState, decision: Decision, update: Update | undefined): Sent[] {
  const { outward, record, incoming } = decision;
  const puts = state.context.rules.puts;
  if (!outward || !record || !update || !puts || !decision.link?.intent) return [];
  const put =
    record.target === "contact_person"
      ? puts.person
      : incoming.module === "Contacts"
        ? puts.unassociated
        : puts.customer;
  return [{ mark: update.mark, decision, record, outward, row: rowOf(incoming.crmId, outward, put) }];
}

/** The least that is sent: the fields that differ, and nothing beside them. */
function rowOf(id: string, { values }: Intent, put: Put): WriteRow & { id: string } {
  const written = Object.entries(values).map(([field, value]) => put(field, value));
  return { ...Object.fromEntries(written.flatMap((one) => (one.ok ? [[one.crm, one.raw]] : []))), id };
}

/** What was read and has nothing to send needs its mark no longer. A record that was not read keeps it: absence proves nothing. */
async function dropSettled(
  { deps, context }: RunState,
  updates: readonly Update[],
  decisions: readonly Decision[],
  sends: readonly Sent[],
): Promise<void> {
  const sent = new Set(sends.map((one) => one.decision.incoming.crmId));
  const read = new Set(decisions.map((one) => one.incoming.crmId));
  const settled = updates.filter(({ crmId }) => read.has(crmId) && !sent.has(crmId));
  const [first] = settled;
  if (!first) return;
  await inOrganization(deps.db, context.organizationId, (tx) =>
    dropMarks(
      tx,
      context.connectionId,
      first.record.target,
      settled.map((one) => one.mark),
    ),
  );
}
