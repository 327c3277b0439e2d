import {
  findContactPersonsByIds,
  findCustomersByIds,
  findCustomersByMatchKeys,
} from "#billing/customer/customer-bulk.store.ts";
import { findCustomersWithTransactions } from "#billing/customer/transactions.store.ts";
import type { ContactPerson } from "#billing/customer/contact-person.ts";
import type { Customer } from "#billing/customer/customer.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { ConnectionId, CustomerId, RunId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { BillingRecord, Candidate, KnownLink, Values } from "#sync/plan/decision.ts";
import { addCandidate, indexText, type KeyValue, keysOf } from "#sync/plan/match.ts";
import { addPlanned, findPlannedLinks, markPlannedLinks } from "./planned.store.ts";
import { enabledKeys, type Knowledge, parentOf, type PlanRules } from "#sync/plan/plan-batch.ts";
import type { LinkRow } from "#sync/link/link.table.ts";
import type { MatchKey } from "#sync/connection/settings.api.ts";

type Batch = {
  connectionId: ConnectionId;
  runId: RunId;
  isPreview: boolean;
  rules: PlanRules;
  incoming: readonly Incoming[];
};

/** Everything the plan of a batch needs to know, in a handful of queries whatever the batch's size. */
export async function gatherKnowledge(tx: Tx, batch: Batch): Promise<Knowledge> {
  const links = await findLinks(tx, batch);
  if (batch.isPreview) {
    // An account that comes back into the view in this preview is linked by the time its contacts are read.
    for (const [crmId, link] of await findPlannedLinks(tx, batch.runId, batch.incoming))
      if (links.get(crmId)?.state !== "linked") links.set(crmId, link);
  }
  const records = await findRecords(tx, [...links.values()]);
  const survivors = await findSurvivors(tx, [...links.values()]);
  const index = await findCandidates(tx, batch, { links, records, survivors, index: new Map() });
  return { links, records, survivors, index };
}

async function findLinks(tx: Tx, { connectionId, incoming }: Batch): Promise<Map<string, KnownLink>> {
  const ids = new Set(incoming.flatMap((one) => [one.crmId, ...(one.accountId ? [one.accountId] : [])]));
  const rows = await tx
    .selectFrom("link")
    .select(["crm_id", "state", "customer_id", "contact_person_id", "base", "issues"])
    .where("connection_id", "=", connectionId)
    .where("crm_id", "=", anyOf([...ids]))
    .execute();
  return new Map(rows.map((row) => [row.crm_id, knownLink(row)]));
}

/** A link's row as the plan reads it. */
export function knownLink(
  row: Pick<LinkRow, "state" | "customer_id" | "contact_person_id" | "base" | "issues">,
): KnownLink {
  return {
    state: row.state,
    customerId: row.customer_id ?? undefined,
    contactPersonId: row.contact_person_id ?? undefined,
    base: JSON.parse(row.base) as Values,
    issues: row.issues ? (JSON.parse(row.issues) as KnownLink["issues"]) : [],
  };
}

async function findRecords(tx: Tx, links: KnownLink[]): Promise<Map<string, BillingRecord>> {
  const customers = links.flatMap((link) => (link.contactPersonId ? [] : (link.customerId ?? [])));
  const persons = links.flatMap((link) => (link.contactPersonId ? [link.contactPersonId] : []));
  const records = new Map<string, BillingRecord>();
  if (customers.length > 0) {
    for (const row of await findCustomersByIds(tx, customers)) records.set(row.id, customerRecord(row));
  }
  if (persons.length > 0) {
    for (const row of await findContactPersonsByIds(tx, persons)) records.set(row.id, personRecord(row));
  }
  return records;
}

/** A customer as values by field: custom fields stand beside the others. */
/** For each linked customer that was merged away in billing, the customer that stands for it now. */
async function findSurvivors(tx: Tx, links: KnownLink[]): Promise<Map<CustomerId, CustomerId>> {
  const next = new Map<CustomerId, CustomerId>();
  let asked = new Set(links.flatMap((link) => link.customerId ?? []));
  while (asked.size > 0) {
    const rows = await tx
      .selectFrom("customer")
      .select(["id", "merged_into"])
      .where("id", "=", anyOf([...asked]))
      .where("merged_into", "is not", null)
      .execute();
    for (const row of rows) if (row.merged_into) next.set(row.id, row.merged_into);
    asked = new Set(
      rows.flatMap((row) => (row.merged_into && !next.has(row.merged_into) ? row.merged_into : [])),
    );
  }
  const last = (id: CustomerId): CustomerId => {
    const after = next.get(id);
    return after === undefined ? id : last(after);
  };
  return new Map([...next.keys()].map((id) => [id, last(id)]));
}

