import type { ConnectionId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import type { Deps } from "#platform/deps.ts";
import { findConnection, findSettings } from "#sync/connection/connection.store.ts";
import { openCrm } from "#sync/connection/crm.client.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import { customerModules } from "#sync/link/repair.ts";
import { type Collection, createCollection } from "./collection.ts";
import { type CrmPlace, ownFields } from "./crm-subject.ts";
import { readSubjects } from "./crm-subject.client.ts";
import { countFound, removeOthers, savePairs } from "./duplicate.store.ts";
import { updateActiveSearch } from "./duplicate-search.store.ts";
import type { DuplicatePair, DuplicateSearch } from "./duplicate.table.ts";
import { holdersOf } from "./evidence.ts";
import { kindOf, type Known, type PairDraft, pairOf } from "./pair.ts";
import { findPairs } from "./search.ts";
import type { Subject } from "./subject.ts";
import { countCustomers, findHome, findTies, listCustomerSubjects } from "./subject.store.ts";

/** A search whose row is gone from under it: somebody cancelled it. */
export class SearchCancelled extends Error {}

/** Where a search is done: its job, and what stops it. */
export type SearchWork = { deps: Deps; search: DuplicateSearch; signal: AbortSignal };

/** Customers of one statement, and pairs of one. */
const customersAtOnce = 2000;
const pairsAtOnce = 500;

/** As many pairs as are shown at most: the surest. Nobody looks through more. */
const mostPairs = 20_000;

/** How long the comparison runs on before it lets requests of the same process through, and tells how far it is. */
const sliceMs = 15;
const tellEveryMs = 500;

/**
 * Reads both sides, compares them, and writes the pairs that may be the same; answers those across that a unique key says
 * are. All of it can be done again.
 */
export async function findDuplicates(work: SearchWork): Promise<DuplicatePair["id"][]> {
  const known = await whatIsKnown(work);
  const records = createCollection();
  await readCustomers(work, records, known);
  const customers = records.size;
  const accounts = new Map<string, string>();
  for (const place of known.places) await readCrm(work, records, place, { ...known, accounts });
  const {
    found: all,
    models,
    candidates,
  } = await inSlices(
    work,
    findPairs(records, (a, b) => kindOf(a, b, known)),
    ({ share }) => ({
      phase: "comparing",
      done: Math.floor(share * records.size),
      expected: records.size,
    }),
  );
  const found = all.slice(0, mostPairs);
  const writing = { phase: "writing", done: 0, expected: found.length } as const;
  const holders = await inSlices(work, holdersOf(records, found), () => writing);
  const pairs = found.flatMap((one) => pairOf(one, { records, known, models, holders }) ?? []);
  return saveAll(work, pairs, {
    customers,
    crm_records: work.search.connection_id === null ? null : records.size - customers,
    candidates,
    weights: jsonText(Object.fromEntries(models)),
  });
}

type AllKnown = Known & {
  home: string | null;
  places: CrmPlace[];
  settings: SyncSettings | undefined;
};

async function whatIsKnown({ deps, search }: SearchWork): Promise<AllKnown> {
  return inOrganization(deps.db, search.organization_id, async (tx) => {
    const home = await findHome(tx);
    const id = search.connection_id;
    const none = { customers: new Set<string>(), records: new Set<string>(), parted: new Set<string>() };
    if (id === null) return { home, places: [], settings: undefined, ties: none, modules: [] };
    const connection = await findConnection(tx, id);
    const settings = connection && (await findSettings(tx, id, connection.config_version));
    const modules = settings ? customerModules(settings) : [];
    return { home, places: ["Accounts", "Contacts"], settings, ties: await findTies(tx, id), modules };
  });
}

async function readCustomers(
  work: SearchWork,
  records: Collection,
  { home, modules }: AllKnown,
): Promise<void> {
  const { deps, search } = work;
  const within = <Value>(run: Parameters<typeof inOrganization<Value>>[2]): Promise<Value> =>
    inOrganization(deps.db, search.organization_id, run);
  const expected = await within(countCustomers);
  const arePeople = modules.includes("Contacts");
  for (let after = ""; ;) {
    const some = await within((tx) =>
      listCustomerSubjects(tx, { after, limit: customersAtOnce, home, arePeople }),
    );
    await take(work, records, some, expected);
    after = some.at(-1)?.id ?? "";
    if (some.length < customersAtOnce) return;
  }
}

async function readCrm(
  work: SearchWork,
  records: Collection,
  place: CrmPlace,
  { settings, home, accounts }: AllKnown & { accounts: Map<string, string> },
): Promise<void> {
  const { deps, search, signal } = work;
  const connection = await inOrganization(deps.db, search.organization_id, (tx) =>
    findConnection(tx, search.connection_id as ConnectionId),
  );
  if (!connection) throw new SearchCancelled();
  const isMain = (settings?.module === "contacts") === (place === "Contacts");
  const own = ownFields((isMain ? settings?.mapping : settings?.contact_mapping) ?? []);
  for await (const some of readSubjects(openCrm(deps, connection, signal), place, {
    own,
    home,
    accounts,
  })) {
    if (place === "Accounts") for (const { id, name } of some) accounts.set(id, name);
    await take(work, records, some, null);
  }
}

async function take(
  work: SearchWork,
  records: Collection,
  some: readonly Subject[],
  expected: number | null,
): Promise<void> {
  for (const one of some) records.add(one);
  const done = records.size;
  await tell(work, { phase: "reading", done, expected: expected === null ? null : Math.max(expected, done) });
}

/** Does work that rests at its steps, in slices, and tells how far it is. */
async function inSlices<Step, Value>(
  work: SearchWork,
  steps: Generator<Step, Value>,
  progressOf: (step: Step) => Progress,
): Promise<Value> {
  let told = 0;
  for (;;) {
    const until = performance.now() + sliceMs;
    let step: IteratorResult<Step, Value>;
    do step = steps.next();
    while (step.done !== true && performance.now() < until);
    if (step.done === true) return step.value;
    work.signal.throwIfAborted();
    if (performance.now() - told > tellEveryMs) {
      await tell(work, progressOf(step.value));
      told = performance.now();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

type Progress = { phase: NonNullable<DuplicateSearch["phase"]>; done: number; expected: number | null };

async function tell({ deps, search, signal }: SearchWork, progress: Progress): Promise<void> {
  signal.throwIfAborted();
  const isActive = await inOrganization(deps.db, search.organization_id, (tx) =>
    updateActiveSearch(tx, search.id, { ...progress, status: "running" }),
  );
  if (!isActive) throw new SearchCancelled();
}

type Figures = { customers: number; crm_records: number | null; candidates: number; weights: string };

/** Writes all pairs and the search's figures together, so that a list never shows half of two searches. */
async function saveAll(
  { deps, search }: SearchWork,
  pairs: readonly PairDraft[],
  figures: Figures,
): Promise<DuplicatePair["id"][]> {
  const rows = pairs.map((pair) => ({
    ...pair,
    organization_id: search.organization_id,
    id: deps.ids("dup"),
    connection_id: pair.kind === "billing" ? null : search.connection_id,
    evidence: jsonText(pair.evidence),
    state: "open" as const,
    search_id: search.id,
    found_at: deps.clock.now(),
  }));
  await inOrganization(deps.db, search.organization_id, async (tx) => {
    for (let from = 0; from < rows.length; from += pairsAtOnce)
      await savePairs(tx, rows.slice(from, from + pairsAtOnce));
    await removeOthers(tx, search.id, search.connection_id);
    const found = { ...figures, pairs: await countFound(tx, search.id) };
    if (!(await updateActiveSearch(tx, search.id, found))) throw new SearchCancelled();
  });
  return rows.filter(({ kind, certain }) => kind === "across" && certain !== null).map(({ id }) => id);
}
