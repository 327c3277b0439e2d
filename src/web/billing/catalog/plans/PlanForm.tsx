import { Select, SimpleGrid, Textarea, TextInput } from "@mantine/core";
import type { ProductView } from "#billing/catalog/product.api.ts";
import { PlanScheme } from "#billing/catalog/plan.api.ts";
import { TaxPicker } from "#web/billing/catalog/pick/TaxPicker.tsx";
import { PriceFields } from "#web/billing/catalog/prices/PriceFields.tsx";
import { Form, FormSection } from "#web/ui/Form.tsx";
import type { FormState } from "#web/ui/form.ts";
import type { PlanValues } from "./plan-values.ts";

type PlanFormProps = {
  of: FormState<PlanValues>;
  products: readonly ProductView[];
  submit: string;
  onCancel: () => void;
};

const units = [
  { value: "weeks", label: "Weeks" },
  { value: "months", label: "Months" },
  { value: "years", label: "Years" },
];

/** The form of a plan, one column in sections. */
export function PlanForm({ of, products, submit, onCancel }: PlanFormProps) {
  return (
    <Form of={of} submit={submit} onCancel={onCancel} guarded focusFirst>
      <FormSection title="Plan">
        <TextInput {...of.field("name")} label="Name" autoComplete="off" withAsterisk />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput
            {...of.field("plan_code")}
            label="Plan code"
            description="Names the plan over the API, such as basic-monthly."
            autoComplete="off"
            withAsterisk
          />
          <Select
            {...of.field("product_id")}
            label="Product"
            description="Plans of one product are alternatives."
            data={products.map(({ id, name }) => ({ value: id, label: name }))}
            searchable
            allowDeselect={false}
            withAsterisk
          />
        </SimpleGrid>
        <Textarea {...of.field("description")} label="Description" autosize minRows={2} maxRows={8} />
      </FormSection>
      <FormSection title="Billing">
        <SimpleGrid cols={{ base: 2, sm: 2 }} spacing="md">
          <TextInput
            {...of.field("interval")}
            label="Bill every"
            inputMode="numeric"
            autoComplete="off"
            withAsterisk
          />
          <Select {...of.field("interval_unit")} label="Unit of time" data={units} allowDeselect={false} />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput
            {...of.field("billing_cycles")}
            label="Billing cycles"
            description="After so many terms it ends."
            placeholder="Until cancelled"
            inputMode="numeric"
            autoComplete="off"
          />
          <TextInput
            {...of.field("trial_period")}
            label="Trial"
            description="Days before the first term."
            placeholder="None"
            inputMode="numeric"
            autoComplete="off"
          />
        </SimpleGrid>
      </FormSection>
      <FormSection title="Price">
        <PriceFields of={of} schemes={PlanScheme.options} hasSetupFee />
        <TaxPicker of={of} />
      </FormSection>
    </Form>
  );
}
