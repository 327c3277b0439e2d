import type { Selectable } from "kysely";
import type { ContactPersonId, CustomerId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { contactPersonFields, namingPersonFields } from "./customer-fields.ts";
import type { FieldChange } from "./customer.ts";
import type { ContactPersonRow } from "./customer.table.ts";
import { emailKey } from "./match-key.ts";

/** A contact person as it is stored. */
export type ContactPerson = Selectable<ContactPersonRow>;

/** What a user may write of a contact person. */
export type ContactPersonValues = Omit<
  ContactPerson,
  "organization_id" | "id" | "customer_id" | "email_key" | "version" | "created_at" | "updated_at"
>;

/** What a change may write; `customer_id` moves the person to another customer. */
export type ContactPersonChange = Partial<ContactPersonValues & Pick<ContactPerson, "customer_id">>;

type Origin = { organizationId: OrganizationId; customerId: CustomerId; id: ContactPersonId; now: Instant };

const blankValues = Object.fromEntries(contactPersonFields.map(({ column }) => [column, null])) as Omit<
  ContactPersonValues,
  "is_primary"
>;

/** A new contact person's row. */
export function newContactPerson(
  values: Partial<ContactPersonValues>,
  { organizationId, customerId, id, now }: Origin,
): ContactPerson {
  const all = { ...blankValues, is_primary: false, ...values };
  return {
    ...all,
    organization_id: organizationId,
    id,
    customer_id: customerId,
    email_key: emailKey(all.email),
    version: 1,
    created_at: now,
    updated_at: now,
  };
}

/** The row after a change: one version further, its key that of the new address. */
export function changedContactPerson(
  person: ContactPerson,
  change: ContactPersonChange,
  now: Instant,
): ContactPerson {
  const next = { ...person, ...change };
  return { ...next, email_key: emailKey(next.email), version: person.version + 1, updated_at: now };
}

/** Whether a name, an address or a number tells who it is; without any of them the database refuses the row. */
export function isNamed(person: Pick<ContactPersonValues, (typeof namingPersonFields)[number]>): boolean {
  return namingPersonFields.some((field) => person[field] !== null);
}

/** What to call a contact person. */
export function personName(person: Pick<ContactPersonValues, (typeof namingPersonFields)[number]>): string {
  const name = [person.first_name, person.last_name].filter((part) => part !== null).join(" ");
  return name === "" ? (person.email ?? person.phone ?? person.mobile ?? "") : name;
}

const comparedColumns = [
  ...contactPersonFields.map(({ column }) => column),
  "is_primary",
] as (keyof ContactPerson)[];

/** What differs between two states of a contact person, in the order of the form. */
export function diffContactPersons(from: ContactPerson, to: ContactPerson): FieldChange[] {
  return comparedColumns.flatMap((field) =>
    from[field] === to[field] ? [] : [{ field, from: from[field], to: to[field] }],
  );
}
