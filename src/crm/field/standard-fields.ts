import { type DataType, defaultLengths, type Field } from "./field.ts";

/** A standard field, as the modules' lists write it: name, label, type, and what is not the default. */
export type FieldLine = readonly [
  api_name: string,
  label: string,
  type: DataType,
  more?: Partial<Omit<Field, "id" | "api_name" | "label" | "type">>,
];

/** The fields that every module begins with. */
const systemLines: readonly FieldLine[] = [
  ["id", "Record Id", "bigint", { column: "id", readOnly: true }],
  ["Owner", "Owner", "ownerlookup", { column: "owner_id" }],
  ["Created_By", "Created By", "ownerlookup", { column: "created_by", readOnly: true }],
  ["Modified_By", "Modified By", "ownerlookup", { column: "modified_by", readOnly: true }],
  ["Created_Time", "Created Time", "datetime", { column: "created_time", readOnly: true }],
  ["Modified_Time", "Modified Time", "datetime", { column: "modified_time", readOnly: true }],
  ["Last_Activity_Time", "Last Activity Time", "datetime", { column: "last_activity_time", readOnly: true }],
  ["Tag", "Tag", "tags"],
  ["Currency", "Currency", "picklist", { length: 3 }],
  ["Exchange_Rate", "Exchange Rate", "double", { length: 16, decimals: 9 }],
];

/** Fields that exist only while several currencies are on. */
export const currencyFields: ReadonlySet<string> = new Set(["Currency", "Exchange_Rate"]);

/**
 * The fields of a module with their ids, which follow from the order of the lines: new lines go to the end of a
 * module's list, and none is ever taken out.
 */
export function standardFields(moduleId: string, lines: readonly FieldLine[]): Field[] {
  const field = (line: FieldLine, at: number): Field => {
    const [api_name, label, type, more] = line;
    const decimals = type === "currency" || type === "double" || type === "percent" ? { decimals: 2 } : {};
    return {
      id: String(BigInt(moduleId) + BigInt(1000 + at)),
      api_name,
      label,
      type,
      length: defaultLengths[type],
      ...decimals,
      ...more,
    };
  };
  return [...systemLines.map(field), ...lines.map((line, at) => field(line, 100 + at))];
}

/** An address: street, city, state, code, country. Contacts call the code Zip. */
export function addressLines(prefix: string, code: "Code" | "Zip"): FieldLine[] {
  return [
    [`${prefix}_Street`, `${prefix} Street`, "text", { length: 250 }],
    [`${prefix}_City`, `${prefix} City`, "text", { length: 100 }],
    [`${prefix}_State`, `${prefix} State`, "text", { length: 100 }],
    [`${prefix}_${code}`, `${prefix} ${code}`, "text", { length: 30 }],
    [`${prefix}_Country`, `${prefix} Country`, "text", { length: 100 }],
  ];
}

export const salutations = ["Mr.", "Mrs.", "Ms.", "Dr.", "Prof."] as const;

export const leadSources = [
  "Advertisement",
  "Cold Call",
  "Employee Referral",
  "External Referral",
  "Online Store",
  "Partner",
  "Public Relations",
  "Sales Email Alias",
  "Seminar Partner",
  "Internal Seminar",
  "Trade Show",
  "Web Download",
  "Web Research",
  "Chat",
] as const;
