import { useState } from "react";
import { customFields, type CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import { editSubscription } from "#billing/subscription/subscription.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { CustomInputs } from "#web/billing/custom-fields/CustomInputs.tsx";
import { Collect, Said } from "#web/billing/subscriptions/sale/DetailsFields.tsx";
import {
  detailsBody,
  detailsProblems,
  detailsValues,
} from "#web/billing/subscriptions/sale/details-values.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { tell } from "#web/ui/tell.tsx";
import type { ActionProps } from "./ActionForm.tsx";

/** Says things of a subscription anew, and how its next invoices are paid. */
export function EditForm(props: ActionProps) {
  const fields = useCall(customFields.subscription.list);
  return <Loaded of={fields}>{({ items }) => <Fill {...props} fields={items} />}</Loaded>;
}

function Fill({ subscription, onClose, fields }: ActionProps & { fields: readonly CustomFieldView[] }) {
  const { id, number } = subscription;
  const edit = useSend(editSubscription);
  // What is fetched again meanwhile is no change of who edits.
  const [initial] = useState(() => detailsValues(fields, subscription));
  const form = useFormState({
    initial,
    check: detailsProblems,
    send: async (values) => {
      await edit.mutateAsync({ params: { subscription: id }, body: detailsBody(initial, values) });
      tell(`${number} is saved.`);
      onClose();
    },
  });
  return (
    <Form of={form} submit="Save" onCancel={onClose}>
      <Collect of={form} customer={subscription.customer_id} />
      <Said of={form} />
      <CustomInputs of={form} fields={fields} />
    </Form>
  );
}
