import { useNavigate } from "@tanstack/react-router";
import {
  activateCustomer,
  type CustomerView,
  deleteCustomer,
  inactivateCustomer,
} from "#billing/customer/customer.api.ts";
import { useSend } from "#web/api.ts";
import { ask } from "#web/ui/ask.tsx";
import { tell, tellProblem, tellUndo } from "#web/ui/tell.tsx";
import { showCount } from "#web/ui/show.ts";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";

/** Making a customer inactive or active, which can be undone, and deleting it, which cannot. */
export function useStatusChange(customer: CustomerView): { toggle: () => void; remove: () => void } {
  const navigate = useNavigate();
  const places = useCustomerPlaces();
  const activate = useSend(activateCustomer);
  const inactivate = useSend(inactivateCustomer);
  const deletion = useSend(deleteCustomer, {
    failed: tellProblem,
    leave: () => void navigate({ to: places.list }),
    done: () => tell(`${customer.display_name} is deleted.`),
  });
  const input = { params: { customer: customer.id } };
  const [there, back, word] =
    customer.status === "active"
      ? ([inactivate, activate, "inactive"] as const)
      : ([activate, inactivate, "active"] as const);
  return {
    toggle: () => {
      there
        .mutateAsync(input)
        .then(
          () => tellUndo(`${customer.display_name} is ${word} now.`, () => back.mutateAsync(input)),
          tellProblem,
        );
    },
    remove: () => {
      void ask({
        title: `Delete ${customer.display_name}?`,
        text: `The customer goes with ${showCount(customer.contact_persons.length, "contact person", "contact persons")} and the timeline. This cannot be undone; making it inactive can.`,
        yes: "Delete customer",
        danger: true,
        typed: customer.display_name,
      }).then((yes) => yes && deletion.mutate(input));
    },
  };
}
