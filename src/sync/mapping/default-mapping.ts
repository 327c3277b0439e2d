import {
  type MappingRow,
  type MatchKey,
  type ModuleChoice,
  usualDirection,
} from "#sync/connection/settings.api.ts";
import type { CrmField } from "./crm-field.ts";
import { isSendable } from "./outgoing.ts";

type Pair = readonly [crm: string, billing: string];

/**
 * The default pairs, as users of Zoho's integration know them. `Full_Name` of a contact is its first and last name;
 * a look-up such as `Account_Name` gives the name of the record it points to.
 */
const accountPairs: readonly Pair[] = [
  ["Account_Name", "display_name"],
  ["Account_Name", "company_name"],
  ["Phone", "phone"],
  ["Fax", "fax"],
  ["Website", "website"],
  ["Billing_Street", "billing_street"],
  ["Billing_City", "billing_city"],
  ["Billing_State", "billing_state"],
  ["Billing_Code", "billing_zip"],
  ["Billing_Country", "billing_country"],
  ["Shipping_Street", "shipping_street"],
  ["Shipping_City", "shipping_city"],
  ["Shipping_State", "shipping_state"],
  ["Shipping_Code", "shipping_zip"],
  ["Shipping_Country", "shipping_country"],
  ["Description", "notes"],
];

const contactPairs: readonly Pair[] = [
  ["Full_Name", "display_name"],
  ["Account_Name", "company_name"],
  ["Salutation", "salutation"],
  ["First_Name", "first_name"],
  ["Last_Name", "last_name"],
  ["Email", "email"],
  ["Phone", "phone"],
  ["Mobile", "mobile"],
  ["Fax", "fax"],
  ["Department", "department"],
  ["Title", "designation"],
  ["Mailing_Street", "billing_street"],
  ["Mailing_City", "billing_city"],
  ["Mailing_State", "billing_state"],
  ["Mailing_Zip", "billing_zip"],
  ["Mailing_Country", "billing_country"],
  ["Other_Street", "shipping_street"],
  ["Other_City", "shipping_city"],
  ["Other_State", "shipping_state"],
  ["Other_Zip", "shipping_zip"],
  ["Other_Country", "shipping_country"],
  ["Description", "notes"],
];

const personPairs: readonly Pair[] = [
  ["First_Name", "first_name"],
  ["Last_Name", "last_name"],
  ["Email", "email"],
  ["Phone", "phone"],
  ["Mobile", "mobile"],
  ["Fax", "fax"],
];

const currencyPair: Pair = ["Currency", "currency_code"];

function rowsOf(pairs: readonly Pair[], severalCurrencies: boolean): MappingRow[] {
  const all = severalCurrencies ? [...pairs, currencyPair] : pairs;
  return all.map(([crm, billing]) => ({ crm, billing, direction: "to_billing", blank_erases: false }));
}

/** The rows with the directions that new ones have. */
export function withDirections(rows: readonly MappingRow[], crmFields: readonly CrmField[]): MappingRow[] {
  const sendable = new Set(crmFields.filter(isSendable).map((field) => field.api_name));
  return rows.map((row, at) => ({
    ...row,
    direction: usualDirection(row.crm, rows.slice(0, at), sendable.has(row.crm)),
  }));
}

/** The pre-filled mapping of a module choice; the currency is mapped only where the CRM has several. */
export function defaultMapping(module: ModuleChoice, severalCurrencies: boolean): MappingRow[] {
  return rowsOf(module === "contacts" ? contactPairs : accountPairs, severalCurrencies);
}

/** From a contact to a customer of its own, for contacts without an account that are included all the same. */
export function unassociatedMapping(severalCurrencies: boolean): MappingRow[] {
  return rowsOf(contactPairs, severalCurrencies);
}

/** From a contact to a contact person. */
export function defaultPersonMapping(): MappingRow[] {
  return rowsOf(personPairs, false);
}

/** A company is known by its name, a person by the e-mail address. */
export function defaultMatchKeys(module: ModuleChoice): MatchKey[] {
  return module === "contacts" ? ["email"] : ["name"];
}
