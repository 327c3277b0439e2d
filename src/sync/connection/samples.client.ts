import { type CrmField, fieldsToRead } from "#sync/mapping/crm-field.ts";
import type { RawRecord } from "#sync/mapping/incoming.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import type { ModuleChoice } from "./settings.api.ts";

type Sample = Record<string, unknown>;

/** The CRM answers at most this many fields of a record at once; two are kept for what composed fields are made of. */
const mostSampled = 48;

/** Accounts among which one with contacts is looked for: as many as a COQL condition takes. */
const mostAsked = 50;

/** The fields whose values the mapping shows: those it maps from the start, then custom ones, then the others. */
function sampled(mapped: readonly string[], fields: readonly CrmField[]): string[] {
  const own = (custom: boolean): string[] =>
    fields.filter((field) => field.custom === custom).map((field) => field.api_name);
  return [...new Set([...mapped, ...own(true), ...own(false)])].slice(0, mostSampled);
}

/** Records of a module, or of a view of it: as many as one call gives. Throws CrmTrouble. */
export async function readSome(
  crm: Zoho,
  module: string,
  fields: readonly string[],
  view?: string,
): Promise<RawRecord[]> {
  const asked = fieldsToRead(fields, ["Modified_Time"]);
  return valueOf(await crm.firstPage(module, { fields: asked, cvid: view }));
}

type Wanted = {
  view: string | undefined;
  mapping: readonly { crm: string }[];
  fields: readonly CrmField[];
};

/** Three records of a view as the CRM holds them, for the mapping table: those that say most in the mapped fields. */
export async function readFullest(
  crm: Zoho,
  module: string,
  { view, mapping, fields }: Wanted,
): Promise<Sample[]> {
  const listed = new Set(fields.map((field) => field.api_name));
  const mapped = mapping.map((row) => row.crm).filter((name) => listed.has(name));
  const records = await readSome(crm, module, sampled(mapped, fields), view);
  const filled = (record: Sample): number => mapped.filter((name) => !isEmpty(record[name])).length;
  return records.toSorted((one, other) => filled(other) - filled(one)).slice(0, 3);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** One of the user's own records, to say what the module choice makes of it; an account that has contacts where they come too. */
export async function readExample(crm: Zoho, module: ModuleChoice): Promise<string | null> {
  if (module === "contacts") {
    const [contact] = await readSome(crm, "Contacts", ["First_Name", "Last_Name"]);
    if (!contact) return null;
    return `Contact ${[contact["First_Name"], contact["Last_Name"]].filter(Boolean).join(" ")} becomes 1 customer.`;
  }
  const accounts = await readSome(crm, "Accounts", ["Account_Name"]);
  const [first] = accounts;
  if (!first) return null;
  const ids = accounts.slice(0, mostAsked).map(({ id }) => id);
  const withContacts = module === "accounts" ? undefined : await findWithContacts(crm, ids);
  if (withContacts === undefined) return `Account ${nameOf(first)} becomes 1 customer.`;
  const account = accounts.find(({ id }) => id === withContacts.id) ?? first;
  const { contacts } = withContacts;
  const s = contacts === 1 ? "" : "s";
  return `Account ${nameOf(account)} with ${contacts} contact${s} becomes 1 customer with ${contacts} contact person${s}.`;
}

function nameOf(account: Sample): string {
  return String(account["Account_Name"] ?? account["id"]);
}

/** One of these accounts that has contacts, and how many; undefined where none has. */
async function findWithContacts(
  crm: Zoho,
  ids: readonly string[],
): Promise<{ id: string; contacts: number } | undefined> {
  const among = { field: "Account_Name", is: "in", values: ids } as const;
  const any = await crm.coql({ select: ["id", "Account_Name"], from: "Contacts", where: among, limit: 1 });
  const account = valueOf(any).records[0]?.["Account_Name"] as { id?: string } | null | undefined;
  if (!account?.id) return undefined;
  const { id } = account;
  const where = { field: "Account_Name", is: "=", value: id } as const;
  const { records } = valueOf(await crm.coql({ select: ["id"], from: "Contacts", where, limit: 200 }));
  return { id, contacts: records.length };
}
