import { getCustomer } from "#billing/customer/customer.commands.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { openCrm } from "#sync/connection/crm.client.ts";
import { withRefusals } from "#sync/connection/options.commands.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import type { CoqlCondition } from "#zoho/coql.ts";
import type { CrmRecord } from "#zoho/record.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import { findPlace, type Place } from "./place.commands.ts";
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

/** COQL takes 25 conditions, and a word is one for each of three fields. */
const mostWords = 5;

/** Records of the CRM whose name begins with the text and that a customer could be linked with. */
export async function searchRecords(
  { deps, member }: Call,
  { customer, connection, search }: Wanted & { search: string },
): Promise<CrmMatch[]> {
  const place = await inOrganization(deps.db, member.organizationId, async (tx) => {
    await getCustomer(tx, customer);
    return findPlace(tx, connection);
  });
  return searchModules({ deps, member }, place, customerModules(place.settings), search);
}

/** Records of the usual module of a connection, accounts or contacts, that somebody may be billed as (F38, F39). */
export async function searchBillable(
  { deps, member }: Call,
  { connection, word }: { connection?: string | undefined; word: string },
): Promise<CrmMatch[]> {
  const place = await inOrganization(deps.db, member.organizationId, (tx) => findPlace(tx, connection));
  return searchModules({ deps, member }, place, customerModules(place.settings).slice(0, 1), word);
}

/** What is found, live, with what it is linked with. */
async function searchModules(
  { deps, member }: Call,
  place: Place,
  modules: readonly CrmModule[],
  search: string,
): Promise<CrmMatch[]> {
  const crm = openCrm(deps, place.connection);
  const found = await withRefusals(async () => {
    const matches: CrmMatch[] = [];
    for (const module of modules) matches.push(...(await searchModule(crm, module, search)));
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
  const names = module === "Accounts" ? ["Account_Name"] : ["First_Name", "Last_Name"];
  const detail = module === "Accounts" ? "Phone" : "Email";
  const select = [...names, detail];
  const where = module === "Accounts" ? begins(names, search) : eachBegins(select, search);
  // Whoever looks for a record has often just made it.
  const orderBy = [
    { field: "Created_Time", order: "desc" },
    { field: "id", order: "desc" },
  ] as const;
  const { records } = valueOf(await crm.coql({ select, from: module, where, orderBy, limit: mostMatches }));
  return records.map((record) => ({
    crm_id: record.id,
    crm_module: module,
    name: nameOf(record, names),
    detail: typeof record[detail] === "string" ? record[detail] : null,
    customer: null,
    customer_name: null,
  }));
}

function begins(fields: readonly string[], text: string): CoqlCondition {
  const value = `${text.replaceAll("%", "")}%`;
  return { any: fields.map((field) => ({ field, is: "like", value })) };
}

/** A person is called by first and last name: each word may begin either. */
function eachBegins(fields: readonly string[], text: string): CoqlCondition {
  const words = text.split(/\s+/).slice(0, mostWords);
  return { all: words.map((word) => begins(fields, word)) };
}

function nameOf(record: CrmRecord, fields: readonly string[]): string {
  const parts = fields.flatMap((field) => (typeof record[field] === "string" ? [record[field]] : []));
  return parts.join(" ") || record.id;
}
