import { getCustomer } from "#billing/customer/customer.commands.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { openCrm } from "#sync/connection/crm.client.ts";
import { withRefusals } from "#sync/connection/options.commands.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import type { CrmRecord } from "#zoho/record.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import { findPlace } from "./place.commands.ts";
import { customerModules } from "./repair.ts";
import type { Wanted } from "./repair.commands.ts";
import { findRecordLinks } from "./link-list.store.ts";

type Call = { deps: Deps; member: Member };

/** A CRM record that a customer could be linked with. */
type CrmMatch = {
  crm_id: string;
  crm_module: string;
  name: string;
  detail: string | null;
  customer: string | null;
  customer_name: string | null;
};

/** As many records as a person looks through. */
const mostMatches = 20;

/** Records of the CRM whose name begins with the text, with what they are linked with. */
export async function searchRecords(
  { deps, member }: Call,
  { customer, connection, search }: Wanted & { search: string },
): Promise<CrmMatch[]> {
  const place = await inOrganization(deps.db, member.organizationId, async (tx) => {
    await getCustomer(tx, customer);
    return findPlace(tx, connection);
  });
  const crm = openCrm(deps, place.connection);
  const found = await withRefusals(async () => {
    const matches: CrmMatch[] = [];
    for (const module of customerModules(place.settings))
      matches.push(...(await searchModule(crm, module, search)));
    return matches;
  });
  const links = await inOrganization(deps.db, member.organizationId, (tx) =>
    findRecordLinks(
      tx,
      place.connection.id,
      found.map((one) => one.crm_id),
    ),
  );
  return found.map((one) => {
    const link = links.get(one.crm_id);
    const isTaken = link && link.state !== "closed" && link.state !== "duplicate";
    return isTaken ? { ...one, customer: link.customer_id, customer_name: link.name } : one;
  });
}

async function searchModule(crm: Zoho, module: CrmModule, search: string): Promise<CrmMatch[]> {
  const names = module === "Accounts" ? ["Account_Name"] : ["Last_Name", "First_Name"];
  const detail = module === "Accounts" ? "Phone" : "Email";
  const text = `${search.replaceAll("%", "")}%`;
  const any = names.map((field) => ({ field, is: "like", value: text }) as const);
  const query = { select: [...names, detail], from: module, where: { any }, limit: mostMatches };
  const { records } = valueOf(await crm.coql(query));
  return records.map((record) => ({
    crm_id: record.id,
    crm_module: module,
    name: nameOf(record, names.toReversed()),
    detail: typeof record[detail] === "string" ? record[detail] : null,
    customer: null,
    customer_name: null,
  }));
}

function nameOf(record: CrmRecord, fields: readonly string[]): string {
  const parts = fields.flatMap((field) => (typeof record[field] === "string" ? [record[field]] : []));
  return parts.join(" ") || record.id;
}
