import type { ContactPerson } from "./contact-person.ts";
import type { CustomerListItem, CustomerView, TimelineEntry } from "./customer.api.ts";
import type { AddressInput, AddressView, ContactPersonView } from "./customer-schema.api.ts";
import type { CustomerEvent } from "./customer-event.ts";
import type { Customer } from "./customer.ts";

const addressParts = ["attention", "street", "city", "state", "zip", "country", "phone"] as const;

type Prefix = "billing" | "shipping";

/** What is kept for ourselves: the keys, and what is shown in another form. */
type Hidden =
  | "organization_id"
  | "name_key"
  | "email_key"
  | "phone_key"
  | "website_key"
  | "sort_name"
  | "name_rest"
  | "crm_links";

/** A customer as the API shows it. */
export function customerView(
  customer: Customer,
  persons: readonly ContactPerson[],
  mergedIntoName: string | null,
): CustomerView {
  const {
    organization_id,
    name_key,
    email_key,
    phone_key,
    website_key,
    sort_name,
    name_rest,
    crm_links,
    ...shown
  } = customer;
  const hidden: Record<Hidden, unknown> = {
    organization_id,
    name_key,
    email_key,
    phone_key,
    website_key,
    sort_name,
    name_rest,
    crm_links,
  };
  const addressColumns = new Set<string>(
    (["billing", "shipping"] as const).flatMap((prefix) => addressParts.map((part) => `${prefix}_${part}`)),
  );
  const plain = Object.fromEntries(
    Object.entries(shown).filter(([name]) => !(name in hidden) && !addressColumns.has(name)),
  );
  return {
    ...(plain as Omit<typeof shown, `${Prefix}_${(typeof addressParts)[number]}`>),
    linked: crm_links > 0,
    billing_address: addressView(customer, "billing"),
    shipping_address: addressView(customer, "shipping"),
    merged_into_name: mergedIntoName,
    contact_persons: persons.map(contactPersonView),
  };
}

function addressView(customer: Customer, prefix: Prefix): AddressView {
  return Object.fromEntries(addressParts.map((part) => [part, customer[`${prefix}_${part}`]])) as AddressView;
}

/** A customer of a list as the API shows it. */
export function listItemView({
  crm_links,
  ...shown
}: Omit<CustomerListItem, "linked"> & { crm_links: number }): CustomerListItem {
  return { ...shown, linked: crm_links > 0 };
}

/** A contact person as the API shows it. */
export function contactPersonView({
  organization_id: _organization,
  email_key: _key,
  version: _version,
  ...shown
}: ContactPerson): ContactPersonView {
  return shown;
}

/** A line of a timeline as the API shows it. */
export function timelineEntry({
  id,
  at,
  actor_kind,
  actor_id,
  actor_name,
  kind,
  changes,
  note,
}: CustomerEvent): TimelineEntry {
  return { id, at, actor: { kind: actor_kind, id: actor_id, name: actor_name }, kind, changes, note };
}

type Nested = { billing_address?: AddressInput | undefined; shipping_address?: AddressInput | undefined };

/** The API's nested addresses as the flat columns they are kept in. */
export function flatAddresses<Given extends Nested>({
  billing_address: billing,
  shipping_address: shipping,
  ...rest
}: Given): Omit<Given, keyof Nested> & Record<string, unknown> {
  return { ...rest, ...prefixed("billing", billing), ...prefixed("shipping", shipping) };
}

function prefixed(prefix: Prefix, given: AddressInput | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given ?? {}).map(([part, value]) => [`${prefix}_${part}`, value]));
}

/** Where the API has a field: `billing_city` is at `billing_address.city`, `cf_region` at `custom_fields.cf_region`. */
export function pathOf(field: string): string {
  if (field.startsWith("cf_")) return `custom_fields.${field}`;
  const part = addressParts.find((one) => field === `billing_${one}` || field === `shipping_${one}`);
  return part === undefined ? field : `${field.split("_")[0]}_address.${part}`;
}
