import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type CustomerView, getCustomer } from "#billing/customer/customer.api.ts";
import { customFields, type CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useSubscriptionPlaces } from "#web/billing/subscriptions/places.ts";
import { touchedBySale } from "#web/billing/subscriptions/words.ts";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { tell } from "#web/ui/tell.tsx";
import { SubscriptionForm } from "./SubscriptionForm.tsx";
import { bodyOf, newValues, problemsOf } from "./subscription-values.ts";

const route = getRouteApi("/o/$org/billing/subscriptions/new");

/** Sells a subscription. */
export function NewSubscription() {
  const { customer } = route.useSearch();
  const fields = useCall(customFields.subscription.list);
  return (
    <Page title="Sell a subscription">
      <Loaded of={fields}>
        {({ items }) =>
          customer === undefined ? (
            <Fill fields={items} customer={undefined} />
          ) : (
            <ForCustomer fields={items} id={customer} />
          )
        }
      </Loaded>
    </Page>
  );
}

type WithFields = { fields: readonly CustomFieldView[] };

/** Begun on a customer's page. */
function ForCustomer({ id, fields }: WithFields & { id: string }) {
  const customer = useCall(getCustomer, { params: { customer: id } });
  return <Loaded of={customer}>{(found) => <Fill key={id} fields={fields} customer={found} />}</Loaded>;
}

function Fill({ fields, customer }: WithFields & { customer: CustomerView | undefined }) {
  const navigate = useNavigate();
  const places = useSubscriptionPlaces();
  const sell = useSend(createSubscription, { refreshes: touchedBySale });
  const picked =
    customer === undefined
      ? null
      : { id: customer.id, display_name: customer.display_name, currency_code: customer.currency_code };
  const form = useFormState({
    initial: newValues(fields, picked, customer?.contact_persons),
    check: problemsOf,
    draft: picked === null ? "subscription new" : `subscription new ${picked.id}`,
    send: async (values) => {
      const { subscription } = await sell.mutateAsync({ body: bodyOf(values, fields) });
      tell(`${subscription.number} is sold to ${subscription.customer_name}.`);
      await navigate({ to: places.subscription(subscription.id), replace: true });
    },
  });
  return <SubscriptionForm of={form} fields={fields} onCancel={() => void navigate({ to: places.list })} />;
}
