import { useQueryClient } from "@tanstack/react-query";
import { Grid, Stack, TextInput, Title } from "@mantine/core";
import { listContactPersons } from "#billing/customer/contact-person.api.ts";
import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { CustomInputs } from "#web/billing/custom-fields/CustomInputs.tsx";
import { type Picked, CustomerPicker } from "#web/billing/customers/CustomerPicker.tsx";
import { LinkedPanel } from "#web/billing/customers/LinkedPanel.tsx";
import { useAskFirst } from "#web/billing/subscriptions/sale/ask-first.ts";
import { Outcome } from "#web/billing/subscriptions/sale/Outcome.tsx";
import { usePreview } from "#web/billing/subscriptions/sale/preview.ts";
import { firstReceivers } from "#web/billing/subscriptions/sale/receivers.ts";
import { Receivers } from "#web/billing/subscriptions/sale/Receivers.tsx";
import { SaleFields } from "#web/billing/subscriptions/sale/SaleFields.tsx";
import { Collect, Said } from "#web/billing/subscriptions/sale/DetailsFields.tsx";
import { WhenFields } from "#web/billing/subscriptions/sale/TermsFields.tsx";
import { waitingWords } from "#web/billing/subscriptions/sale/waiting-words.ts";
import { query, useOrganizationId } from "#web/api.ts";
import { Form, FormSection } from "#web/ui/Form.tsx";
import type { FormState } from "#web/ui/form.ts";
import { bodyOf, problemsOf, type SubscriptionValues } from "./subscription-values.ts";

type SubscriptionFormProps = {
  of: FormState<SubscriptionValues>;
  /** The organization's own fields for subscriptions. */
  fields: readonly CustomFieldView[];
  /** Whom it is sold to is not chosen here. */
  isForOne: boolean;
  onCancel: () => void;
};

/** The form of a sale, with the first invoice beside it as one types. */
export function SubscriptionForm({ of, fields, isForOne, onCancel }: SubscriptionFormProps) {
  const { values } = of;
  const pick = usePick(of);
  const problems = problemsOf(values);
  const preview = usePreview(
    createSubscription,
    problems.length === 0 ? { body: { ...bodyOf(values, fields), preview: true } } : undefined,
  );
  const asking = useAskFirst(of, preview.latest, "Sell");
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Form of={asking} submit="Sell" onCancel={onCancel} guarded>
          <FormSection title="What is sold">
            <Customer of={of} isFixed={isForOne} onPick={pick} />
            {values.customer !== null && <SaleFields of={of} currency={values.customer.currency_code} />}
            <TextInput {...of.field("coupon")} label="Coupon" description="Its code." autoComplete="off" />
          </FormSection>
          <FormSection title="When">
            <WhenFields of={of} />
          </FormSection>
          <FormSection title="Payment">
            <Collect of={of} customer={values.customer?.id} />
            {values.customer !== null && <Receivers of={of} customer={values.customer.id} />}
          </FormSection>
          <FormSection title="Details">
            <Said of={of} />
          </FormSection>
          <CustomInputs of={of} fields={fields} />
        </Form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Stack gap="lg">
          <Stack gap="xs">
            <Title order={2}>What happens then</Title>
            <Outcome of={preview} form={of} waiting={waitingWords(problems, "the first invoice")} />
          </Stack>
          {values.customer !== null && <LinkedPanel customer={values.customer.id} />}
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

type CustomerProps = {
  of: FormState<SubscriptionValues>;
  isFixed: boolean;
  onPick: (picked: Picked | undefined) => void;
};

function Customer({ of, isFixed, onPick }: CustomerProps) {
  const { customer } = of.values;
  const words = {
    label: "Customer",
    description: `Billed in ${customer?.currency_code ?? "the customer's currency"}.`,
  };
  return isFixed ? (
    <TextInput {...words} value={customer?.display_name ?? ""} readOnly variant="filled" />
  ) : (
    <CustomerPicker
      {...words}
      error={of.inner.errors["customer"]}
      isRequired
      picked={customer ?? undefined}
      isActive
      onPick={onPick}
    />
  );
}

/** Takes another customer, and of its people the primary one to get the e-mails. */
function usePick(of: FormState<SubscriptionValues>): (picked: Picked | undefined) => void {
  const client = useQueryClient();
  const organization = useOrganizationId();
  return (picked) => {
    of.set("customer", picked ?? null);
    of.set("contact_persons", []);
    if (picked === undefined) return;
    const asked = query(organization, listContactPersons, { params: { customer: picked.id } });
    // The field itself shows the people; without an answer nobody is chosen beforehand.
    client.query(asked).then(
      ({ items }) => {
        const { customer, contact_persons: chosen } = of.inner.getValues();
        if (customer?.id === picked.id && chosen.length === 0)
          of.set("contact_persons", firstReceivers(items));
      },
      () => undefined,
    );
  };
}
