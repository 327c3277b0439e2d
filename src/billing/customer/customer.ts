import { type CustomValue, withCustomValues } from "#billing/custom-field/custom-field.ts";
import type { Selectable } from "kysely";
import type { CustomerId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { customerFields } from "./customer-fields.ts";
import type { CustomerRow } from "./customer.table.ts";
import { matchKeysOf } from "./match-key.ts";
import { searchKeysOf } from "./search-key.ts";

/** A customer as it is stored. */
export type Customer = Selectable<CustomerRow>;

type Kept =
  | "organization_id"
  | "id"
  | "status"
  | "source"
  | "merged_into"
  | "crm_links"
  | "version"
  | "created_at"
  | "updated_at"
  | "name_key"
  | "email_key"
  | "phone_key"
  | "website_key"
  | "sort_name"
  | "name_rest";

/** What a user may write of a customer; everything else Concord keeps itself. */
export type CustomerValues = Omit<Customer, Kept>;

/** What a change may write: values, and what rules decide. */
export type CustomerChange = Partial<CustomerValues & Pick<Customer, "status" | "merged_into" | "crm_links">>;

/** The least that makes a customer. */
export type CustomerDraft = Pick<CustomerValues, "display_name" | "type" | "currency_code"> &
  Partial<CustomerValues>;

type Origin = { organizationId: OrganizationId; id: CustomerId; source: Customer["source"]; now: Instant };

const blankValues = Object.fromEntries(customerFields.map(({ column }) => [column, null])) as Omit<
  CustomerValues,
  "tags" | "custom_fields" | "display_name" | "type" | "currency_code"
>;

/** A new customer's row, active and with its keys. */
export function newCustomer(draft: CustomerDraft, { organizationId, id, source, now }: Origin): Customer {
  return withKeys({
    ...blankValues,
    tags: [],
    custom_fields: {},
    ...draft,
    organization_id: organizationId,
    id,
    status: "active",
    source,
    merged_into: null,
    crm_links: 0,
    version: 1,
    created_at: now,
    updated_at: now,
  });
}

/** The row after a change: one version further, its keys those of the new values. */
export function changedCustomer(customer: Customer, change: CustomerChange, now: Instant): Customer {
  return withKeys({ ...customer, ...change, version: customer.version + 1, updated_at: now });
}

function withKeys(customer: Omit<Customer, keyof ReturnType<typeof keysOf>>): Customer {
  return { ...customer, ...keysOf(customer) };
}

function keysOf(
  customer: Parameters<typeof matchKeysOf>[0],
): ReturnType<typeof matchKeysOf> & ReturnType<typeof searchKeysOf> {
  return { ...matchKeysOf(customer), ...searchKeysOf(customer.display_name) };
}

/** One value that changed; `field` is the field's name, `cf_…` for a custom one. */
export type FieldChange = { field: string; from: unknown; to: unknown };

const comparedColumns = [
  ...customerFields.map(({ column }) => column),
  "tags",
  "status",
  "merged_into",
] as (keyof Customer)[];

/** What differs between two states of a customer, in the order of the form. Empty when nothing a user sees differs. */
export function diffCustomers(from: Customer, to: Customer): FieldChange[] {
  const plain = comparedColumns.flatMap((field) => change(field, from[field], to[field]));
  const customNames = new Set([...Object.keys(from.custom_fields), ...Object.keys(to.custom_fields)]);
  const custom = [...customNames].flatMap((field) =>
    change(field, from.custom_fields[field], to.custom_fields[field]),
  );
  return [...plain, ...custom];
}

function change(field: string, from: unknown, to: unknown): FieldChange[] {
  return isSame(from, to) ? [] : [{ field, from: from ?? null, to: to ?? null }];
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, at) => one === b[at]);
  return (a ?? null) === (b ?? null);
}

/** A field's value, own or custom (`cf_…`); null is blank. */
export function valueOf(customer: Pick<Customer, "custom_fields">, field: string): CustomValue {
  if (field.startsWith("cf_")) return customer.custom_fields[field] ?? null;
  return ((customer as Record<string, unknown>)[field] as CustomValue | undefined) ?? null;
}

/** Field values as a change of columns; custom fields (`cf_…`) are laid over the ones given, and blank ones taken away. */
export function changeOf(
  values: Readonly<Record<string, unknown>>,
  custom: Customer["custom_fields"],
): CustomerChange {
  const own: Record<string, unknown> = {};
  let merged: Customer["custom_fields"] | undefined;
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith("cf_")) merged = withCustomValues(merged ?? custom, { [name]: value as CustomValue });
    else own[name] = value;
  }
  return merged === undefined ? own : { ...own, custom_fields: merged };
}

/** How to call a customer that was only given a name's parts: company, else first and last name, else e-mail address. */
export function displayNameFor(
  values: Partial<Record<"company_name" | "first_name" | "last_name" | "email", string | null>>,
): string | null {
  const person = [values.first_name, values.last_name]
    .filter((part) => part != null && part !== "")
    .join(" ");
  return values.company_name ?? (person === "" ? (values.email ?? null) : person);
}
