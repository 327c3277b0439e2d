import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type CustomerView, getCustomer } from "#billing/customer/customer.api.ts";
import { customFields, type CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import { createSubscription, type SubscriptionOutcome } from "#billing/subscription/subscription.api.ts";
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
  const places = useSubscriptionPlaces();
  const sale = useSend(createSubscription, { refreshes: touchedBySale });
  return (
    <SellSubscription
      customer={route.useSearch().customer}
      sell={(body) => sale.mutateAsync({ body })}
      page={places.subscription}
      list={places.list}
    />
  );
}

type SellSubscriptionProps = {
  /** On whose page it was begun. */
  customer: string | undefined;
  /** It is for this customer and no other. */
  isForOne?: boolean;
  sell: (body: ReturnType<typeof bodyOf>) => Promise<SubscriptionOutcome>;
  /** Where one is shown, and the list that one comes back to. */
  page: (id: string) => string;
  list: string;
};

/** The page on which a subscription is sold. */
export function SellSubscription({ customer, ...kept }: SellSubscriptionProps) {
  const fields = useCall(customFields.subscription.list);
  return (
    <Page title="Sell a subscription">
      <Loaded of={fields}>
        {({ items }) =>
          customer === undefined ? (
            <Fill {...kept} fields={items} customer={undefined} />
          ) : (
            <ForCustomer {...kept} fields={items} id={customer} />
          )
        }
      </Loaded>
    </Page>
  );
}

type WithFields = Omit<SellSubscriptionProps, "customer"> & { fields: readonly CustomFieldView[] };

/** Begun on a customer's page. */
function ForCustomer({ id, ...kept }: WithFields & { id: string }) {
  const customer = useCall(getCustomer, { params: { customer: id } });
  return <Loaded of={customer}>{(found) => <Fill key={id} {...kept} customer={found} />}</Loaded>;
}

function Fill({ fields, customer, ...kept }: WithFields & { customer: CustomerView | undefined }) {
  const { isForOne = false, sell, page, list } = kept;
  const navigate = useNavigate();
  const picked =
    customer === undefined
      ? null
      : { id: customer.id, display_name: customer.display_name, currency_code: customer.currency_code };
  const form = useFormState({
    initial: newValues(fields, picked, customer?.contact_persons),
    check: problemsOf,
    draft: picked === null ? "subscription new" : `subscription new ${picked.id}`,
    send: async (values) => {
      const { subscription } = await sell(bodyOf(values, fields));
      tell(`${subscription.number} is sold to ${subscription.customer_name}.`);
      await navigate({ to: page(subscription.id), replace: true });
    },
  });
  return (
    <SubscriptionForm
      of={form}
      fields={fields}
      isForOne={isForOne}
      onCancel={() => void navigate({ to: list })}
    />
  );
}
