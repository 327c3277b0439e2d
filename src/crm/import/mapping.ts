import { accept, refuse, type Result } from "#kernel/result.ts";

/** What recognising a header needs to know of a field. */
export type NamedField = { api_name: string; label: string; isReadOnly: boolean; isMandatory: boolean };

/** A column of the file with the field it goes to; null where it is left out. */
export type Column = { header: string; at: number; field: string | null };

/** What is wrong with a mapping: the header or field, and why. */
export type MappingProblem = { path: string; problem: string };

/** What other programs call fields; compared like labels. The first that the module has is meant. */
const otherNames: Record<string, readonly string[]> = {
  name: ["Account_Name", "Deal_Name", "Last_Name"],
  company: ["Account_Name"],
  companyname: ["Account_Name"],
  organization: ["Account_Name"],
  account: ["Account_Name"],
  security: ["Account_Name"],
  surname: ["Last_Name"],
  familyname: ["Last_Name"],
  givenname: ["First_Name"],
  mail: ["Email"],
  emailaddress: ["Email"],
  telephone: ["Phone"],
  tel: ["Phone"],
  phonenumber: ["Phone"],
  cell: ["Mobile"],
  url: ["Website"],
  symbol: ["Ticker_Symbol"],
  ticker: ["Ticker_Symbol"],
  sector: ["Industry"],
  gicssector: ["Industry"],
  revenue: ["Annual_Revenue"],
  street: ["Billing_Street", "Mailing_Street"],
  city: ["Billing_City", "Mailing_City"],
  state: ["Billing_State", "Mailing_State"],
  zip: ["Billing_Code", "Mailing_Zip"],
  postcode: ["Billing_Code", "Mailing_Zip"],
  postalcode: ["Billing_Code", "Mailing_Zip"],
  country: ["Billing_Country", "Mailing_Country"],
  birthday: ["Date_of_Birth"],
  dateofbirth: ["Date_of_Birth"],
  notes: ["Description"],
  owner: ["Owner"],
  recordid: ["id"],
  recordowner: ["Owner"],
  accountowner: ["Owner"],
  contactowner: ["Owner"],
  dealowner: ["Owner"],
};

/** The columns of a header with the fields that they are recognised as, by label, API name or a usual other name. */
export function recogniseColumns(headers: readonly string[], fields: readonly NamedField[]): Column[] {
  const taken = new Set<string>();
  return headers.map((header, at) => {
    const field = recognise(header, fields)?.api_name;
    if (field === undefined || taken.has(field)) return { header, at, field: null };
    taken.add(field);
    return { header, at, field };
  });
}

/** The columns of a header by a given mapping of headers to fields; headers that it leaves out are not imported. */
export function mapColumns(
  headers: readonly string[],
  mapping: Readonly<Record<string, string>>,
  fields: readonly NamedField[],
): Result<Column[], MappingProblem[]> {
  const problems: MappingProblem[] = [];
  const columns: Column[] = headers.map((header, at) => ({ header, at, field: null }));
  for (const [header, name] of Object.entries(mapping)) {
    if (name === "") continue;
    const places = columns.filter((column) => sameName(column.header, header));
    const field = findField(name, fields);
    const [column] = places;
    const problem = mappingProblem(header, name, places.length, field);
    if (problem !== undefined || !column || !field)
      problems.push({ path: `mapping.${header}`, problem: problem ?? "" });
    else if (columns.some((one) => one.field === field.api_name))
      problems.push({
        path: `mapping.${header}`,
        problem: `${field.label} is mapped twice; keep one column for it`,
      });
    else column.field = field.api_name;
  }
  return problems.length > 0 ? refuse(problems) : accept(columns);
}

/** Fields that every record needs and no column fills. */
export function missingFields(columns: readonly Column[], fields: readonly NamedField[]): NamedField[] {
  return fields.filter(
    ({ api_name, isMandatory }) => isMandatory && !columns.some(({ field }) => field === api_name),
  );
}

/** A field by its API name or label, in any case of letters. */
export function findField<Field extends NamedField>(
  name: string,
  fields: readonly Field[],
): Field | undefined {
  return (
    fields.find(({ api_name }) => api_name === name) ??
    fields.find(({ api_name, label }) => sameName(api_name, name) || sameName(label, name))
  );
}

function mappingProblem(
  header: string,
  name: string,
  places: number,
  field: NamedField | undefined,
): string | undefined {
  if (places === 0) return `The file has no column ${header}`;
  if (places > 1) return `The file has ${places} columns ${header}; give them different names`;
  if (!field) return `There is no field ${name}`;
  return field.isReadOnly && field.api_name !== "id"
    ? `${field.label} is set by the CRM itself and cannot be imported`
    : undefined;
}

function recognise(header: string, fields: readonly NamedField[]): NamedField | undefined {
  const writable = fields.filter(({ isReadOnly, api_name }) => !isReadOnly || api_name === "id");
  const exact = findField(header, writable);
  if (exact) return exact;
  const others = otherNames[plain(header)] ?? [];
  return others
    .map((name) => writable.find(({ api_name }) => api_name === name))
    .find((field) => field !== undefined);
}

function sameName(one: string, other: string): boolean {
  return plain(one) === plain(other) && plain(one) !== "";
}

/** Letters and digits only, in lower case: "E-Mail", "e mail" and "Email" are the same. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
