/** What sync needs to know of a CRM field, from the CRM's own metadata (GET /settings/fields). */
export type CrmField = {
  api_name: string;
  label: string;
  data_type: string;
  length: number | undefined;
  /** Digits after the point that the CRM keeps of a number: it rounds further ones away. */
  decimals?: number | undefined;
  read_only: boolean;
  custom: boolean;
  required: boolean;
  /** The values of a pick list; empty for other types. */
  options: readonly string[];
};

/** A field that is no field of the CRM but made of others: what to ask for, and how to make it. */
const composed: Record<
  string,
  { from: readonly string[]; label: string; make: (record: Record<string, unknown>) => unknown }
> = {
  Full_Name: {
    from: ["First_Name", "Last_Name"],
    label: "Full Name (first and last name)",
    make: (record) =>
      [record["First_Name"], record["Last_Name"]]
        .filter((part) => typeof part === "string" && part !== "")
        .join(" "),
  },
};

/** Whether a mapped name is made of other fields, so that the CRM can neither be asked for it nor told. */
export function isComposed(name: string): boolean {
  return name in composed;
}

/** The fields of a contact that a mapping may name although the CRM does not list them as writable fields. */
export function composedFields(module: "Accounts" | "Contacts"): CrmField[] {
  if (module === "Accounts") return [];
  return Object.entries(composed).map(([api_name, { label }]) => ({
    api_name,
    label,
    data_type: "text",
    length: undefined,
    read_only: true,
    custom: false,
    required: false,
    options: [],
  }));
}

/** The CRM fields to ask for, to have these mapped ones; in name order, each once. */
export function fieldsToRead(mapped: readonly string[], always: readonly string[]): string[] {
  const all = new Set([...mapped.flatMap((name) => composed[name]?.from ?? [name]), ...always]);
  return [...all].toSorted();
}

/** The raw value of a mapped name in a CRM record. A look-up gives the name of the record it points to. */
export function rawValue(record: Record<string, unknown>, name: string): unknown {
  const value = isComposed(name) ? composed[name]?.make(record) : record[name];
  if (Array.isArray(value)) return value.map(String).toSorted().join("; ");
  if (value !== null && typeof value === "object") return "name" in value ? value.name : undefined;
  return value;
}
