import { ActionIcon, Button, Checkbox, Group, NumberInput, Radio, Stack, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import {
  type BillingOrganizationView,
  editOrganization,
  getOrganization,
} from "#billing/organization/organization.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Form, FormSection } from "#web/ui/Form.tsx";
import { type FormState, problemsBy, useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";
import { dunningWords, emailWords, preferenceWords as words } from "./preference-words.ts";

/** How the organization bills where nothing else is said. */
export function BillingPreferences() {
  const organization = useCall(getOrganization);
  const mayAdmin = useMay("admin");
  // Anew after a save, not when somebody else's arrives: that would take away what is being typed.
  const [saves, setSaves] = useState(0);
  return (
    <Page title="Billing preferences" width="narrow">
      <Loaded of={organization}>
        {(view) =>
          mayAdmin ? (
            <Preferences key={saves} view={view} onSaved={() => setSaves(saves + 1)} />
          ) : (
            <Facts view={view} />
          )
        }
      </Loaded>
    </Page>
  );
}

/** A number field that was emptied holds nothing. */
type Days = number | "";

type Values = {
  payment_terms: Days;
  tax_rounding: BillingOrganizationView["tax_rounding"];
  proration_basis: BillingOrganizationView["proration_basis"];
  dunning_gaps: Days[];
  dunning_ends_in: BillingOrganizationView["dunning_ends_in"];
  email_invoices: boolean;
  email_receipts: boolean;
  email_failed_charges: boolean;
};

function bodyOf(values: Values) {
  return {
    ...values,
    payment_terms: Number(values.payment_terms),
    dunning_gaps: values.dunning_gaps.map(Number),
  };
}

function problemsOf(values: Values) {
  const empty = "Enter whole days";
  const found = problemsBy(editOrganization.body)(bodyOf(values));
  return values.payment_terms === "" ? [{ path: "payment_terms", problem: empty }, ...found] : found;
}

type PreferencesProps = { view: BillingOrganizationView; onSaved: () => void };

function Preferences({ view, onSaved }: PreferencesProps) {
  const edit = useSend(editOrganization);
  const { payment_terms, tax_rounding, proration_basis, dunning_gaps, dunning_ends_in } = view;
  const { email_invoices, email_receipts, email_failed_charges } = view;
  const form = useFormState<Values>({
    initial: {
      ...{ payment_terms, tax_rounding, proration_basis, dunning_gaps, dunning_ends_in },
      ...{ email_invoices, email_receipts, email_failed_charges },
    },
    check: problemsOf,
    send: async (values) => {
      await edit.mutateAsync({ body: bodyOf(values) });
      tell("The billing preferences are saved.");
      onSaved();
    },
  });
  return (
    <Form of={form} submit="Save">
      <FormSection title="Invoices">
        <NumberInput
          {...form.field("payment_terms")}
          label="Payment terms in days"
          description="When an invoice is due, where neither it nor its customer says otherwise."
          allowDecimal={false}
          allowNegative={false}
          maw={320}
        />
        <Choice of={form} name="tax_rounding" />
      </FormSection>
      <FormSection title="Subscriptions">
        <Choice of={form} name="proration_basis" />
      </FormSection>
      <FormSection
        title="Retries"
        help="Where a renewal cannot be collected, it is tried again after so many days, each counted from the try before."
      >
        <Gaps of={form} />
        <Choice of={form} name="dunning_ends_in" />
      </FormSection>
      <FormSection
        title="E-mails to customers"
        help="Sent by themselves, once each, to the customer's primary contact person or to the customer."
      >
        {emailWords.map(({ name, label, help }) => (
          <Checkbox key={name} {...form.checkbox(name)} label={label} description={help} />
        ))}
      </FormSection>
    </Form>
  );
}

type ChoiceProps = { of: FormState<Values>; name: keyof typeof words };

function Choice({ of, name }: ChoiceProps) {
  const { label, choices } = words[name];
  return (
    <Radio.Group {...of.field(name)} label={label}>
      <Stack gap="xs" mt="xs">
        {choices.map(({ value, word, help }) => (
          <Radio key={value} value={value} label={word} description={help} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** The days before each retry, and what they mean by an example. */
function Gaps({ of }: { of: FormState<Values> }) {
  const { dunning_gaps: gaps } = of.values;
  const set = (next: Days[]): void => of.set("dunning_gaps", next);
  return (
    <Stack gap="sm">
      <Group gap="md" align="flex-start">
        {gaps.map((_, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a retry is known by its place
          <Group key={at} gap={2} align="flex-end" wrap="nowrap">
            <NumberInput
              {...of.field(`dunning_gaps.${at}`)}
              label={`Retry ${at + 1}, after days`}
              allowDecimal={false}
              allowNegative={false}
              w={140}
            />
            {gaps.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                aria-label={`Take retry ${at + 1} away`}
                onClick={() => set(gaps.filter((_gap, other) => other !== at))}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </Group>
        ))}
      </Group>
      <Button
        variant="default"
        size="compact-md"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => set([...gaps, gaps.at(-1) ?? 5])}
        disabled={gaps.length >= 10}
      >
        Add retry
      </Button>
      <Text role="status" c="dimmed">
        {dunningWords(gaps.map(Number))}
      </Text>
    </Stack>
  );
}

function Facts({ view }: { view: BillingOrganizationView }) {
  const word = (name: keyof typeof words) =>
    words[name].choices.find(({ value }) => value === view[name])?.word ?? null;
  const told = emailWords.flatMap(({ name, label }) => (view[name] ? [label] : [])).join(", ");
  return (
    <Fields>
      <Field name="Payment terms" value={showCount(view.payment_terms, "day")} />
      <Field name={words.tax_rounding.label} value={word("tax_rounding")} />
      <Field name={words.proration_basis.label} value={word("proration_basis")} />
      <Field name="Retries" value={dunningWords(view.dunning_gaps)} />
      <Field name={words.dunning_ends_in.label} value={word("dunning_ends_in")} />
      <Field name="E-mails to customers" value={told === "" ? "None" : told} />
    </Fields>
  );
}
