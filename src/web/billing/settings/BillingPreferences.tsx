import { Checkbox, NumberInput, Radio, Stack } from "@mantine/core";
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
import { type FormState, useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";
import { DayList, type Days } from "./DayList.tsx";
import {
  creditWords,
  dunningWords,
  emailWords,
  preferenceWords as words,
  reminderWords,
} from "./preference-words.ts";

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

type Values = {
  payment_terms: Days;
  tax_rounding: BillingOrganizationView["tax_rounding"];
  proration_basis: BillingOrganizationView["proration_basis"];
  dunning_gaps: Days[];
  dunning_ends_in: BillingOrganizationView["dunning_ends_in"];
  apply_credits: boolean;
  email_invoices: boolean;
  email_receipts: boolean;
  email_failed_charges: boolean;
  reminder_days: Days[];
};

function bodyOf(values: Values) {
  return {
    ...values,
    payment_terms: Number(values.payment_terms),
    dunning_gaps: values.dunning_gaps.map(Number),
    reminder_days: values.reminder_days.map(Number),
  };
}

function problemsOf(values: Values) {
  const empty = "Enter whole days";
  const found = problemsBy(editOrganization.body)(bodyOf(values));
  return values.payment_terms === "" ? [{ path: "payment_terms", problem: empty }, ...found] : found;
}

const retries = {
  ...{ one: "Retry", unit: "after days", words: dunningWords },
  ...{ least: 1, most: 10, step: 0, first: 5 },
};
const reminders = {
  ...{ one: "Reminder", unit: "days overdue", words: reminderWords },
  ...{ least: 0, most: 5, step: 7, first: 3 },
};

function daysOf(form: FormState<Values>, name: "dunning_gaps" | "reminder_days") {
  return {
    days: form.values[name],
    onChange: (next: Days[]) => form.set(name, next),
    field: (at: number) => form.field(`${name}.${at}`),
  };
}

type PreferencesProps = { view: BillingOrganizationView; onSaved: () => void };

function Preferences({ view, onSaved }: PreferencesProps) {
  const edit = useSend(editOrganization);
  const { payment_terms, tax_rounding, proration_basis, dunning_gaps, dunning_ends_in } = view;
  const { apply_credits, email_invoices, email_receipts, email_failed_charges, reminder_days } = view;
  const form = useFormState<Values>({
    initial: {
      ...{ payment_terms, tax_rounding, proration_basis, dunning_gaps, dunning_ends_in },
      ...{ apply_credits, email_invoices, email_receipts, email_failed_charges, reminder_days },
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
        <Checkbox {...form.checkbox("apply_credits")} {...creditWords} />
      </FormSection>
      <FormSection
        title="Retries"
        help="Where a renewal cannot be collected, it is tried again after so many days, each counted from the try before."
      >
        <DayList {...daysOf(form, "dunning_gaps")} {...retries} />
        <Choice of={form} name="dunning_ends_in" />
      </FormSection>
      <FormSection
        title="E-mails to customers"
        help="Sent by themselves, once each, to the customer's primary contact person or to the customer."
      >
        {emailWords.map(({ name, label, help }) => (
          <Checkbox key={name} {...form.checkbox(name)} label={label} description={help} />
        ))}
        <DayList {...daysOf(form, "reminder_days")} {...reminders} />
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

function Facts({ view }: { view: BillingOrganizationView }) {
  const word = (name: keyof typeof words) =>
    words[name].choices.find(({ value }) => value === view[name])?.word ?? null;
  const told = emailWords.flatMap(({ name, label }) => (view[name] ? [label] : [])).join(", ");
  return (
    <Fields>
      <Field name="Payment terms" value={showCount(view.payment_terms, "day")} />
      <Field name={words.tax_rounding.label} value={word("tax_rounding")} />
      <Field name={words.proration_basis.label} value={word("proration_basis")} />
      <Field name={creditWords.label} value={view.apply_credits ? "Yes" : "No"} />
      <Field name="Retries" value={dunningWords(view.dunning_gaps)} />
      <Field name={words.dunning_ends_in.label} value={word("dunning_ends_in")} />
      <Field name="E-mails to customers" value={told === "" ? "None" : told} />
      <Field name="Reminders" value={reminderWords(view.reminder_days)} />
    </Fields>
  );
}
