import type { MoveInDifference } from "#billing/move-in/difference.api.ts";
import { useCreditNotePlaces } from "#web/billing/credit-notes/places.ts";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";

/** The addresses of the pages about moving in, and of what they lead to. */
export function useMoveInPlaces() {
  const { id } = useOrganization();
  const list = addressIn(id, "settings/move-in");
  return {
    list,
    differences: `${list}/differences`,
    moveIn: (moveIn: string) => `${list}/${moveIn}`,
    crmImport: (module: "Accounts" | "Contacts") => addressIn(id, `crm/${module}/import`),
  };
}

/** The addresses of what can differ from its file. */
export function useDifferencePlaces() {
  const { customer } = useCustomerPlaces();
  const { invoice } = useInvoicePlaces();
  const { page: note } = useCreditNotePlaces();
  return {
    customer,
    subjectOf: ({ kind, subject }: Pick<MoveInDifference, "kind" | "subject">) =>
      ({ customer, invoice, credit_note: note })[kind](subject),
  };
}
