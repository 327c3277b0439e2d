import { changesOf, whyOutward } from "#sync/history/record.ts";
import type { BillingRecord, Decision, Intent } from "#sync/plan/decision.ts";
import { withoutOwn } from "#sync/plan/unheard.ts";
import type { RunState } from "#sync/run/advance.commands.ts";
import type { RowOutcome, WriteRow } from "#zoho/write.ts";
import type { Mark } from "./mark.ts";
import type { LinkChange } from "./settle.store.ts";
import { doAndTell, type Told } from "./tell.commands.ts";

/** An update on its way to the CRM. */
export type Sent = {
  mark: Mark;
  decision: Decision;
  record: BillingRecord;
  outward: Intent;
  row: WriteRow & { id: string };
};

/** What an answer means for one row: what is told, and whether the row is tried again now, later, or not. */
type Settled = {
  sent: Sent;
  told: Pick<Told, "outcome" | "reason" | "facts"> | undefined;
  /** `unknown` keeps the intent: whoever reads the record next sees whether it arrived. */
  intent: "arrived" | "undone" | "unknown";
  mark: "drop" | "again" | "keep";
  modifiedTime: string | undefined;
};

/** Settles what was sent, row by row, in one transaction; answers the marks of rows to be tried again at once. */
export async function settleUpdates(
  state: RunState,
  sends: readonly Sent[],
  rows: readonly RowOutcome[],
): Promise<Mark[]> {
  const settled = rows.flatMap((row) => {
    const sent = sends[row.index];
    return sent ? [settle(sent, row)] : [];
  });
  const { connectionId } = state.context;
  const now = state.deps.clock.now();
  const [first] = sends;
  if (!first) return [];
  const known = settled.filter((one) => one.intent !== "unknown");
  const arrived = settled.filter((one) => one.intent === "arrived");
  const gone = settled.filter((one) => one.mark === "drop").map((one) => one.sent.mark);
  const told = settled.flatMap((one) => toTold(one));
  await doAndTell(state, told, async (tx) => {
    await tx.settleLinks(connectionId, now, known.map(linkChange));
    await tx.settleArrived(connectionId, now, arrived.map(arrivedFields));
    await tx.dropMarks(connectionId, first.record.target, gone);
  });
  return settled.filter((one) => one.mark === "again").map((one) => one.sent.mark);
}

function settle(sent: Sent, row: RowOutcome): Settled {
  const plain = { sent, told: undefined, modifiedTime: undefined };
  if (row.state === "done") {
    const told = { outcome: "updated", reason: "billing.changed" } as const;
    return { sent, told, intent: "arrived", mark: "drop", modifiedTime: row.modifiedTime };
  }
  if (row.state === "unknown") return { ...plain, intent: "unknown", mark: "again" };
  if (row.state === "unsent") return { ...plain, intent: "undone", mark: "keep" };
  // By somebody, or by an earlier try of ours that slept on its way: whoever reads the record next sees which.
  if (row.reason === "changed_since") return { ...plain, intent: "unknown", mark: "again" };
  // Deleted, or not visible: the deleted list tells, at the next run.
  if (row.reason === "gone") return { ...plain, intent: "undone", mark: "keep" };
  const facts = { code: row.code, message: row.message, field: row.field ?? null };
  return row.isPermanent
    ? { ...plain, told: { outcome: "failed", reason: "crm.refused", facts }, intent: "undone", mark: "drop" }
    : { ...plain, told: { outcome: "skipped", reason: "crm.locked", facts }, intent: "undone", mark: "keep" };
}

function linkChange({ sent, intent, modifiedTime }: Settled): LinkChange {
  const agreed = intent === "arrived" ? sent.outward.values : {};
  // One that arrived has changed the record: what slept before it comes too late.
  const left = intent === "arrived" ? undefined : withoutOwn(sent.decision.link?.intent);
  return { crmId: sent.decision.incoming.crmId, agreed, intent: left, modifiedTime };
}

function arrivedFields({ sent }: Settled): { crmId: string; fields: string[] } {
  return { crmId: sent.decision.incoming.crmId, fields: Object.keys(sent.outward.values) };
}

function toTold({ sent, told }: Settled): Told[] {
  if (!told) return [];
  const { module, crmId } = sent.decision.incoming;
  const changes = changesOf(sent.outward);
  const why = told.outcome === "updated" ? whyOutward(changes, sent.outward.decided ?? []) : {};
  return [{ record: sent.record, module, crmId, changes, ...told, ...why }];
}
