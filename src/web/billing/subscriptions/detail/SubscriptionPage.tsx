import { Anchor, Grid, Stack, Text, Title } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { getSubscription, type SubscriptionView } from "#billing/subscription/subscription.api.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { ChargeNow } from "#web/billing/collection/ChargeNow.tsx";
import { CustomValue } from "#web/billing/custom-fields/CustomValue.tsx";
import { TestClock } from "#web/billing/customers/detail/CustomerBadges.tsx";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { ActionDialog, ActionItems, MainAction } from "#web/billing/subscriptions/actions/Actions.tsx";
import { type ActionName, allowedActions } from "#web/billing/subscriptions/actions/allowed.ts";
import { everyWords, statusOf } from "#web/billing/subscriptions/words.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { Status } from "#web/ui/Status.tsx";
import { CreditNotes } from "./CreditNotes.tsx";
import { History } from "./History.tsx";
import { Invoices } from "./Invoices.tsx";
import { Items } from "./Items.tsx";
import { Next } from "./Next.tsx";
import { Terms } from "./Terms.tsx";

const route = getRouteApi("/o/$org/billing/subscriptions/$subscription");

/** One subscription: what it sells, what happens next, what was billed, and all that happened. */
export function SubscriptionPage() {
  const { subscription: id } = route.useParams();
  const subscription = useCall(getSubscription, { params: { subscription: id } });
  return subscription.data === undefined || subscription.error?.status === 404 ? (
    <Page title="Subscription">
      <Loaded of={subscription}>{() => null}</Loaded>
    </Page>
  ) : (
    <Record key={id} subscription={subscription.data} />
  );
}

function Record({ subscription }: { subscription: SubscriptionView }) {
  const customers = useCustomerPlaces();
  const catalog = useCatalogPlaces();
  const mayWrite = useMay("write");
  const [open, setOpen] = useState<ActionName>();
  const [main, ...others] = mayWrite ? allowedActions(subscription) : [];
  return (
    <Page
      title={subscription.number}
      status={
        <>
          <Status {...statusOf(subscription.status)} />
          <TestClock customer={subscription.customer_id} />
        </>
      }
      facts={[
        <Anchor key="customer" component={Link} to={customers.customer(subscription.customer_id)}>
          {subscription.customer_name}
        </Anchor>,
        <Anchor key="plan" component={Link} to={catalog.plan(subscription.plan_id)}>
          {subscription.plan_name}
        </Anchor>,
        everyWords(subscription),
      ]}
      action={
        <>
          {mayWrite && subscription.dunning_invoice_id !== null && (
            <ChargeNow invoice={subscription.dunning_invoice_id} customer={subscription.customer_id} />
          )}
          {main && <MainAction name={main} onOpen={setOpen} />}
        </>
      }
      {...(others.length > 0 ? { menu: <ActionItems of={others} onOpen={setOpen} /> } : {})}
    >
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="xl">
            <Next subscription={subscription} />
            <Part title="What it sells">
              <Items items={subscription.items} currency={subscription.currency_code} label="What it sells" />
            </Part>
            <Part title="Invoices">
              <Invoices subscription={subscription.id} />
            </Part>
            <CreditNotes subscription={subscription.id} />
            <Part title="History">
              <History subscription={subscription.id} />
            </Part>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="xl">
            <Part title="Billing">
              <Terms subscription={subscription} />
            </Part>
            <OwnFields of={subscription} />
            {subscription.notes !== null && (
              <Part title="Notes">
                <Text style={{ whiteSpace: "pre-wrap" }}>{subscription.notes}</Text>
              </Part>
            )}
          </Stack>
        </Grid.Col>
      </Grid>
      <ActionDialog subscription={subscription} name={open} onClose={() => setOpen(undefined)} />
    </Page>
  );
}

/** The values of the organization's own fields; nothing where it has none. */
function OwnFields({ of: { custom_fields: values } }: { of: SubscriptionView }) {
  const fields = useCall(customFields.subscription.list);
  const filled = (fields.data?.items ?? []).filter(({ api_name }) => values[api_name] !== undefined);
  if (filled.length === 0) return null;
  return (
    <Part title="Custom fields">
      <Fields>
        {filled.map((field) => (
          <Field key={field.api_name} name={field.label}>
            <CustomValue field={field} value={values[field.api_name]} />
          </Field>
        ))}
      </Fields>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>{title}</Title>
      {children}
    </Stack>
  );
}
