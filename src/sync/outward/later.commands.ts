import { knownLink } from "#sync/change/gather.commands.ts";
import { type Clocks, crmChangeAt, type Later, laterSide } from "#sync/conflict/later.ts";
import type { LastChange } from "#sync/conflict/last-change.store.ts";
import { rawValue } from "#sync/mapping/crm-field.ts";
import { type CrmModule, type Lens, readIncoming } from "#sync/mapping/incoming.ts";
import type { BillingRecord } from "#sync/plan/decision.ts";
import { kindOf } from "#sync/plan/kind.ts";
import { fieldsInConflict } from "#sync/plan/plan-linked.ts";
import { type FoundOut, lensFor, type RunState } from "#sync/run/advance.commands.ts";
import type { CrmRecord } from "#zoho/record.ts";
import type { Errand } from "./pair.ts";
import { askTimeline } from "./timeline.commands.ts";

/** Records that were read by their ids, with what they are linked with. `clocks` is undefined where the CRM told no time. */
type Reading = {
  module: CrmModule;
  updates: readonly Extract<Errand, { do: "update" }>[];
  records: readonly CrmRecord[];
  arrived: FoundOut["arrived"];
  clocks: Clocks | undefined;
};

/** A pair with fields that both sides have changed. */
type Pair = { crm: CrmRecord; record: BillingRecord; lens: Lens; fields: readonly string[] };

/**
 * By record, whose change of a field in conflict was the later one. The CRM's own record of changes tells of its side,
 * billing's timeline of the other; it is asked only for such fields, and where either does not tell, nobody was later.
 */
export async function findLater(state: RunState, reading: Reading): Promise<FoundOut["later"]> {
  const { clocks, module } = reading;
  const later = new Map<string, ReadonlyMap<string, Later>>();
  if (state.context.rules.policy !== "latest" || !clocks || reading.records.length === 0) return later;
  const pairs = await findPairs(state, reading);
  const changes = await findBillingChanges(state, pairs);
  for (const { crm, record, lens, fields } of pairs) {
    const ours = changes.filter(
      (one) =>
        one.record_id === record.id &&
        fields.includes(one.field) &&
        one.to === (record.values[one.field] ?? null),
    );
    if (ours.length === 0) continue;
    const timeline = await askTimeline(state, module, crm.id);
    if (!timeline) continue;
    const names = new Map(lens.rows.map((row) => [row.billing, row.crm]));
    const crmTimes = (field: string): string | undefined => {
      const name = names.get(field);
      return name === undefined ? undefined : crmChangeAt(timeline, name, rawValue(crm, name));
    };
    later.set(crm.id, new Map(ours.flatMap((one) => laterOf(one, crmTimes(one.field), clocks))));
  }
  return later;
}

function laterOf(change: LastChange, crmAt: string | undefined, clocks: Clocks): [string, Later][] {
  const take = crmAt && laterSide(crmAt, change.at, clocks);
  if (!take) return [];
  return [[change.field, { take, crm_at: crmAt, billing_at: change.at, billing: change.to }]];
}

/** The pairs with a field in conflict. */
async function findPairs(
  { context, deps }: RunState,
  { module, updates, records, arrived }: Reading,
): Promise<Pair[]> {
  const ids = records.map(({ id }) => id);
  const rows = await deps.store.transact((tx) => tx.findLinks(context.connectionId, ids));
  const links = new Map(rows.map((row) => [row.crm_id, knownLink(row)]));
  const ofBilling = new Map(updates.map((one) => [one.crmId, one.record]));
  return records.flatMap((crm) => {
    const [link, record] = [links.get(crm.id), ofBilling.get(crm.id)];
    if (!link || !record) return [];
    const lens = lensFor(context, crm, module);
    const incoming = { ...readIncoming(lens, crm), arrived: arrived.get(crm.id) };
    const rules = { rows: context.rules.rows[kindOf(incoming)], policy: context.rules.policy };
    const fields = fieldsInConflict(rules, incoming, link, record);
    return fields.length > 0 ? [{ crm, record, lens, fields }] : [];
  });
}

async function findBillingChanges({ deps }: RunState, pairs: readonly Pair[]): Promise<LastChange[]> {
  const [first] = pairs;
  if (!first) return [];
  const ids = pairs.map(({ record }) => record.id);
  const fields = [...new Set(pairs.flatMap((pair) => pair.fields))];
  return deps.store.transact((tx) => tx.findLastChanges(first.record.target, ids, fields));
}
