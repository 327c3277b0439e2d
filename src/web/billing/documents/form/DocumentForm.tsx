import { Box, SimpleGrid, Stack, Text, Textarea, TextInput } from "@mantine/core";
import type { BillingOrganizationView } from "#billing/organization/organization.api.ts";
import { CustomerPicker, type Picked } from "#web/billing/customers/CustomerPicker.tsx";
import { LinkedPanel } from "#web/billing/customers/LinkedPanel.tsx";
import { VendorPicker } from "#web/billing/orders/vendors/VendorPicker.tsx";
import { Form, FormSection } from "#web/ui/Form.tsx";
import type { FormState } from "#web/ui/form.ts";
import { showDay } from "#web/ui/show.ts";
import {
  type DocumentMoney,
  type KnownRate,
  useDocumentMoney,
  useExemption,
  useRateOf,
} from "./document-money.ts";
import type { FormKind } from "./kind.ts";
import { LineEditor } from "./LineEditor.tsx";
import { TotalsEditor } from "./TotalsEditor.tsx";
import type { WrittenValues } from "./written-values.ts";

type DocumentFormProps = {
  of: FormState<WrittenValues>;
  kind: FormKind;
  organization: BillingOrganizationView;
  /** A draft keeps whom it is for. */ isNew: boolean;
  /** So does a new one that was begun for somebody alone. */ isPartyFixed?: boolean;
  submit: string;
  onCancel: () => void;
};

/** The form of a document: whom it is for, its lines, and what it comes to as one types. */
export function DocumentForm(props: DocumentFormProps) {
  const { of, kind, organization, isNew, isPartyFixed = !isNew, submit, onCancel } = props;
  const { party, date } = of.values;
  const { until, name } = kind;
  const currency = party?.currency_code ?? organization.base_currency;
  const exemption = useExemption(party, isNew && kind.party === "customer");
  const money = useDocumentMoney(organization, currency, of.values, kind, exemption !== null);
  const known = useRateOf(currency, organization.base_currency, date);
  return (
    <Box maw={1000}>
      <Form of={of} submit={submit} onCancel={onCancel} guarded focusFirst={isNew}>
        <FormSection title={kind.title}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            <Party of={of} kind={kind} isFixed={isPartyFixed} />
            <TextInput
              {...of.field("reference_number")}
              label="Reference"
              description="Such as an order number."
            />
            <TextInput {...of.field("date")} label="Date" type="date" />
            {until !== null && (
              // What it says of itself comes below, so that both days stand on one line.
              <TextInput
                {...of.field("until")}
                {...until}
                type="date"
                inputWrapperOrder={["label", "input", "description", "error"]}
              />
            )}
            <Rate of={of} kind={name} money={money} known={known} />
            <TextInput {...of.field("salesperson")} label="Salesperson" />
          </SimpleGrid>
          {party !== null && kind.party === "customer" && <LinkedPanel customer={party.id} />}
        </FormSection>
        <FormSection title="Lines">
          {exemption !== null && <Text c="dimmed">No tax: {exemption}</Text>}
          <LineEditor of={of} money={money} />
          <TotalsEditor of={of} money={money} known={known} />
        </FormSection>
        <FormSection title={`Words on the ${name}`}>
          <Stack gap="md">
            <Textarea {...of.field("notes")} label="Notes" autosize minRows={2} maxRows={10} />
            <Textarea {...of.field("terms")} label="Terms" autosize minRows={2} maxRows={10} />
          </Stack>
        </FormSection>
      </Form>
    </Box>
  );
}

type PartyProps = Pick<DocumentFormProps, "of" | "kind"> & { isFixed: boolean };

function Party({ of, kind, isFixed }: PartyProps) {
  const { party } = of.values;
  const isVendor = kind.party === "vendor";
  const label = isVendor ? "Vendor" : "Customer";
  const billed = isVendor ? "Ordered in" : "Billed in";
  const description = `${billed} ${party?.currency_code ?? `the ${kind.party}'s currency`}.`;
  if (isFixed)
    return (
      <TextInput
        label={label}
        description={description}
        value={party?.display_name ?? ""}
        readOnly
        variant="filled"
      />
    );
  const pick = (picked: Picked | undefined): void => {
    of.set("party", picked ?? null);
    of.set("exchange_rate", "");
  };
  const field = {
    label,
    description,
    error: of.inner.errors["party"],
    picked: party ?? undefined,
    onPick: pick,
  };
  return isVendor ? <VendorPicker {...field} /> : <CustomerPicker {...field} isActive openOnFocus={false} />;
}

type RateProps = {
  of: FormState<WrittenValues>;
  /** `estimate` */ kind: string;
  money: DocumentMoney;
  known: KnownRate;
};

/** The exchange rate, where the other side's currency is another than the organization's. */
function Rate({ of, kind, money: { currency, base }, known }: RateProps) {
  if (currency === base || known === undefined) return null;
  const isOwn = of.values.exchange_rate.trim() !== "";
  const field = of.field("exchange_rate");
  const missing =
    known === null && !isOwn
      ? `No rate from ${currency} to ${base} is known for ${showDay(of.values.date)}. Enter the one that this ${kind} is reckoned at.`
      : undefined;
  return (
    <TextInput
      {...field}
      label={`Exchange rate, ${base} for 1 ${currency}`}
      description={isOwn ? `Of this ${kind} alone.` : "The rate of the day where left empty."}
      placeholder={known ?? "Such as 1.0842"}
      inputMode="decimal"
      error={field.error ?? missing}
    />
  );
}
