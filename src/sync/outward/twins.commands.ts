import { type CrmModule, markerField, readIncoming } from "#sync/mapping/incoming.ts";
import { isComposed } from "#sync/mapping/crm-field.ts";
import { kindOf } from "#sync/plan/kind.ts";
import { keysOf } from "#sync/plan/match.ts";
import { enabledKeys } from "#sync/plan/plan-batch.ts";
import type { MatchKey } from "#sync/connection/settings.api.ts";
import type { Reason } from "#sync/plan/decision.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import { fieldsOf } from "#sync/read/fields-to-read.ts";
import { lensFor, type RunState, takeRecords } from "#sync/run/advance.commands.ts";
import type { CrmRecord } from "#zoho/record.ts";
import type { Create } from "./push-new.commands.ts";
import { doAndTell, type Told } from "./tell.commands.ts";

/** As many values as a COQL condition takes. */
const valuesAtOnce = 50;

/** The billing fields whose CRM fields hold a match key as it is; phone numbers and web addresses are spelled too freely. */
const fieldsByKey: Partial<Record<MatchKey, readonly string[]>> = {
  name: ["display_name", "company_name"],
  email: ["email"],
};

/**
 * Leaves out records that the CRM has already, unlinked and perhaps outside the view, by the match keys and the choice
 * for duplicates: skipped, or taken as if the CRM had shown them, which links them. "Clone" makes a second one.
 */
export async function withoutTwins(
  state: RunState,
  module: CrmModule,
  creates: readonly Create[],
): Promise<Create[]> {
  if (creates.length === 0 || state.context.rules.duplicates === "clone") return [...creates];
  const twins = await findTwins(state, module, creates);
  if (twins.size === 0) return [...creates];
  const linked = await state.deps.store.transact((tx) =>
    tx.findLinkedIds(
      state.context.connectionId,
      [...twins.values()].map((one) => one.id),
    ),
  );
  const taken = creates.filter((one) => linked.has(twins.get(one)?.id ?? ""));
  const free = creates.filter((one) => twins.has(one) && !taken.includes(one));
  await leaveOut(state, taken, "billing.match_taken");
  // What carries the record's own id was made of it, and forgotten: it is no double.
  const isOwn = (one: Create): boolean => twins.get(one)?.[markerField] === one.record.id;
  const skipped = state.context.rules.duplicates === "skip" ? free.filter((one) => !isOwn(one)) : [];
  await leaveOut(state, skipped, "billing.match_skipped");
  const tied = free.filter((one) => !skipped.includes(one));
  await takeRecords(
    state,
    module,
    tied.flatMap((one) => twins.get(one) ?? []),
    {},
  );
  await leaveOut(state, tied, undefined);
  return creates.filter((one) => !twins.has(one));
}

/** For each record the CRM's record with the same match key. */
async function findTwins(
  state: RunState,
  module: CrmModule,
  creates: readonly Create[],
): Promise<Map<Create, CrmRecord>> {
  const { rules } = state.context;
  const twins = new Map<Create, CrmRecord>();
  const [first] = creates;
  if (!first) return twins;
  const kind = { module, target: first.record.target };
  const keys = enabledKeys(rules, kind);
  for (const [crm, billing] of fieldsOfKeys(keys, rules.rows[kindOf(kind)])) {
    const left = creates.filter((one) => !twins.has(one));
    const values = left.map((one) => one.record.values[billing]);
    for (const record of await withValues(state, module, crm, values))
      addTwin(state, module, keys, twins, left, record);
  }
  return twins;
}

/** The CRM's fields that hold match keys as they are, each with the billing field that it is looked for by. */
function fieldsOfKeys(
  keys: readonly MatchKey[],
  rows: ReadonlyMap<string, { crm: string }>,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const billing of keys.flatMap((key) => fieldsByKey[key] ?? [])) {
    const crm = rows.get(billing)?.crm;
    if (crm !== undefined && !isComposed(crm) && !found.has(crm)) found.set(crm, billing);
  }
  return found;
}

async function withValues(
  state: RunState,
  module: CrmModule,
  field: string,
  given: readonly unknown[],
): Promise<CrmRecord[]> {
  const values = [...new Set(given.filter((one): one is string => typeof one === "string" && one !== ""))];
  const ids: string[] = [];
  for (let at = 0; at < values.length; at += valuesAtOnce) {
    const where = { field, is: "in", values: values.slice(at, at + valuesAtOnce) } as const;
    const { records } = valueOf(await state.crm.coql({ select: ["id"], from: module, where, limit: 2000 }));
    ids.push(...records.map((record) => record.id));
  }
  if (ids.length === 0) return [];
  return valueOf(await state.crm.recordsByIds(module, ids, fieldsOf(state.context, module))).records;
}

function addTwin(
  { context }: RunState,
  module: CrmModule,
  keys: readonly MatchKey[],
  twins: Map<Create, CrmRecord>,
  creates: readonly Create[],
  record: CrmRecord,
): void {
  const incoming = readIncoming(lensFor(context, record, module), record);
  const theirs = new Set(keysOf(incoming, keys).map((one) => `${one.key}:${one.text}`));
  for (const create of creates) {
    if (twins.has(create)) continue;
    const { target, values } = create.record;
    if (target === "contact_person" && incoming.accountId !== create.parentCrmId) continue;
    const isSame = keysOf({ target, values }, keys).some((one) => theirs.has(`${one.key}:${one.text}`));
    if (isSame) twins.set(create, record);
  }
}

/** Takes the marks of records away that are not made, and says why where the reader has not seen it yet. */
async function leaveOut(
  state: RunState,
  creates: readonly Create[],
  reason: Reason | undefined,
): Promise<void> {
  const [first] = creates;
  if (!first) return;
  const { context } = state;
  const marks = creates.map((one) => one.mark);
  const told = creates.flatMap(({ record, module }): Told[] =>
    reason === undefined ? [] : [{ record, module, outcome: "skipped", reason, changes: [] }],
  );
  await doAndTell(state, told, async (tx) => {
    if (context.kind !== "preview") await tx.dropMarks(context.connectionId, first.record.target, marks);
  });
}
