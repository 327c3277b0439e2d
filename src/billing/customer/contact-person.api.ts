import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { idParam } from "#billing/id-param.ts";
import { CustomerRef } from "./customer.api.ts";
import { ContactPersonView, NewContactPerson } from "./customer-schema.api.ts";

const tag = "Customers";
const PersonRef = z.object({ person: idParam("cpn") });

export const listContactPersons = endpoint({
  method: "GET",
  path: "/customers/{customer}/contact-persons",
  summary: "A customer's contact persons, the primary one first",
  tag,
  access: "read",
  params: CustomerRef,
  reply: z.object({ items: z.array(ContactPersonView) }),
  refuses: ["customer.not_found"],
});

export const addContactPerson = endpoint({
  method: "POST",
  path: "/customers/{customer}/contact-persons",
  summary: "Add a contact person to a customer",
  tag,
  access: "write",
  params: CustomerRef,
  body: NewContactPerson,
  reply: ContactPersonView,
  refuses: ["customer.not_found", "customer.merged", "contact_person.unnamed"],
});

export const editContactPerson = endpoint({
  method: "PATCH",
  path: "/contact-persons/{person}",
  summary: "Change the given fields of a contact person",
  tag,
  access: "write",
  params: PersonRef,
  body: NewContactPerson,
  reply: ContactPersonView,
  refuses: ["contact_person.not_found", "customer.merged", "contact_person.unnamed"],
});

export const removeContactPerson = endpoint({
  method: "DELETE",
  path: "/contact-persons/{person}",
  summary: "Remove a contact person",
  tag,
  access: "write",
  params: PersonRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["contact_person.not_found", "customer.merged"],
});
