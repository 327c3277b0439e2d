import { SegmentedControl, SimpleGrid, Text, TextInput } from "@mantine/core";
import type { FormState } from "#web/ui/form.ts";
import type { TermsValues } from "./terms-values.ts";

type TermsFieldsProps<Values extends TermsValues> = { of: FormState<Values> };

/** When it starts, with which trial, and for how many terms. */
export function WhenFields<Values extends TermsValues>({ of }: TermsFieldsProps<Values>) {
  const form = asTerms(of);
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
      <TextInput
        {...form.field("starts_at")}
        type="date"
        label="Start"
        description="Today where left empty."
      />
      <TextInput
        {...form.field("trial_days")}
        label="Trial"
        description="Days; 0 is none."
        placeholder="As the plan has"
        inputMode="numeric"
        autoComplete="off"
      />
      <TextInput
        {...form.field("billing_cycles")}
        label="Terms"
        description="After so many it ends."
        placeholder="As the plan has"
        inputMode="numeric"
        autoComplete="off"
      />
    </SimpleGrid>
  );
}

/** How it is paid. */
export function Collect<Values extends TermsValues>({ of }: TermsFieldsProps<Values>) {
  const form = asTerms(of);
  const { collect } = form.values;
  return (
    <>
      <SegmentedControl
        aria-label="How it is paid"
        data={[
          { value: "invoice", label: "Send invoices" },
          { value: "auto", label: "Collect automatically" },
        ]}
        value={collect}
        onChange={(next) => form.set("collect", next)}
        // As wide as their words: of equal parts the longer one would be cut on a phone.
        styles={{ control: { flex: "auto" }, label: { paddingInline: 6 } }}
        w="fit-content"
        maw="100%"
      />
      {collect === "auto" ? (
        <Text c="dimmed">
          Each invoice is collected by the customer's payment method; where that fails, it is tried again.
        </Text>
      ) : (
        <TextInput
          {...form.field("payment_terms")}
          label="Payment terms"
          description="Days until an invoice is due."
          placeholder="As the customer has"
          inputMode="numeric"
          autoComplete="off"
        />
      )}
    </>
  );
}

/** The fields of terms are those of every form that has them; the form's own type only hides that. */
function asTerms<Values extends TermsValues>(of: FormState<Values>): FormState<TermsValues> {
  return of;
}
