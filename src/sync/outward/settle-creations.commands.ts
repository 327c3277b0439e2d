import { markerField, readIncoming } from "#sync/mapping/incoming.ts";
import type { Values } from "#sync/plan/decision.ts";
import { lensFor, type RunState } from "#sync/run/advance.commands.ts";
import type { RowOutcome } from "#zoho/write.ts";
import { toldCreation } from "./approve.commands.ts";
import type { Creation } from "./creation.store.ts";
import type { Mark } from "./mark.ts";
import type { Create } from "./push-new.commands.ts";
import type { MadeLink } from "./settle.store.ts";
import { doAndTell, type Told } from "./tell.commands.ts";

/** A record on its way into the CRM. `isEarlier`: what it is made of was noted before this pass, and may be old by now. */
export type Made = { creation: Creation; create: Create; isEarlier: boolean };

type Settled = Made & {
  crmId: string;
  modifiedTime: string | undefined;
  told: Pick<Told, "outcome" | "reason" | "facts"> | undefined;
  /** Whether the creation is over: made, or refused for good. */
  isOver: boolean;
  mark: "drop" | "again" | "keep";
};

/** Settles what was sent, row by row, in one transaction: each record that was made gets its link. */
export async function settleCreations(
  state: RunState,
  made: readonly Made[],
  rows: readonly RowOutcome[],
): Promise<Mark[]> {
  const settled = rows.flatMap((row) => {
    const one = made[row.index];
    return one ? [settle(one, row)] : [];
  });
  const [first] = settled;
  if (!first) return [];
  const { connectionId, configVersion } = state.context;
  const now = state.deps.clock.now();
  const { target } = first.create.record;
  const linked = settled.filter((one) => one.crmId !== "");
  const links = linked.map((one): MadeLink => ({ ...one, base: baseOf(state, one) }));
  const customers = target === "customer" ? linked.map((one) => one.creation.customer_id) : [];
  const over = settled.filter((one) => one.isOver).map((one) => one.creation.record_id);
  const gone = settled.filter((one) => one.mark === "drop").map((one) => one.create.mark);
  const told = settled.flatMap((one) => toTold(one));
  await doAndTell(state, told, async (tx) => {
    await tx.linkMade(connectionId, links, configVersion, now);
    await tx.markPersonsOf(connectionId, customers);
    await tx.deleteCreations(connectionId, over);
    await tx.dropMarks(connectionId, target, gone);
  });
  return settled.filter((one) => one.mark === "again").map((one) => one.create.mark);
}

/**
 * What both sides agree on: what was sent, and what billing reads of it beside that. A company name that only comes
 * from the CRM's account name was blank in billing when the account was made, and stays so until that changes.
 */
function baseOf({ context }: RunState, { creation, create }: Made): Values {
  const record = { ...(JSON.parse(creation.payload) as Record<string, unknown>), id: "" };
  const read = readIncoming(lensFor(context, record, create.module), record);
  return { ...read.values, ...(JSON.parse(creation.values) as Values) };
}

function settle(made: Made, row: RowOutcome): Settled {
  const plain = { ...made, crmId: "", modifiedTime: undefined, told: undefined, isOver: false };
  if (row.state === "unknown") return { ...plain, mark: "again" };
  if (row.state === "unsent") return { ...plain, mark: "keep" };
  if (row.state === "done") {
    const isOurs = row.duplicateField === undefined || row.duplicateField === markerField;
    const told = { outcome: "created", reason: "billing.new" } as const;
    // What was changed in billing since it was noted is not in it, and a view that does not show the record tells nobody.
    const mark = made.isEarlier ? "again" : "drop";
    if (isOurs) return { ...plain, crmId: row.id, modifiedTime: row.modifiedTime, told, isOver: true, mark };
    // The CRM took another record for ours although it was asked to compare nothing but the marker.
    const facts = { code: "UNEXPECTED_MATCH", message: `matched by ${row.duplicateField}`, field: null };
    return { ...plain, told: { outcome: "failed", reason: "crm.refused", facts }, mark: "keep" };
  }
  if (isForgotten(made, row)) return { ...plain, isOver: true, mark: "keep" };
  // It is there already: an earlier try, or another worker, has made it. The next round finds it by its marker.
  if (row.reason === "changed_since") return { ...plain, mark: "again" };
  const facts = { code: row.code, message: row.message, field: row.field ?? null };
  return row.isPermanent
    ? { ...plain, told: { outcome: "failed", reason: "crm.refused", facts }, isOver: true, mark: "drop" }
    : { ...plain, told: { outcome: "skipped", reason: "crm.locked", facts }, mark: "keep" };
}

/** Whether a record was there before the first try to make it: what it was made of is not known any more. */
export function isForgotten({ creation }: Made, row: RowOutcome): boolean {
  return row.state === "refused" && row.reason === "changed_since" && creation.tries === 0;
}

function toTold({ creation, create, crmId, told }: Settled): Told[] {
  if (!told) return [];
  const values = JSON.parse(creation.values) as Values;
  return [{ ...toldCreation({ create, values }, crmId), ...told }];
}
