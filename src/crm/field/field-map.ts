import type { DataType, Field, FieldMap, ModuleName } from "./field.ts";
import { defaultLengths } from "./field.ts";
import { moduleOf } from "./module.ts";
import { currencyFields } from "./standard-fields.ts";

/** A custom field as the table keeps it. */
export type StoredField = {
  module: ModuleName;
  id: string;
  api_name: string;
  label: string;
  data_type: DataType;
  is_unique: boolean;
  settings: Pick<Field, "decimals" | "options" | "lookup" | "autoNumber" | "mandatory" | "external"> & {
    length?: number;
  };
};

/** The fields of every module of an organization: the standard ones, then its own. `currencies` are none where there is one. */
export function fieldsOf(
  stored: readonly StoredField[],
  currencies: readonly string[],
): Record<ModuleName, FieldMap> {
  const fieldsIn = (name: ModuleName): FieldMap => {
    const standard = moduleOf(name)
      .fields.filter((field) => currencies.length > 0 || !currencyFields.has(field.api_name))
      .map((field) => (field.api_name === "Currency" ? { ...field, options: currencies } : field));
    const custom = stored.filter((field) => field.module === name).map(customField);
    return new Map([...standard, ...custom].map((field) => [field.api_name, field]));
  };
  return { Accounts: fieldsIn("Accounts"), Contacts: fieldsIn("Contacts"), Deals: fieldsIn("Deals") };
}

/** A custom field in the form of all fields. */
export function customField({
  id,
  api_name,
  label,
  data_type: type,
  is_unique,
  settings,
}: StoredField): Field {
  return {
    id,
    api_name,
    label,
    type,
    custom: true,
    ...settings,
    length: settings.length ?? defaultLengths[type],
    ...(is_unique ? { unique: true } : {}),
    ...(type === "autonumber" ? { readOnly: true } : {}),
  };
}
