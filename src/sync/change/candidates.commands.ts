import type { CustomerId } from "#kernel/id.ts";
import type { MatchKey } from "#sync/connection/settings.api.ts";
import type { LiveLink } from "#sync/link/link.store.ts";
import type { Bereft } from "#sync/plan/bereft.ts";
import type { Candidate, Values } from "#sync/plan/decision.ts";
import { addCandidate, indexText, type KeyValue, keysOf } from "#sync/plan/match.ts";
import { enabledKeys, type Knowledge, parentOf } from "#sync/plan/plan-batch.ts";
import type { Batch } from "./batch.ts";
import { customerRecord, personRecord } from "./billing-record.ts";
import type { RunTx } from "#sync/run/statements.store.ts";

/** By index text (match.ts), the billing records that the match keys of the unlinked records find. */
export async function findCandidates(
  tx: RunTx,
  batch: Batch,
  known: Knowledge,
): Promise<Map<string, Candidate[]>> {
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
  if (batch.isPreview) await tx.markPlannedLinks(batch.runId, index);
  if (batch.isPreview)
    await tx.addPlanned(
      batch.runId,
      index,
      wanted.map(({ key, parent }) => indexText(key, parent)),
    );
  return index;
}

async function addCustomers(
  tx: RunTx,
  batch: Batch,
  index: Map<string, Candidate[]>,
  key: MatchKey,
  keys: KeyValue[],
): Promise<void> {
  const texts = [...new Set(keys.filter((one) => one.key === key).map((one) => one.text))];
  const rows = await tx.findCustomersByMatchKeys(key, texts);
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.id);
  const links = await tx.findLiveLinks(batch.connectionId, "customer_id", ids);
  const busy = await tx.findCustomersWithTransactions(ids);
  for (const row of rows) {
    addCandidate(index, indexText({ key, text: row[`${key}_key`] ?? "" }, undefined), {
      record: customerRecord(row),
      id: row.id,
      name: row.display_name,
      currency: row.currency_code,
      createdAt: row.created_at,
      hasTransactions: busy.has(row.id),
      ...placeOf(links.get(row.id)),
      keys: [],
    });
  }
}

async function addPersons(
  tx: RunTx,
  batch: Batch,
  index: Map<string, Candidate[]>,
  parents: CustomerId[],
): Promise<void> {
  const rows = (await tx.findContactPersonsByCustomers(parents)).filter((row) => row.email_key !== null);
  if (rows.length === 0) return;
  const links = await tx.findLiveLinks(
    batch.connectionId,
    "contact_person_id",
    rows.map((row) => row.id),
  );
  for (const row of rows) {
    const name = [row.first_name, row.last_name].filter(Boolean).join(" ") || row.email || row.id;
    addCandidate(index, indexText({ key: "email", text: row.email_key ?? "" }, row.customer_id), {
      record: personRecord(row),
      id: row.id,
      name,
      currency: undefined,
      createdAt: row.created_at,
      hasTransactions: false,
      ...placeOf(links.get(row.id)),
      keys: [],
    });
  }
}

/** A link whose CRM record was deleted, as the plan knows it. */
export function bereftOf({ crm_id: crmId, base, crm_modified_time: at }: LiveLink): Bereft {
  return { crmId, base: JSON.parse(base) as Values, at };
}

/** Whose the billing record is: of a living CRM record, of one that was deleted, or nobody's. */
function placeOf(link: LiveLink | undefined): Pick<Candidate, "linkedTo" | "bereft"> {
  return link?.state === "deleted_in_crm"
    ? { linkedTo: undefined, bereft: bereftOf(link) }
    : { linkedTo: link?.crm_id, bereft: undefined };
}
