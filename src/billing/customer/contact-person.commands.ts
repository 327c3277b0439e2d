import { AppError } from "#kernel/errors.ts";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import {
  changedContactPerson,
  type ContactPerson,
  type ContactPersonValues,
  diffContactPersons,
  isNamed,
  newContactPerson,
  personName,
} from "./contact-person.ts";
import {
  deleteContactPerson,
  findContactPersonForUpdate,
  insertContactPerson,
  listContactPersonsForUpdate,
  updateContactPerson,
} from "./contact-person.store.ts";
import { getWritableCustomer } from "./customer.commands.ts";
import { tellOfCustomer } from "./told.commands.ts";

/** Adds a contact person to a customer. Of a customer's persons at most one is primary: a new primary one replaces it. */
export async function addContactPerson(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  values: Partial<ContactPersonValues>,
): Promise<ContactPerson> {
  await getWritableCustomer(tx, customerId);
  const person = newContactPerson(values, {
    organizationId: act.organizationId,
    customerId,
    id: act.ids("cpn"),
    now: act.now,
  });
  refuseUnnamed(person);
  if (person.is_primary) await replacePrimary(tx, act, customerId, person.id);
  await insertContactPerson(tx, person);
  await tellOfCustomer(tx, act, {
    customerId,
    contactPersonId: person.id,
    kind: "contact_person_added",
    note: personName(person),
  });
  return person;
}

/** Changes the given fields of a contact person. */
export async function editContactPerson(
  tx: Tx,
  act: Act,
  id: ContactPersonId,
  values: Partial<ContactPersonValues>,
): Promise<ContactPerson> {
  const person = await getContactPerson(tx, id);
  const next = changedContactPerson(person, values, act.now);
  const changes = diffContactPersons(person, next);
  if (changes.length === 0) return person;
  refuseUnnamed(next);
  await getWritableCustomer(tx, person.customer_id);
  if (next.is_primary && !person.is_primary) await replacePrimary(tx, act, person.customer_id, id);
  await updateContactPerson(tx, next);
  await tellOfCustomer(tx, act, {
    customerId: person.customer_id,
    contactPersonId: id,
    kind: "contact_person_changed",
    changes,
    note: personName(next),
  });
  return next;
}

/** Takes a contact person away. */
export async function removeContactPerson(tx: Tx, act: Act, id: ContactPersonId): Promise<void> {
  const person = await getContactPerson(tx, id);
  await getWritableCustomer(tx, person.customer_id);
  await deleteContactPerson(tx, id);
  await tellOfCustomer(tx, act, {
    customerId: person.customer_id,
    contactPersonId: id,
    kind: "contact_person_removed",
    note: personName(person),
  });
}

async function getContactPerson(tx: Tx, id: ContactPersonId): Promise<ContactPerson> {
  const person = await findContactPersonForUpdate(tx, id);
  if (person === undefined) throw new AppError("contact_person.not_found", { contact_person: id });
  return person;
}

function refuseUnnamed(person: ContactPerson): void {
  if (isNamed(person)) return;
  const problem = "Enter a name, an e-mail address or a number";
  throw new AppError("contact_person.unnamed", { fields: [{ path: "last_name", problem }] });
}

async function replacePrimary(tx: Tx, act: Act, customerId: CustomerId, by: ContactPersonId): Promise<void> {
  const persons = await listContactPersonsForUpdate(tx, customerId);
  const former = persons.find((person) => person.is_primary && person.id !== by);
  if (former !== undefined)
    await updateContactPerson(tx, changedContactPerson(former, { is_primary: false }, act.now));
}
