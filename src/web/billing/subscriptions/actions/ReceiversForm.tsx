import { chooseReceivers } from "#billing/subscription/subscription.api.ts";
import { useSend } from "#web/api.ts";
import { Receivers } from "#web/billing/subscriptions/sale/Receivers.tsx";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { tell } from "#web/ui/tell.tsx";
import type { ActionProps } from "./ActionForm.tsx";

/** Who gets the e-mails of a subscription from now on. */
export function ReceiversForm({ subscription, onClose }: ActionProps) {
  const { id, number, customer_id: customer, contact_persons: persons } = subscription;
  const choose = useSend(chooseReceivers);
  const form = useFormState({
    initial: { contact_persons: persons.map((person) => person.id) },
    send: async (body) => {
      await choose.mutateAsync({ params: { subscription: id }, body });
      tell(`The e-mails of ${number} are addressed.`);
      onClose();
    },
  });
  return (
    <Form of={form} submit="Save" onCancel={onClose}>
      <Receivers of={form} customer={customer} />
    </Form>
  );
}
