import type { ConnectionId, ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { Incoming, Target } from "#sync/mapping/incoming.ts";
import type { Creation } from "#sync/outward/creation.store.ts";
import type { KnownLink, Values } from "#sync/plan/decision.ts";
import type { RunTx } from "#sync/run/statements.store.ts";

/**
 * Records of the CRM that carry the id of what they were made of and that no link knows. Where the answer to their
 * making was lost, the values that they were made of are what both sides agreed on. Where billing knows of no making, it
 * has forgotten, as when an older state of the database came back: they belong together, and nothing is agreed on.
 */
export async function findByMarker(
  tx: RunTx,
  connection: ConnectionId,
  incoming: readonly Incoming[],
  links: ReadonlyMap<string, KnownLink>,
): Promise<[string, KnownLink][]> {
  const marked = incoming.filter((one) => one.madeOf !== undefined && !links.has(one.crmId));
  if (marked.length === 0) return [];
  const ids = marked.flatMap((one) => one.madeOf ?? []);
  const creations = new Map((await tx.findCreations(connection, ids)).map((row) => [row.record_id, row]));
  const owners = await findOwners(tx, marked, creations);
  const taken = await findTaken(tx, connection, ids);
  return marked.flatMap((one): [string, KnownLink][] => {
    const id = one.madeOf ?? "";
    const creation = creations.get(id);
    if (taken.has(id) || (!creation && !owners.has(id))) return [];
    const target = creation?.target ?? one.target;
    const base = creation && (JSON.parse(creation.values) as Values);
    const contactPersonId = target === "contact_person" ? (id as ContactPersonId) : undefined;
    const link = { customerId: owners.get(id), contactPersonId, base: base ?? {}, issues: [], madeOf: base };
    return [[one.crmId, { ...link, state: "linked", isNew: true }]];
  });
}

/** By marker, the customer that the record is or belongs to; missing where that is gone. */
async function findOwners(
  tx: RunTx,
  marked: readonly Incoming[],
  creations: ReadonlyMap<string, Creation>,
): Promise<Map<string, CustomerId>> {
  const owners = new Map<string, CustomerId>();
  const made = [...creations.values()];
  const existing = await tx.findExisting(made.map((row) => row.customer_id));
  for (const row of made) if (existing.has(row.customer_id)) owners.set(row.record_id, row.customer_id);
  const forgotten = marked.filter(({ madeOf = "" }) => !creations.has(madeOf));
  const idsOf = (target: Target): string[] =>
    forgotten.flatMap((one) => (one.target === target && one.madeOf ? [one.madeOf] : []));
  for (const row of await tx.findCustomersByIds(idsOf("customer") as CustomerId[]))
    owners.set(row.id, row.id);
  for (const row of await tx.findContactPersonsByIds(idsOf("contact_person") as ContactPersonId[]))
    owners.set(row.id, row.customer_id);
  return owners;
}

/** Those of the billing records that somebody linked with another CRM record meanwhile. */
async function findTaken(tx: RunTx, connection: ConnectionId, ids: readonly string[]): Promise<Set<string>> {
  return new Set([
    ...(await tx.findLiveLinks(connection, "customer_id", ids)).keys(),
    ...(await tx.findLiveLinks(connection, "contact_person_id", ids)).keys(),
  ]);
}
