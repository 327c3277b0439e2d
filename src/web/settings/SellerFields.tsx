import { SimpleGrid, Textarea, TextInput } from "@mantine/core";
import type { BillingOrganizationView } from "#billing/organization/organization.api.ts";
import { FormSection } from "#web/ui/Form.tsx";
import type { FormState } from "#web/ui/form.ts";

const accountParts = ["holder", "iban", "account_number", "routing_number", "bic", "bank_name"] as const;

type SellerValues = {
  tax_label: string;
  tax_number: string;
  bank_account: Record<string, string>;
  payment_instructions: string;
};

/** What a form holds of the seller's details: what is not there is empty. */
export function sellerValuesOf(view: BillingOrganizationView): SellerValues {
  return {
    tax_label: view.tax_label ?? "",
    tax_number: view.tax_number ?? "",
    bank_account: Object.fromEntries(accountParts.map((part) => [part, view.bank_account[part] ?? ""])),
    payment_instructions: view.payment_instructions ?? "",
  };
}

/** The number for tax, and how customers pay: what documents say of who writes them. */
export function SellerFields({ field }: { field: FormState<SellerValues>["field"] }) {
  return (
    <>
      <FormSection title="Tax registration" help="Printed below the address on every document.">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            {...field("tax_label")}
            label="What the number is called"
            placeholder="VAT number"
            description="Such as VAT number, USt-IdNr. or GSTIN."
          />
          <TextInput
            {...field("tax_number")}
            label="Number"
            description="As it stands on your registration."
          />
        </SimpleGrid>
      </FormSection>
      <FormSection title="How customers pay" help="Printed at the foot of invoices that are not paid.">
        <TextInput {...field("bank_account.holder")} label="Account holder" />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput {...field("bank_account.iban")} label="IBAN" />
          <TextInput {...field("bank_account.bic")} label="BIC" />
          <TextInput {...field("bank_account.account_number")} label="Account number" />
          <TextInput {...field("bank_account.routing_number")} label="Routing number or sort code" />
        </SimpleGrid>
        <TextInput {...field("bank_account.bank_name")} label="Bank" />
        <Textarea
          {...field("payment_instructions")}
          label="Payment instructions"
          description="In your own words, below the account."
          autosize
          minRows={2}
        />
      </FormSection>
    </>
  );
}
