import { SimpleGrid, TextInput } from "@mantine/core";
import type { FormState } from "#web/ui/form.ts";
import type { TermsValues } from "./terms-values.ts";

type WhenFieldsProps<Values extends TermsValues> = { of: FormState<Values> };

/** When it starts, with which trial, and for how many terms. */
export function WhenFields<Values extends TermsValues>({ of }: WhenFieldsProps<Values>) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
      <TextInput {...of.field("starts_at")} type="date" label="Start" description="Today where left empty." />
      <TextInput
        {...of.field("trial_days")}
        label="Trial"
        description="Days; 0 is none."
        placeholder="As the plan has"
        inputMode="numeric"
        autoComplete="off"
      />
      <TextInput
        {...of.field("billing_cycles")}
        label="Terms"
        description="After so many it ends."
        placeholder="As the plan has"
        inputMode="numeric"
        autoComplete="off"
      />
    </SimpleGrid>
  );
}
