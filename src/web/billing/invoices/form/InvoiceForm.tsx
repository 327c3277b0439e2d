import { Box, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import type { BillingOrganizationView } from "#billing/organization/organization.api.ts";
import { CustomerPicker } from "#web/billing/customers/CustomerPicker.tsx";
import { LinkedPanel } from "#web/billing/customers/LinkedPanel.tsx";
import { LineEditor } from "#web/billing/documents/form/LineEditor.tsx";
import {
  type DocumentMoney,
  type KnownRate,
  useDocumentMoney,
  useRateOf,
} from "#web/billing/documents/form/document-money.ts";
import { TotalsEditor } from "#web/billing/documents/form/TotalsEditor.tsx";
import { Form, FormSection } from "#web/ui/Form.tsx";
import type { FormState } from "#web/ui/form.ts";
import { showDay } from "#web/ui/show.ts";
import type { InvoiceValues } from "./invoice-values.ts";

type InvoiceFormProps = {
  of: FormState<InvoiceValues>;
  organization: BillingOrganizationView;
  /** A draft keeps its customer. */ isNew: boolean;
  submit: string;
  onCancel: () => void;
};

/** The form of an invoice: whom it is for, its lines, and what it comes to as one types. */
export function InvoiceForm({ of, organization, isNew, submit, onCancel }: InvoiceFormProps) {
  const { customer, date } = of.values;
  const currency = customer?.currency_code ?? organization.base_currency;
  const money = useDocumentMoney(organization, currency, of.values);
  const known = useRateOf(currency, organization.base_currency, date);
  return (
    <Box maw={1000}>
      <Form of={of} submit={submit} onCancel={onCancel} guarded focusFirst={isNew}>
        <FormSection title="Invoice">
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            <Customer of={of} isNew={isNew} />
            <TextInput
              {...of.field("reference_number")}
              label="Reference"
              description="Such as an order number."
            />
            <TextInput {...of.field("date")} label="Date" type="date" />
            <TextInput
              {...of.field("due_date")}
              label="Due date"
              description="By the customer's payment terms where left empty."
              type="date"
            />
            <Rate of={of} money={money} known={known} />
            <TextInput {...of.field("salesperson")} label="Salesperson" />
          </SimpleGrid>
          {customer !== null && <LinkedPanel customer={customer.id} />}
        </FormSection>
        <FormSection title="Lines">
          <LineEditor of={of} money={money} />
          <TotalsEditor of={of} money={money} known={known} />
        </FormSection>
        <FormSection title="Words on the invoice">
          <Stack gap="md">
            <Textarea {...of.field("notes")} label="Notes" autosize minRows={2} maxRows={10} />
            <Textarea {...of.field("terms")} label="Terms" autosize minRows={2} maxRows={10} />
          </Stack>
        </FormSection>
      </Form>
    </Box>
  );
}

function Customer({ of, isNew }: Pick<InvoiceFormProps, "of" | "isNew">) {
  const { customer } = of.values;
  if (!isNew)
    return (
      <TextInput
        label="Customer"
        description={`Billed in ${customer?.currency_code}.`}
        value={customer?.display_name ?? ""}
        readOnly
        variant="filled"
      />
    );
  return (
    <CustomerPicker
      label="Customer"
      description={
        customer === null ? "Billed in the customer's currency." : `Billed in ${customer.currency_code}.`
      }
      error={of.inner.errors["customer"]}
      picked={customer ?? undefined}
      isActive
      openOnFocus={false}
      onPick={(picked) => {
        of.set("customer", picked ?? null);
        of.set("exchange_rate", "");
      }}
    />
  );
}

type RateProps = { of: FormState<InvoiceValues>; money: DocumentMoney; known: KnownRate };

/** The exchange rate, where the customer's currency is another than the organization's. */
function Rate({ of, money: { currency, base }, known }: RateProps) {
  if (currency === base || known === undefined) return null;
  const isOwn = of.values.exchange_rate.trim() !== "";
  const field = of.field("exchange_rate");
  const missing =
    known === null && !isOwn
      ? `No rate from ${currency} to ${base} is known for ${showDay(of.values.date)}. Enter the one that this invoice is reckoned at.`
      : undefined;
  return (
    <TextInput
      {...field}
      label={`Exchange rate, ${base} for 1 ${currency}`}
      description={isOwn ? "Of this invoice alone." : "The rate of the day where left empty."}
      placeholder={known ?? "Such as 1.0842"}
      inputMode="decimal"
      error={field.error ?? missing}
    />
  );
}
