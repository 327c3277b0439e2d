import type { ContactPersonView } from "#billing/customer/customer-schema.api.ts";
import { mailAddress } from "#billing/email/email-input.api.ts";
import { personName } from "#web/billing/customers/detail/person-values.ts";

/** A contact person that can be chosen, or who cannot and why. */
type Choice = { value: string; label: string; disabled: boolean };

/** The contact persons of a customer as those who get the e-mails of a subscription. */
export function receiverChoices(people: readonly ContactPersonView[]): Choice[] {
  return people.map((person) => {
    const address = mailAddress(person.email);
    const name = personName(person);
    return {
      value: person.id,
      label:
        address === undefined
          ? `${name}, no e-mail address`
          : name === address
            ? name
            : `${name}, ${address}`,
      disabled: address === undefined,
    };
  });
}

/** Whom a sale begins with: the primary contact person, where mail can go there. */
export function firstReceivers(people: readonly ContactPersonView[]): string[] {
  return people
    .filter((person) => person.is_primary && mailAddress(person.email) !== undefined)
    .map(({ id }) => id);
}
