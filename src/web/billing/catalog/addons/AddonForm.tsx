import { Radio, Select, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { AddonScheme, type AddonView } from "#billing/catalog/addon.api.ts";
import { PlanPicker } from "#web/billing/catalog/pick/OfferPicker.tsx";
import { TaxPicker } from "#web/billing/catalog/pick/TaxPicker.tsx";
import { PriceFields } from "#web/billing/catalog/prices/PriceFields.tsx";
import { addonTypeWords, offerOfPlan } from "#web/billing/catalog/words.ts";
import { Form, FormSection } from "#web/ui/Form.tsx";
import type { FormState } from "#web/ui/form.ts";
import type { AddonValues } from "./addon-values.ts";

type AddonFormProps = {
  of: FormState<AddonValues>;
  /** The plans that the addon is for as it is now. */
  plans: AddonView["plans"];
  submit: string;
  onCancel: () => void;
};

const types = (["recurring", "one_time"] as const).map((value) => ({ value, label: addonTypeWords[value] }));

/** The form of an addon, one column in sections. */
export function AddonForm({ of, plans, submit, onCancel }: AddonFormProps) {
  return (
    <Form of={of} submit={submit} onCancel={onCancel} guarded focusFirst>
      <FormSection title="Addon">
        <TextInput {...of.field("name")} label="Name" autoComplete="off" withAsterisk />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput
            {...of.field("addon_code")}
            label="Addon code"
            description="Names the addon over the API, such as extra-seat."
            autoComplete="off"
            withAsterisk
          />
          <Select
            {...of.field("type")}
            label="Billed"
            description="Every term, or once when it is bought."
            data={types}
            allowDeselect={false}
          />
        </SimpleGrid>
        <Textarea {...of.field("description")} label="Description" autosize minRows={2} maxRows={8} />
      </FormSection>
      <FormSection title="Price">
        <PriceFields of={of} schemes={AddonScheme.options} />
        <TaxPicker of={of} />
      </FormSection>
      <FormSection title="Plans" help="Subscriptions of which plans can have it.">
        <Radio.Group {...of.field("applicable_to")} aria-label="Plans">
          <Stack gap="xs">
            <Radio value="all" label="All plans, those to come as well" />
            <Radio value="plans" label="Some plans" />
          </Stack>
        </Radio.Group>
        {of.values.applicable_to === "plans" && (
          <PlanPicker label="For these plans" field={of.field("plans")} known={plans.map(offerOfPlan)} />
        )}
      </FormSection>
    </Form>
  );
}
