import type { ConnectionId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import type { Deps } from "#platform/deps.ts";
import { findConnection, findSettings } from "#sync/connection/connection.store.ts";
import { openCrm } from "#sync/connection/crm.client.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import { customerModules } from "#sync/link/repair.ts";
import { type CrmPlace, ownFields } from "./crm-subject.ts";
import { readSubjects } from "./crm-subject.client.ts";
import { countFound, removeOthers, savePairs } from "./duplicate.store.ts";
import { updateActiveSearch } from "./duplicate-search.store.ts";
import type { DuplicatePair, DuplicateSearch } from "./duplicate.table.ts";
import { kindOf, type Known, pairRows } from "./pair.ts";
import { findPairs, type Found, type Step } from "./search.ts";
import { type Prepared, prepare, type Subject } from "./subject.ts";
import { countCustomers, findHome, findTies, listCustomerSubjects } from "./subject.store.ts";

/** A search whose row is gone from under it: somebody cancelled it. */
export class SearchCancelled extends Error {}

/** Where a search is done: its job, and what stops it. */
export type SearchWork = { deps: Deps; search: DuplicateSearch; signal: AbortSignal };

/** What was read: each record as it is written, and in its normal form. */
type Read = { subjects: Subject[]; records: Prepared[] };

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
  const { search } = work;
  const known = await whatIsKnown(work);
  const read: Read = { subjects: [], records: [] };
  await readCustomers(work, read, known.home);
  const customers = read.records.length;
  for (const place of known.places) await readCrm(work, read, place, known);
  const { found, models, candidates } = await compareAll(work, read, known);
  await tell(work, { phase: "writing", done: 0, expected: Math.min(found.length, mostPairs) });
  return savingAll(work, read, { found, known, models }, (pairs) => ({
    customers,
    crm_records: search.connection_id === null ? null : read.records.length - customers,
    candidates,
    pairs,
    weights: jsonText(Object.fromEntries(models)),
  }));
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

async function readCustomers(work: SearchWork, read: Read, home: string | null): Promise<void> {
  const { deps, search } = work;
  const within = <Value>(run: Parameters<typeof inOrganization<Value>>[2]): Promise<Value> =>
    inOrganization(deps.db, search.organization_id, run);
  const expected = await within(countCustomers);
  for (let after = ""; ;) {
    const some = await within((tx) => listCustomerSubjects(tx, after, customersAtOnce, home));
    await take(work, read, some, expected);
    after = some.at(-1)?.id ?? "";
    if (some.length < customersAtOnce) return;
  }
}

async function readCrm(
  work: SearchWork,
  read: Read,
  place: CrmPlace,
  { settings, home }: AllKnown,
): Promise<void> {
  const { deps, search, signal } = work;
  const connection = await inOrganization(deps.db, search.organization_id, (tx) =>
    findConnection(tx, search.connection_id as ConnectionId),
  );
  if (!connection) throw new SearchCancelled();
  const isMain = (settings?.module === "contacts") === (place === "Contacts");
  const own = ownFields((isMain ? settings?.mapping : settings?.contact_mapping) ?? []);
  for await (const some of readSubjects(openCrm(deps, connection, signal), place, { own, home }))
    await take(work, read, some, null);
}

async function take(
  work: SearchWork,
  read: Read,
  some: readonly Subject[],
  expected: number | null,
): Promise<void> {
  read.subjects.push(...some);
  read.records.push(...some.map(prepare));
  const done = read.records.length;
  await tell(work, { phase: "reading", done, expected: expected === null ? null : Math.max(expected, done) });
}

async function compareAll(work: SearchWork, read: Read, known: Known) {
  const steps = findPairs(read.records, (a, b) => kindOf(a, b, known));
  let told = 0;
  for (;;) {
    const until = performance.now() + sliceMs;
    let step: ReturnType<typeof steps.next> | undefined;
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

function progressOf({ phase, done, of }: Step) {
  return { phase, done, expected: of };
}

type Progress = { phase: NonNullable<DuplicateSearch["phase"]>; done: number; expected: number | null };

async function tell({ deps, search, signal }: SearchWork, progress: Progress): Promise<void> {
  signal.throwIfAborted();
  const isActive = await inOrganization(deps.db, search.organization_id, (tx) =>
    updateActiveSearch(tx, search.id, { ...progress, status: "running" }),
  );
  if (!isActive) throw new SearchCancelled();
}

type Outcome = {
  found: readonly Found[];
  known: Known;
  models: Parameters<typeof pairRows>[1]["models"];
};
type Figures = {
  customers: number;
  crm_records: number | null;
  candidates: number;
  pairs: number;
  weights: string;
};

/** Writes all pairs and the search's figures together, so that a list never shows half of two searches. */
async function savingAll(
  { deps, search }: SearchWork,
  { subjects, records }: Read,
  { found: all, known, models }: Outcome,
  figuresOf: (pairs: number) => Figures,
): Promise<DuplicatePair["id"][]> {
  const now = deps.clock.now();
  const rows = pairRows(all.slice(0, mostPairs), { subjects, records, known, models }).map((row) => ({
    ...row,
    organization_id: search.organization_id,
    id: deps.ids("dup"),
    connection_id: row.kind === "billing" ? null : search.connection_id,
    evidence: jsonText(row.evidence),
    state: "open" as const,
    search_id: search.id,
    found_at: now,
  }));
  await inOrganization(deps.db, search.organization_id, async (tx) => {
    for (let from = 0; from < rows.length; from += pairsAtOnce)
      await savePairs(tx, rows.slice(from, from + pairsAtOnce));
    await removeOthers(tx, search.id, search.connection_id);
    const found = await countFound(tx, search.id);
    if (!(await updateActiveSearch(tx, search.id, figuresOf(found)))) throw new SearchCancelled();
  });
  return rows.filter(({ kind, certain }) => kind === "across" && certain !== null).map(({ id }) => id);
}
