import { MultiSelect } from "@mantine/core";
import { listContactPersons } from "#billing/customer/contact-person.api.ts";
import { useCall } from "#web/api.ts";
import type { FormState } from "#web/ui/form.ts";
import { receiverChoices } from "./receivers.ts";

type ReceiversProps<Values extends { contact_persons: string[] }> = {
  of: FormState<Values>;
  customer: string;
};

/** Who gets the e-mails of a subscription, of the people of its customer. */
export function Receivers<Values extends { contact_persons: string[] }>({
  of,
  customer,
}: ReceiversProps<Values>) {
  // The field is that of every form that has it; the form's own type only hides that.
  const form = of as unknown as FormState<{ contact_persons: string[] }>;
  const people = useCall(listContactPersons, { params: { customer } });
  return (
    <MultiSelect
      {...form.field("contact_persons")}
      label="E-mails go to"
      description="Its invoices, receipts and failed charges. Nobody chosen: the customer."
      data={receiverChoices(people.data?.items ?? [])}
      searchable
      nothingFoundMessage="The customer has no such contact person"
    />
  );
}
