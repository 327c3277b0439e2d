import type { CustomerId } from "#kernel/id.ts";
import type { PlannedLink } from "#sync/link/link.store.ts";
import type { Bereft } from "#sync/plan/bereft.ts";
import type { BillingRecord, Intent, KnownLink, Values } from "#sync/plan/decision.ts";
import { flippingFields } from "#sync/plan/flips.ts";
import type { Knowledge } from "#sync/plan/plan-batch.ts";
import type { RunTx } from "#sync/run/statements.store.ts";
import type { Batch } from "./batch.ts";
import { customerRecord, personRecord } from "./billing-record.ts";
import { bereftOf, findCandidates } from "./candidates.commands.ts";
import { findByMarker } from "./marked-records.commands.ts";

/** Everything the plan of a batch needs to know, in a handful of queries whatever the batch's size. */
export async function gatherKnowledge(tx: RunTx, batch: Batch): Promise<Knowledge> {
  const links = await findLinks(tx, batch);
  if (batch.isPreview) {
    // An account that comes back into the view in this preview is linked by the time its contacts are read.
    for (const [crmId, link] of await tx.findPlannedLinks(batch.runId, batch.incoming))
      if (links.get(crmId)?.state !== "linked") links.set(crmId, link);
  }
  const records = await findRecords(tx, [...links.values()]);
  const survivors = await findSurvivors(tx, [...links.values()]);
  const known = {
    links,
    records,
    survivors,
    fixedCurrency: await findFixedCurrencies(tx, batch, links, records),
    bereft: await findBereft(tx, batch, [...links.values()]),
    flipping: batch.rules.isExact ? await findFlipping(tx, batch) : new Map<string, Set<string>>(),
  };
  return { ...known, index: await findCandidates(tx, batch, { ...known, index: new Map() }) };
}

/** How far back it is looked whether a field goes to and fro. */
const flipMinutes = 10;

async function findFlipping(tx: RunTx, { connectionId, incoming }: Batch): Promise<Map<string, Set<string>>> {
  const ids = incoming.map((one) => one.crmId);
  return flippingFields(await tx.listWritten(connectionId, ids, flipMinutes));
}

async function findLinks(
  tx: RunTx,
  { connectionId, incoming, isPreview }: Batch,
): Promise<Map<string, KnownLink>> {
  const ids = new Set(incoming.flatMap((one) => [one.crmId, ...(one.accountId ? [one.accountId] : [])]));
  const rows = await tx.findLinks(connectionId, [...ids]);
  const found = await tx.findConflicts(connectionId, [...ids]);
  // A preview shows every conflict that waits, whether a run has found it before or not.
  const conflictsOf = (crmId: string): KnownLink["conflicts"] =>
    isPreview ? found.get(crmId)?.filter(({ decision }) => decision) : found.get(crmId);
  const links = new Map(
    rows.map((row): [string, KnownLink] => [
      row.crm_id,
      { ...knownLink(row), conflicts: conflictsOf(row.crm_id) },
    ]),
  );
  for (const [crmId, link] of await findByMarker(tx, connectionId, incoming, links)) links.set(crmId, link);
  return links;
}

/** A link's row as the plan reads it. */
export function knownLink(row: PlannedLink): KnownLink {
  return {
    state: row.state,
    customerId: row.customer_id ?? undefined,
    contactPersonId: row.contact_person_id ?? undefined,
    base: JSON.parse(row.base) as Values,
    issues: row.issues ? (JSON.parse(row.issues) as KnownLink["issues"]) : [],
    intent: row.intent ? (JSON.parse(row.intent) as Intent) : undefined,
    configVersion: row.config_version,
    crmModifiedTime: row.crm_modified_time,
  };
}

async function findRecords(tx: RunTx, links: KnownLink[]): Promise<Map<string, BillingRecord>> {
  const customers = links.flatMap((link) => (link.contactPersonId ? [] : (link.customerId ?? [])));
  const persons = links.flatMap((link) => (link.contactPersonId ? [link.contactPersonId] : []));
  const records = new Map<string, BillingRecord>();
  if (customers.length > 0) {
    for (const row of await tx.findCustomersByIds(customers)) records.set(row.id, customerRecord(row));
  }
  if (persons.length > 0) {
    for (const row of await tx.findContactPersonsByIds(persons)) records.set(row.id, personRecord(row));
  }
  return records;
}

/** The customers and contact persons of duplicates whose own CRM record was deleted, with that record. */
async function findBereft(tx: RunTx, batch: Batch, links: KnownLink[]): Promise<Map<string, Bereft>> {
  const duplicates = links.filter((link) => link.state === "duplicate");
  if (duplicates.length === 0) return new Map();
  const persons = duplicates.flatMap((link) => link.contactPersonId ?? []);
  const customers = duplicates.flatMap((link) => (link.contactPersonId ? [] : (link.customerId ?? [])));
  const live = [
    ...(await tx.findLiveLinks(batch.connectionId, "customer_id", customers)),
    ...(await tx.findLiveLinks(batch.connectionId, "contact_person_id", persons)),
  ];
  const taken = batch.isPreview ? await tx.listPlannedCustomers(batch.runId, customers) : new Set<string>();
  return new Map(
    live.flatMap(([id, link]) =>
      link.state === "deleted_in_crm" && !taken.has(id) ? [[id, bereftOf(link)]] : [],
    ),
  );
}

/** Of the linked customers that the CRM gives another currency, those that have documents in theirs. */
async function findFixedCurrencies(
  tx: RunTx,
  { incoming }: Batch,
  links: ReadonlyMap<string, KnownLink>,
  records: ReadonlyMap<string, BillingRecord>,
): Promise<Set<CustomerId>> {
  const changing = incoming.flatMap(({ crmId, target, values }) => {
    const record = target === "customer" ? records.get(links.get(crmId)?.customerId ?? "") : undefined;
    const wanted = values["currency_code"];
    return record?.target === "customer" && typeof wanted === "string" && wanted !== record.row.currency_code
      ? [record.id]
      : [];
  });
  return changing.length === 0 ? new Set() : tx.findCustomersWithTransactions(changing);
}

/** For each linked customer that was merged away in billing, the customer that stands for it now. */
async function findSurvivors(tx: RunTx, links: KnownLink[]): Promise<Map<CustomerId, CustomerId>> {
  const next = new Map<CustomerId, CustomerId>();
  let asked = new Set(links.flatMap((link) => link.customerId ?? []));
  while (asked.size > 0) {
    const rows = await tx.findMergedInto([...asked]);
    for (const row of rows) next.set(row.id, row.merged_into);
    asked = new Set(rows.flatMap((row) => (next.has(row.merged_into) ? [] : row.merged_into)));
  }
  const last = (id: CustomerId): CustomerId => {
    const after = next.get(id);
    return after === undefined ? id : last(after);
  };
  return new Map([...next.keys()].map((id) => [id, last(id)]));
}