function customerRecord(row: Customer): BillingRecord {
  return {
    target: "customer",
    id: row.id,
    values: { ...(row as unknown as Values), ...row.custom_fields },
    row,
  };
}

function personRecord(row: ContactPerson): BillingRecord {
  return { target: "contact_person", id: row.id, values: row as unknown as Values, row };
}

async function findCandidates(tx: Tx, batch: Batch, known: Knowledge): Promise<Map<string, Candidate[]>> {
  const index = new Map<string, Candidate[]>();
  const unlinked = batch.incoming.filter((one) => !known.links.has(one.crmId));
  const wanted = unlinked.flatMap((one) => {
    const parent = parentOf(known, one);
    return one.target === "contact_person" && !parent
      ? []
      : keysOf(one, enabledKeys(batch.rules, one)).map((key) => ({ key, parent }));
  });
  const ofCustomers = wanted.flatMap(({ key, parent }) => (parent ? [] : [key]));
  for (const key of new Set(ofCustomers.map((one) => one.key)))
    await addCustomers(tx, batch, index, key, ofCustomers);
  const parents = new Set(wanted.flatMap(({ parent }) => parent ?? []));
  if (parents.size > 0) await addPersons(tx, batch, index, [...parents]);
  if (batch.isPreview) await markPlannedLinks(tx, batch.runId, index);
  if (batch.isPreview)
    await addPlanned(
      tx,
      batch.runId,
      index,
      wanted.map(({ key, parent }) => indexText(key, parent)),
    );
  return index;
}

async function addCustomers(
  tx: Tx,
  batch: Batch,
  index: Map<string, Candidate[]>,
  key: MatchKey,
  keys: KeyValue[],
): Promise<void> {
  const texts = [...new Set(keys.filter((one) => one.key === key).map((one) => one.text))];
  const rows = await findCustomersByMatchKeys(tx, key, texts);
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.id);
  const linkedTo = await findLinksOf(tx, batch.connectionId, ids);
  const busy = await findCustomersWithTransactions(tx, ids);
  for (const row of rows) {
    addCandidate(index, indexText({ key, text: row[`${key}_key`] ?? "" }, undefined), {
      record: customerRecord(row),
      id: row.id,
      name: row.display_name,
      currency: row.currency_code,
      createdAt: row.created_at,
      hasTransactions: busy.has(row.id),
      linkedTo: linkedTo.get(row.id),
      keys: [],
    });
  }
}

/** The CRM record that each of these customers is linked with, if it is. */
async function findLinksOf(
  tx: Tx,
  connectionId: ConnectionId,
  customers: readonly CustomerId[],
): Promise<Map<CustomerId, string>> {
  const rows = await tx
    .selectFrom("link")
    .select(["customer_id", "crm_id"])
    .where("customer_id", "=", anyOf(customers))
    .where("connection_id", "=", connectionId)
    .where("target", "=", "customer")
    .where("state", "not in", ["duplicate", "closed"])
    .execute();
  return new Map(rows.flatMap((row) => (row.customer_id ? [[row.customer_id, row.crm_id]] : [])));
}

async function addPersons(
  tx: Tx,
  batch: Batch,
  index: Map<string, Candidate[]>,
  parents: CustomerId[],
): Promise<void> {
  const rows = await tx
    .selectFrom("contact_person")
    .leftJoin("link", (join) =>
      join
        .onRef("link.organization_id", "=", "contact_person.organization_id")
        .onRef("link.contact_person_id", "=", "contact_person.id")
        .on("link.connection_id", "=", batch.connectionId)
        .on("link.state", "not in", ["duplicate", "closed"]),
    )
    .selectAll("contact_person")
    .select("link.crm_id as linked_to")
    .where("contact_person.customer_id", "=", anyOf(parents))
    .where("contact_person.email_key", "is not", null)
    .orderBy("contact_person.id")
    .execute();
  for (const { linked_to, ...row } of rows) {
    const name = [row.first_name, row.last_name].filter(Boolean).join(" ") || row.email || row.id;
    addCandidate(index, indexText({ key: "email", text: row.email_key ?? "" }, row.customer_id), {
      record: personRecord(row),
      id: row.id,
      name,
      currency: undefined,
      createdAt: row.created_at,
      hasTransactions: false,
      linkedTo: linked_to ?? undefined,
      keys: [],
    });
  }
}
