import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { getCoupon } from "#billing/catalog/coupon.api.ts";
import type { SubscriptionView } from "#billing/subscription/subscription.api.ts";
import { useCall } from "#web/api.ts";
import { useEstimatePlaces } from "#web/billing/estimates/places.ts";
import { collectWords, cyclesWords, termWords } from "#web/billing/subscriptions/words.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { showCount, showDay } from "#web/ui/show.ts";

/** How a subscription is billed: its terms, how it is collected, its coupon. */
export function Terms({ subscription }: { subscription: SubscriptionView }) {
  const { trial_ends_at: trial, coupon_id: coupon, resumes_on: resumes } = subscription;
  const estimates = useEstimatePlaces();
  return (
    <Fields>
      <Field name="Term" value={termWords(subscription)} />
      <Field name="Terms" value={cyclesWords(subscription)} />
      <Field name="Start" value={showDay(subscription.starts_at)} />
      {trial !== null && <Field name="Trial until" value={showDay(trial)} />}
      {resumes !== null && <Field name="Resumes" value={showDay(resumes)} />}
      <Field name="Payment" value={collectWords(subscription)} />
      <Field name="E-mails go to">
        <Receivers of={subscription} />
      </Field>
      <Field name="Currency" value={subscription.currency_code} />
      {coupon !== null && (
        <Field name="Coupon">
          <Coupon id={coupon} left={subscription.coupon_invoices_left} />
        </Field>
      )}
      {subscription.estimate !== null && (
        <Field name="Estimate">
          <Anchor component={Link} to={estimates.page(subscription.estimate.id)}>
            {subscription.estimate.number ?? "Draft of an estimate"}
          </Anchor>
        </Field>
      )}
      {subscription.reference !== null && <Field name="Reference" value={subscription.reference} copies />}
      {subscription.salesperson !== null && <Field name="Salesperson" value={subscription.salesperson} />}
      <Field name="ID" value={subscription.id} copies />
    </Fields>
  );
}

/** The people who are named, else the customer. */
function Receivers({ of: { contact_persons: persons } }: { of: SubscriptionView }) {
  if (persons.length === 0) return "The customer";
  return (
    <Stack gap={4}>
      {persons.map(({ id, name, email }) => (
        <div key={id}>
          {name}
          {email !== name && (
            <Text size="sm" c="dimmed">
              {email ?? "No e-mail address"}
            </Text>
          )}
        </div>
      ))}
    </Stack>
  );
}

function Coupon({ id, left }: { id: string; left: number | null }) {
  const coupon = useCall(getCoupon, { params: { coupon: id } });
  if (coupon.data === undefined) return null;
  const { name, coupon_code: code } = coupon.data;
  const rest =
    left === null ? "on all invoices" : left === 0 ? "used up" : `${showCount(left, "invoice")} left`;
  return (
    <>
      {name} ({code})
      <Text size="sm" c="dimmed">
        {rest}
      </Text>
    </>
  );
}
