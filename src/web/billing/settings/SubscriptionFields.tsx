import { FieldsPage } from "#web/billing/custom-fields/FieldsPage.tsx";

/** The organization's own fields for subscriptions. */
export function SubscriptionFields() {
  return (
    <FieldsPage
      entity="subscription"
      title="Subscription fields"
      fact="They appear on the form of a sale, on the subscription's page and in webhooks at once"
    />
  );
}
