import { accept, refuse, type Result } from "#kernel/result.ts";
import type { BillingField } from "./customer-fields.ts";

/** What an import reads beside the customer's own fields. */
const importOnly: readonly BillingField[] = [
  {
    name: "tags",
    label: "Tags",
    type: "text_area",
    maxLength: 3000,
    required: false,
    column: "tags",
    group: "other",
    options: [],
  },
  {
    name: "status",
    label: "Status",
    type: "pick_list",
    maxLength: null,
    required: false,
    column: "status",
    group: "other",
    options: ["active", "inactive"],
  },
];

/** All that a column of a file may be mapped to. */
export function importFields(fields: readonly BillingField[]): BillingField[] {
  return [...fields, ...importOnly];
}

/** Headers that mean a field although they are not its label: those of Zoho Billing's own exports, and common words. */
const aliases: Record<string, string> = {
  name: "display_name",
  customername: "display_name",
  customer: "display_name",
  company: "company_name",
  organisation: "company_name",
  organization: "company_name",
  customersubtype: "type",
  contacttype: "type",
  emailid: "email",
  emailaddress: "email",
  mail: "email",
  mobilephone: "mobile",
  mobilenumber: "mobile",
  phonenumber: "phone",
  telephone: "phone",
  url: "website",
  web: "website",
  title: "designation",
  jobtitle: "designation",
  currencycode: "currency_code",
  paymentterms: "payment_terms",
  taxregno: "tax_reg_no",
  taxregistrationnumber: "tax_reg_no",
  vatnumber: "tax_reg_no",
  vatregno: "tax_reg_no",
  vatid: "tax_reg_no",
  gstin: "tax_reg_no",
  gstnumber: "tax_reg_no",
  billingaddress: "billing_street",
  billingcode: "billing_zip",
  billingpostalcode: "billing_zip",
  billingpostcode: "billing_zip",
  shippingaddress: "shipping_street",
  shippingcode: "shipping_zip",
  shippingpostalcode: "shipping_zip",
  shippingpostcode: "shipping_zip",
  street: "billing_street",
  address: "billing_street",
  city: "billing_city",
  state: "billing_state",
  zip: "billing_zip",
  zipcode: "billing_zip",
  postcode: "billing_zip",
  postalcode: "billing_zip",
  country: "billing_country",
};

/** A heading without case, accents, blanks and signs, by which it is compared. */
export function bare(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Headings beside its label that mean a field, in their bare form. */
export function aliasesOf(field: string): string[] {
  return Object.keys(aliases).filter((alias) => aliases[alias] === field);
}

/** The field that a header means, by label, name or a known other word; undefined where none is meant. */
export function fieldForHeader<Field extends Pick<BillingField, "name" | "label">>(
  header: string,
  fields: readonly Field[],
): Field | undefined {
  const wanted = bare(header);
  if (wanted === "") return undefined;
  const byWord = fields.find(({ label, name }) => bare(label) === wanted || bare(name) === wanted);
  const alias = Object.hasOwn(aliases, wanted) ? aliases[wanted] : undefined;
  return byWord ?? fields.find(({ name }) => name === alias);
}

/** A file's columns with the field each is read as; null is not read. */
export type ImportColumn = { header: string; field: BillingField | null };

/** A mapping as the user gives it: header to field name, null for a column that is left out. */
export type GivenMapping = Readonly<Record<string, string | null>>;

/** The columns of a file: as the user mapped them, else as their headers say. Refuses a field that is read twice or not known. */
export function columnsOf(
  headers: readonly string[],
  fields: readonly BillingField[],
  given: GivenMapping,
): Result<ImportColumn[], string> {
  const all = importFields(fields);
  const byName = new Map(all.map((field) => [field.name, field]));
  const columns: ImportColumn[] = [];
  const taken = new Map<string, string>();
  for (const header of headers) {
    const isGiven = Object.hasOwn(given, header);
    const name = isGiven ? given[header] : fieldForHeader(header, all)?.name;
    const field = name == null ? null : (byName.get(name) ?? undefined);
    if (field === undefined) return refuse(`There is no field ${name} to read "${header}" as`);
    const before = field === null ? undefined : taken.get(field.name);
    // A column that was only guessed gives way; one that was asked for twice is a mistake.
    if (before !== undefined && isGiven)
      return refuse(`"${before}" and "${header}" are both mapped to ${field?.label}`);
    columns.push({ header, field: before === undefined ? field : null });
    if (field !== null && before === undefined) taken.set(field.name, header);
  }
  const missing = Object.keys(given).find((header) => !headers.includes(header));
  if (missing !== undefined) return refuse(`The file has no column "${missing}"`);
  const naming = ["display_name", "company_name", "first_name", "last_name", "email"];
  return naming.some((name) => taken.has(name))
    ? accept(columns)
    : refuse("No column is mapped to the display name, company name, first or last name, or e-mail");
}
