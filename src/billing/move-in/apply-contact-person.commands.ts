import type { ContactPersonId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { addContactPerson, editContactPerson } from "#billing/customer/contact-person.commands.ts";
import {
  type ContactPerson,
  type ContactPersonValues,
  diffContactPersons,
  personName,
} from "#billing/customer/contact-person.ts";
import { findContactPersonForUpdate, listContactPersons } from "#billing/customer/contact-person.store.ts";
import { contactPersonFields } from "#billing/customer/customer-fields.ts";
import type { Customer } from "#billing/customer/customer.ts";
import { emailKey, nameKey } from "#billing/customer/match-key.ts";
import { type Applied, keysOf, type Scope } from "./apply.ts";
import { fieldValues } from "./customer-record.ts";
import { getNamedCustomer } from "./find-customer.commands.ts";
import { findMovedIn } from "./moved-in.store.ts";
import type { MoveInRecord } from "./record.ts";
import { RecordRefused } from "./refused.ts";
import { flagOf, textOf } from "./value.ts";

/** Brings a contact person in; one with the same e-mail address, or else the same name, is there already. */
export async function applyContactPerson(
  tx: Tx,
  act: Act,
  record: MoveInRecord,
  { moveIn }: Scope,
): Promise<Applied> {
  const { values, problems } = fieldValues(record, contactPersonFields);
  if (problems.length > 0) throw new RecordRefused(problems);
  const customer = await getNamedCustomer(tx, record);
  const isPrimary = flagOf(record.values, "is_primary");
  const given: Partial<ContactPersonValues> = {
    ...values,
    ...(isPrimary === null ? {} : { is_primary: isPrimary }),
  };
  const zohoId = textOf(record.values, "zoho_id");
  const keys = keysOf(zohoId);
  const there = await findSame(tx, customer, zohoId, given);
  if (there === undefined) {
    const made = await addContactPerson(tx, act, customer.id, given);
    return { outcome: "created", ...about(customer, made), keys };
  }
  if (moveIn.existing === "skip")
    return { outcome: "skipped", ...about(customer, there), keys, note: "is there already" };
  const next = await editContactPerson(tx, act, there.id, given);
  const changes = diffContactPersons(there, next);
  return { outcome: changes.length > 0 ? "updated" : "unchanged", ...about(customer, next), keys, changes };
}

function about(customer: Customer, person: ContactPerson) {
  const name = `${personName(person)} (${customer.display_name})`;
  return { name, subject: person.id, version: person.version };
}

async function findSame(
  tx: Tx,
  customer: Customer,
  zohoId: string | null,
  given: Partial<ContactPersonValues>,
): Promise<ContactPerson | undefined> {
  const id = zohoId === null ? undefined : await findMovedIn(tx, "contact_persons", `zoho:${zohoId}`);
  const known = id === undefined ? undefined : await findContactPersonForUpdate(tx, id as ContactPersonId);
  if (known !== undefined) return known;
  const persons = await listContactPersons(tx, customer.id);
  const email = emailKey(given.email);
  if (email !== null) return persons.find((person) => person.email_key === email);
  const name = nameOf(given);
  return name === null ? undefined : persons.find((person) => nameOf(person) === name);
}

function nameOf({ first_name, last_name }: Partial<ContactPersonValues>): string | null {
  return nameKey([first_name, last_name].filter((part) => part != null).join(" "));
}
