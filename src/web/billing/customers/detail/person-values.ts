import type { ContactPersonView } from "#billing/customer/customer-schema.api.ts";

const names = [
  "salutation",
  "first_name",
  "last_name",
  "email",
  "phone",
  "mobile",
  "fax",
  "department",
  "designation",
] as const;

/** A contact person as a form holds it: texts, empty where there is nothing. */
export type PersonValues = Record<(typeof names)[number], string> & { is_primary: boolean };

/** What the form of a contact person begins with; of a new one where none is given. */
export function personValues(person: ContactPersonView | undefined): PersonValues {
  const texts = Object.fromEntries(names.map((name) => [name, person?.[name] ?? ""])) as Record<
    (typeof names)[number],
    string
  >;
  return { ...texts, is_primary: person?.is_primary ?? false };
}

/** What to call a contact person. */
export function personName(
  person: Pick<ContactPersonView, "first_name" | "last_name" | "email" | "phone" | "mobile">,
): string {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  return name === "" ? (person.email ?? person.phone ?? person.mobile ?? "") : name;
}
