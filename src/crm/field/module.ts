import type { Field, FieldMap, ModuleName } from "./field.ts";
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
};

export const modules: readonly Module[] = [
  {
    api_name: "Accounts",
    id: "5725767000000010000",
    singular: "Account",
    plural: "Accounts",
    nameField: "Account_Name",
    fields: accountFields,
    duplicateCheck: "Account_Name",
  },
  {
    api_name: "Contacts",
    id: "5725767000000020000",
    singular: "Contact",
    plural: "Contacts",
    nameField: "Last_Name",
    fields: contactFields,
    duplicateCheck: "Email",
  },
  {
    api_name: "Deals",
    id: "5725767000000030000",
    singular: "Deal",
    plural: "Deals",
    nameField: "Deal_Name",
    fields: dealFields,
    duplicateCheck: "Deal_Name",
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
  const text = (name: string): string => (typeof values[name] === "string" ? values[name] : "");
  const parts =
    module === "Contacts" ? [text("First_Name"), text("Last_Name")] : [text(moduleOf(module).nameField)];
  return parts.filter((part) => part !== "").join(" ");
}

/** A list that a record shows: the records of `module` whose `field` looks it up. */
export type RelatedList = { list: string; module: ModuleName; field: string };

/** The related lists of a module: one for each look-up to it, those of custom fields too. */
export function relatedListsOf(name: ModuleName, fields: Record<ModuleName, FieldMap>): RelatedList[] {
  return (["Contacts", "Deals", "Accounts"] as const).flatMap((module) =>
    [...fields[module].values()].flatMap(({ api_name: field, lookup }) =>
      lookup?.module === name ? [{ list: lookup.list, module, field }] : [],
    ),
  );
}

/** An id from a module's own block: `kind` 1 fields, 2 views, 3 related lists, 4 layouts, 5 permissions. */
export function fixedId(moduleId: string, kind: 1 | 2 | 3 | 4 | 5, at: number): string {
  return String(BigInt(moduleId) + BigInt(kind * 1000 + at));
}
