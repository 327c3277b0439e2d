import { inOrganization } from "#platform/db/db.ts";
import type { Member } from "#platform/auth/actor.ts";
import type { Deps } from "#platform/deps.ts";
import { customerRecord, personRecord } from "#sync/change/billing-record.ts";
import { type CrmModule, recordName } from "#sync/mapping/incoming.ts";
import type { TriedRecord } from "#sync/mapping/round-trip.ts";
import { nameOf } from "#sync/outward/pair.ts";
import { modulesOf } from "#sync/run/run-plan.ts";
import { pageSize } from "#zoho/credits.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import type { Sides } from "./check-settings.ts";
import { readSome } from "./samples.client.ts";
import type { MappingRow, SyncSettings } from "./settings.api.ts";
import { type MappingTrial, trialOf } from "./trial.ts";
import { listLastChanged, listNewestPersons } from "./tried-records.store.ts";

type Call = { deps: Deps; member: Member };

/**
 * Tries the pairs of a two-way configuration on the user's own records: the first page of each chosen view, and as many
 * records of billing. That is one call of the CRM a module. One-way nothing goes back, and nothing is read.
 */
export async function tryPairs(
  call: Call,
  crm: Zoho,
  settings: SyncSettings,
  sides: Sides,
): Promise<MappingTrial[]> {
  if (settings.extent !== "two-way") return [];
  const [first = "Accounts", second] = modulesOf(settings.module);
  const { view, contact_view: contactView, mapping, contact_mapping: contactMapping } = settings;
  const customers = [
    ...(await recordsOfView(crm, first, view.id, mapping)),
    ...(await recordsOfBilling(call, "customers")),
  ];
  const trials = [trialOf({ path: "mapping", rows: mapping, records: customers }, settings, sides)];
  if (!second || !contactView) return trials;
  const persons = [
    ...(await recordsOfView(crm, second, contactView.id, contactMapping)),
    ...(await recordsOfBilling(call, "persons")),
  ];
  const ofPersons = { path: "contact_mapping", rows: contactMapping, records: persons } as const;
  return [...trials, trialOf(ofPersons, settings, sides)];
}

async function recordsOfView(
  crm: Zoho,
  module: CrmModule,
  view: string,
  rows: readonly MappingRow[],
): Promise<TriedRecord[]> {
  const naming = module === "Accounts" ? "Account_Name" : "Full_Name";
  const records = await readSome(crm, module, [naming, ...rows.map((row) => row.crm)], view);
  return records.map((record) => ({ side: "crm", name: recordName(module, record), values: record }));
}

async function recordsOfBilling(
  { deps, member }: Call,
  which: "customers" | "persons",
): Promise<TriedRecord[]> {
  const records = await inOrganization(deps.db, member.organizationId, async (tx) =>
    which === "customers"
      ? (await listLastChanged(tx, pageSize)).map(customerRecord)
      : (await listNewestPersons(tx, pageSize)).map(personRecord),
  );
  return records.map((record) => ({ side: "billing", name: nameOf(record), values: record.values }));
}
