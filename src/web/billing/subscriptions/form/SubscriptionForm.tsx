import { Grid, Stack, Textarea, TextInput, Title } from "@mantine/core";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { CustomerPicker } from "#web/billing/customers/CustomerPicker.tsx";
import { LinkedPanel } from "#web/billing/customers/LinkedPanel.tsx";
import { Outcome } from "#web/billing/subscriptions/sale/Outcome.tsx";
import { usePreview } from "#web/billing/subscriptions/sale/preview.ts";
import { SaleFields } from "#web/billing/subscriptions/sale/SaleFields.tsx";
import { Collect, WhenFields } from "#web/billing/subscriptions/sale/TermsFields.tsx";
import { Form, FormSection } from "#web/ui/Form.tsx";
import type { FormState } from "#web/ui/form.ts";
import { bodyOf, problemsOf, type SubscriptionValues } from "./subscription-values.ts";

type SubscriptionFormProps = { of: FormState<SubscriptionValues>; onCancel: () => void };

/** The form of a sale, with the first invoice beside it as one types. */
export function SubscriptionForm({ of, onCancel }: SubscriptionFormProps) {
  const { values } = of;
  const isReady = problemsOf(values).length === 0;
  const preview = usePreview(
    createSubscription,
    isReady ? { body: { ...bodyOf(values), preview: true } } : undefined,
  );
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Form of={of} submit="Sell" onCancel={onCancel} guarded>
          <FormSection title="What is sold">
            <CustomerPicker
              label="Customer"
              description={`Billed in ${values.customer?.currency_code ?? "the customer's currency"}.`}
              error={of.inner.errors["customer"]}
              picked={values.customer ?? undefined}
              isActive
              onPick={(picked) => of.set("customer", picked ?? null)}
            />
            {values.customer !== null && <SaleFields of={of} currency={values.customer.currency_code} />}
            <TextInput {...of.field("coupon")} label="Coupon" description="Its code." autoComplete="off" />
          </FormSection>
          <FormSection title="When">
            <WhenFields of={of} />
          </FormSection>
          <FormSection title="Payment">
            <Collect of={of} />
            <TextInput
              {...of.field("reference")}
              label="Reference"
              description="Your own name for it; no two have the same."
              autoComplete="off"
            />
            <Textarea {...of.field("notes")} label="Notes" autosize minRows={2} maxRows={8} />
          </FormSection>
        </Form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Stack gap="lg">
          <Stack gap="xs">
            <Title order={2}>What happens then</Title>
            <Outcome
              of={preview}
              waiting="Choose a customer and a plan, and the first invoice is shown here."
            />
          </Stack>
          {values.customer !== null && <LinkedPanel customer={values.customer.id} />}
        </Stack>
      </Grid.Col>
    </Grid>
  );
}
