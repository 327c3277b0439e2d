import type { FieldProblem } from "#kernel/errors.ts";
import type { ContactPersonId } from "#kernel/id.ts";
import { type ContactPerson, personName } from "#billing/customer/contact-person.ts";
import { mailAddress } from "#billing/email/email-input.api.ts";

/** What stands against these contact persons getting the e-mails of a subscription, of whose customer `people` are. */
export function receiverProblems(
  chosen: readonly ContactPersonId[],
  people: readonly ContactPerson[],
): FieldProblem[] {
  return chosen.flatMap((id) => {
    const problem = problemOf(
      id,
      people.find((person) => person.id === id),
    );
    return problem === undefined ? [] : [{ path: "contact_persons", problem }];
  });
}

function problemOf(id: ContactPersonId, person: ContactPerson | undefined): string | undefined {
  if (person === undefined)
    return `${id} is nobody at this customer: choose one of its contact persons, or add one on the customer's page`;
  if (mailAddress(person.email) !== undefined) return undefined;
  const remedy = "enter one on the customer's page, or choose somebody else";
  return person.email === null
    ? `${personName(person)} has no e-mail address: ${remedy}`
    : `${personName(person)} has "${person.email}", which is no e-mail address: ${remedy}`;
}
