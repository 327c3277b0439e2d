import type { MappingRow } from "#sync/connection/settings.api.ts";
import type { CrmRecord } from "#zoho/record.ts";
import { countryCode } from "./country.ts";
import type { Subject } from "./subject.ts";

/** What is read of a module to compare its records. */
const fields = {
  Accounts: {
    name: ["Account_Name"],
    email: undefined,
    company: undefined,
    website: "Website",
    phones: ["Phone"],
    street: "Billing_Street",
    city: "Billing_City",
    zip: "Billing_Code",
    country: "Billing_Country",
  },
  Contacts: {
    name: ["First_Name", "Last_Name"],
    email: "Email",
    company: "Account_Name",
    website: undefined,
    phones: ["Phone", "Mobile"],
    street: "Mailing_Street",
    city: "Mailing_City",
    zip: "Mailing_Zip",
    country: "Mailing_Country",
  },
} as const;

export type CrmPlace = keyof typeof fields;

/** The fields of a module's records that hold what an e-mail address or a number for tax is in billing, by the mapping. */
export type OwnFields = { email: string | undefined; number: string | undefined };

export function ownFields(mapping: readonly MappingRow[]): OwnFields {
  const of = (billing: string): string | undefined => mapping.find((row) => row.billing === billing)?.crm;
  return { email: of("email"), number: of("tax_reg_no") };
}

/** The API names of what is read, without those that the CRM does not have or does not show. */
export function namesToRead(place: CrmPlace, own: OwnFields, has: ReadonlySet<string>): string[] {
  const { name, phones, ...rest } = fields[place];
  const names = [...name, ...phones, ...Object.values(rest), own.email, own.number];
  return [...new Set(names.filter((one) => one !== undefined && has.has(one)))] as string[];
}

/** What is known beside a record: the country of who says none, and how accounts are called, by their ids. */
export type Beside = { own: OwnFields; home: string | null; accounts: ReadonlyMap<string, string> };

/** A CRM record as it is compared. */
export function crmSubject(place: CrmPlace, record: CrmRecord, { own, home, accounts }: Beside): Subject {
  const of = fields[place];
  const text = (name: string | undefined): string | null => {
    const value = name === undefined ? undefined : record[name];
    return typeof value === "string" && value.trim() !== "" ? value : null;
  };
  return {
    place,
    id: record.id,
    name: of.name.flatMap((name) => text(name) ?? []).join(" "),
    email: text(own.email) ?? text(of.email),
    company: accountIn(of.company === undefined ? null : record[of.company], accounts),
    website: text(of.website),
    phones: of.phones.map(text),
    street: text(of.street),
    city: text(of.city),
    zip: text(of.zip),
    country: countryCode(text(of.country)) ?? home,
    number: text(own.number),
  };
}

/** The name of the account that a record belongs to. A bulk file says only which one that is. */
function accountIn(value: unknown, accounts: ReadonlyMap<string, string>): string | null {
  if (value === null || typeof value !== "object") return null;
  const { id, name } = value as { id?: unknown; name?: unknown };
  if (typeof name === "string" && name !== "") return name;
  return accounts.get(String(id)) ?? null;
}
