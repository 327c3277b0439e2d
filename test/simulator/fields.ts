import type { Direction, MappingRow } from "#sync/connection/settings.api.ts";
import type { CrmField } from "#sync/mapping/crm-field.ts";
import { type CrmModule, markerField } from "#sync/mapping/incoming.ts";
import type { Swarm } from "./swarm.ts";

/** The mapped fields of a story: the CRM's name beside billing's. */
type Pair = readonly [crm: string, billing: string];

const accountPairs: readonly Pair[] = [
  ["Account_Name", "display_name"],
  ["Description", "notes"],
  ["Billing_City", "billing_city"],
];
const personPairs: readonly Pair[] = [
  ["First_Name", "first_name"],
  ["Last_Name", "last_name"],
  ["Email", "email"],
];
const contactPairs: readonly Pair[] = [
  ["First_Name", "first_name"],
  ["Last_Name", "last_name"],
  ["Description", "notes"],
  ["Mailing_City", "billing_city"],
];

function rows(pairs: readonly Pair[], direction: Direction, blank_erases: boolean): MappingRow[] {
  return pairs.map(([crm, billing]) => ({ crm, billing, direction, blank_erases }));
}

/** The rows from the record that becomes a customer. A contact's name is made of two fields, so it only comes in. */
export function customerRows({ module, direction, blankErases }: Swarm): MappingRow[] {
  if (module !== "contacts")
    return rows(accountPairs, direction, blankErases).map((row) =>
      // A customer always has its name from somewhere: the wizard refuses a mapping that brings none.
      row.billing === "display_name" && direction === "to_crm" ? { ...row, direction: "both" } : row,
    );
  const name = rows([["Full_Name", "display_name"]], "to_billing", false);
  return [...name, ...rows(contactPairs, direction, blankErases)];
}

/** The rows from a contact to a contact person. */
export function personRows({ direction, blankErases }: Swarm): MappingRow[] {
  return rows(personPairs, direction, blankErases);
}

/** The module that customers come from. */
export function customerModule({ module }: Swarm): CrmModule {
  return module === "contacts" ? "Contacts" : "Accounts";
}

/** The rows of a module in a story, by which a CRM field is told under its billing name. */
export function rowsOf(swarm: Swarm, module: CrmModule): MappingRow[] {
  return module === customerModule(swarm) ? customerRows(swarm) : personRows(swarm);
}

/** Under which name each CRM field of a module is told. */
export function billingNames(swarm: Swarm, module: CrmModule): Map<string, string> {
  return new Map(rowsOf(swarm, module).map((row) => [row.crm, row.billing]));
}

function textField(api_name: string, required = false, length = 255): CrmField {
  return {
    api_name,
    label: api_name,
    data_type: "text",
    length,
    read_only: false,
    custom: false,
    required,
    options: [],
  };
}

/** Characters that the CRM's description holds; billing's notes hold more. */
export const longest = 40;

/** The CRM's fields, as its metadata describes them. */
export const crmFields: Record<CrmModule, CrmField[]> = {
  Accounts: [
    textField("Account_Name", true),
    textField("Description", false, longest),
    ...["Billing_City", markerField].map((name) => textField(name)),
  ],
  Contacts: [
    textField("Last_Name", true),
    textField("Description", false, longest),
    ...["First_Name", "Email", "Mailing_City", markerField].map((name) => textField(name)),
  ],
};
