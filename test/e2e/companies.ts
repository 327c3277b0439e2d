import { companies } from "../support/data.ts";
import { addRecords } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";

export type Crm = { accounts: Map<string, string>; contacts: Map<string, string> };

export const akamai = "Akamai Technologies";

/** People of three accounts, and one without an account. */
const people = [
  { first: "Boney", last: "Miles", email: "boney.miles@akamai.example", account: akamai },
  { first: "Adam", last: "John", email: "adam.john@akamai.example", account: akamai },
  { first: "Ines", last: "Moreau", email: "ines.moreau@adobe.example", account: "Adobe Inc." },
  { first: "Kenji", last: "Sato", email: "kenji.sato@intel.example", account: "Intel" },
  { first: "Lone", last: "Wolf", email: "lone.wolf@example.com", account: undefined },
];

/** Fills the organization's CRM with the companies of the S&P 500 and a few people; answers ids by name. */
export async function fillCrm(organization: Organization): Promise<Crm> {
  const all = companies();
  const rows = all.map(({ name, sector, industry, city, region, founded }) => ({
    Account_Name: name,
    Billing_City: city,
    Billing_State: region,
    Description: `${sector}, ${industry}. Founded ${founded}.`,
    ...(name === akamai ? { Phone: "+1 617 444 3000", Website: "https://www.akamai.com" } : {}),
  }));
  const ids = await addRecords(organization, "Accounts", rows);
  const accounts = new Map(all.map(({ name }, at) => [name, ids[at] ?? ""]));
  const contactRows = people.map(({ first, last, email, account }) => ({
    First_Name: first,
    Last_Name: last,
    Email: email,
    ...(account === undefined ? {} : { Account_Name: { id: accounts.get(account) } }),
  }));
  const contactIds = await addRecords(organization, "Contacts", contactRows);
  return {
    accounts,
    contacts: new Map(people.map(({ first, last }, at) => [`${first} ${last}`, contactIds[at] ?? ""])),
  };
}
