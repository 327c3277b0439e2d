import {
  Button,
  Group,
  SegmentedControl,
  Select,
  SimpleGrid,
  TagsInput,
  Textarea,
  TextInput,
} from "@mantine/core";
import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import { customerLabels } from "#billing/customer/customer-schema.api.ts";
import { currencyChoices } from "#web/account/places.ts";
import { AddressFields } from "#web/billing/AddressFields.tsx";
import { languageChoices } from "#web/billing/languages.ts";
import { Form, FormSection } from "#web/ui/Form.tsx";
import type { FormState } from "#web/ui/form.ts";
import { CustomInputs } from "#web/billing/custom-fields/CustomInputs.tsx";
import type { CustomerValues } from "./customer-values.ts";

type CustomerFormProps = {
  of: FormState<CustomerValues>;
  fields: readonly CustomFieldView[];
  submit: string;
  onCancel: () => void;
};

/** The form of a customer, one column in sections. */
export function CustomerForm({ of, fields, submit, onCancel }: CustomerFormProps) {
  return (
    <Form of={of} submit={submit} onCancel={onCancel} guarded focusFirst>
      <FormSection title="Name">
        <TextInput
          {...of.field("display_name")}
          label="Display name"
          description="How the customer is called in lists and on documents."
          withAsterisk
        />
        <SegmentedControl
          {...of.field("type")}
          aria-label="Customer type"
          data={[
            { value: "business", label: "Business" },
            { value: "individual", label: "Individual" },
          ]}
          w="fit-content"
        />
        <Text of={of} name="company_name" />
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
          <Text of={of} name="salutation" />
          <Text of={of} name="first_name" />
          <Text of={of} name="last_name" />
        </SimpleGrid>
      </FormSection>
      <FormSection title="Contact">
        <Text of={of} name="email" type="email" />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <Text of={of} name="phone" type="tel" />
          <Text of={of} name="mobile" type="tel" />
          <Text of={of} name="fax" type="tel" />
          <Text of={of} name="website" type="url" />
          <Text of={of} name="department" />
          <Text of={of} name="designation" />
        </SimpleGrid>
      </FormSection>
      <FormSection title="Billing">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <Select
            {...of.field("currency_code")}
            label="Currency"
            description="Fixed after the first transaction."
            data={currencyChoices()}
            searchable
            allowDeselect={false}
          />
          <TextInput
            {...of.field("payment_terms")}
            label="Payment terms"
            description="Days until an invoice is due; 0 is on receipt."
            inputMode="numeric"
          />
          <TextInput
            {...of.field("payment_terms_label")}
            label="Payment terms label"
            description="Such as Net 30."
          />
          <Select
            {...of.field("language")}
            label="Language"
            description="Of documents and e-mails to the customer."
            placeholder="As the organization"
            data={languageChoices(of.values.language)}
            clearable
          />
          <TextInput
            {...of.field("tax_reg_no")}
            label="Tax number"
            description="Such as its VAT or GST number; its documents say it."
          />
          <TextInput
            {...of.field("tax_exemption_reason")}
            label="Tax exemption reason"
            description="Filled in, its documents bear no tax and say this."
            placeholder="Reverse charge: VAT is accounted for by the recipient"
          />
        </SimpleGrid>
      </FormSection>
      <AddressSection of={of} name="billing_address" title="Billing address" />
      <AddressSection of={of} name="shipping_address" title="Shipping address" />
      <CustomInputs of={of} fields={fields} />
      <FormSection title="Other">
        <TagsInput {...of.field("tags")} label="Tags" placeholder="Type and press Enter" clearable />
        <Textarea {...of.field("notes")} label="Notes" autosize minRows={3} maxRows={12} />
      </FormSection>
    </Form>
  );
}

type TextProps = {
  of: FormState<CustomerValues>;
  name: keyof CustomerValues;
  type?: "email" | "tel" | "url";
};

function Text({ of, name, type = "email" }: TextProps) {
  // Browsers would judge e-mail and web addresses themselves: they only choose the keyboard here.
  return (
    <TextInput
      {...of.field(name)}
      label={customerLabels[name] ?? name}
      inputMode={name === "email" || type !== "email" ? type : "text"}
      autoComplete="off"
    />
  );
}

type AddressSectionProps = {
  of: FormState<CustomerValues>;
  name: "billing_address" | "shipping_address";
  title: string;
};

function AddressSection({ of, name, title }: AddressSectionProps) {
  const copies = name === "shipping_address";
  return (
    <FormSection title={title}>
      {copies && (
        <Group>
          <Button
            variant="default"
            size="compact-md"
            onClick={() => of.set("shipping_address", { ...of.values.billing_address })}
          >
            Copy the billing address
          </Button>
        </Group>
      )}
      <AddressFields of={of} name={name} />
    </FormSection>
  );
}
