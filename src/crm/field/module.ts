import type { Field, ModuleName } from "./field.ts";
import { accountFields } from "./account-fields.ts";
import { contactFields } from "./contact-fields.ts";
import { dealFields } from "./deal-fields.ts";

/** A module as data. `nameField` is the one that must be filled and that look-ups show. */
export type Module = {
  api_name: ModuleName;
  /** 19 digits; the block of a module's own ids starts here. */
  id: string;
  singular: string;
  plural: string;
  nameField: string;
  fields: readonly Field[];
  /** Fields that upsert compares where the caller names none (Zoho's system duplicate check). */
  duplicateCheck: string;
  /** Names of other modules' fields that look up this module make its related lists, in this order. */
  relatedLists: readonly { list: string; module: ModuleName; field: string }[];
};

export const modules: readonly Module[] = [
  {
    api_name: "Accounts", id: "5725767000000010000", singular: "Account", plural: "Accounts", nameField: "Account_Name",
    fields: accountFields, duplicateCheck: "Account_Name",
    relatedLists: [
      { list: "Contacts", module: "Contacts", field: "Account_Name" },
      { list: "Deals", module: "Deals", field: "Account_Name" },
      { list: "Member_Accounts", module: "Accounts", field: "Parent_Account" },
    ],
  },
  {
    api_name: "Contacts", id: "5725767000000020000", singular: "Contact", plural: "Contacts", nameField: "Last_Name",
    fields: contactFields, duplicateCheck: "Email",
    relatedLists: [
      { list: "Deals", module: "Deals", field: "Contact_Name" },
      { list: "Reporting_Contacts", module: "Contacts", field: "Reporting_To" },
    ],
  },
  {
    api_name: "Deals", id: "5725767000000030000", singular: "Deal", plural: "Deals", nameField: "Deal_Name",
    fields: dealFields, duplicateCheck: "Deal_Name", relatedLists: [],
  },
];

/** The module of this name or id, in any case of letters, as Zoho CRM takes it. */
export function findModule(nameOrId: string): Module | undefined {
  const wanted = nameOrId.toLowerCase();
  return modules.find((module) => module.api_name.toLowerCase() === wanted || module.id === nameOrId);
}

/** The module of this name; it is one of ours. */
export function moduleOf(name: ModuleName): Module {
  const found = modules.find((module) => module.api_name === name);
  if (!found) throw new Error(`no module ${name}`);
  return found;
}

/** What a look-up to this record shows: a contact's first and last name, any other record's name field. */
export function displayName(module: ModuleName, values: Record<string, unknown>): string {
  const text = (name: string): string => (typeof values[name] === "string" ? (values[name] as string) : "");
  const parts = module === "Contacts" ? [text("First_Name"), text("Last_Name")] : [text(moduleOf(module).nameField)];
  return parts.filter((part) => part !== "").join(" ");
}

/** An id from a module's own block: `kind` 1 fields, 2 views, 3 related lists, 4 layouts. */
export function fixedId(moduleId: string, kind: 1 | 2 | 3 | 4, at: number): string {
  return String(BigInt(moduleId) + BigInt(kind * 1000 + at));
}
