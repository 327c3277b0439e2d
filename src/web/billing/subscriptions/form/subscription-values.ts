import type { createSubscription } from "#billing/subscription/subscription.api.ts";
import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import type { Call } from "#platform/http/endpoint.ts";
import type { ContactPersonView } from "#billing/customer/customer-schema.api.ts";
import type { Picked } from "#web/billing/customers/CustomerPicker.tsx";
import { detailsValues } from "#web/billing/subscriptions/sale/details-values.ts";
import { firstReceivers } from "#web/billing/subscriptions/sale/receivers.ts";
import {
  saleBody,
  saleProblems,
  type SaleValues,
  saleValues,
} from "#web/billing/subscriptions/sale/sale-values.ts";
import {
  newTerms,
  termsBody,
  termsProblems,
  type TermsValues,
} from "#web/billing/subscriptions/sale/terms-values.ts";

/** A sale as its form holds it. */
export type SubscriptionValues = SaleValues & TermsValues & { customer: Picked | null };

/** What the form begins with. */
export function newValues(
  fields: readonly CustomFieldView[],
  customer: Picked | null,
  people: readonly ContactPersonView[] = [],
): SubscriptionValues {
  return {
    ...saleValues(),
    ...newTerms,
    ...detailsValues(fields),
    contact_persons: firstReceivers(people),
    customer,
  };
}

type Body = Call<typeof createSubscription>["body"];

/** The sale as the API takes it. */
export function bodyOf(
  { customer, plan, quantity, addons, ...terms }: SubscriptionValues,
  fields: readonly CustomFieldView[],
): Body {
  return {
    customer_id: customer?.id ?? "",
    ...saleBody({ plan, quantity, addons }),
    ...termsBody(terms, detailsValues(fields)),
  };
}

/** What can be said of a sale before it is sent. */
export function problemsOf(values: SubscriptionValues): FieldProblem[] {
  return [
    ...(values.customer === null ? [{ path: "customer", problem: "Choose the customer" }] : []),
    ...saleProblems(values),
    ...termsProblems(values),
  ];
}
