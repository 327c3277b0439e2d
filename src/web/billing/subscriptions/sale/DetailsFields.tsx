import { SegmentedControl, SimpleGrid, Text, Textarea, TextInput } from "@mantine/core";
import { NotCollectable } from "#web/billing/collection/NotCollectable.tsx";
import type { FormState } from "#web/ui/form.ts";
import type { DetailsValues } from "./details-values.ts";

type DetailsFieldsProps<Values extends DetailsValues> = { of: FormState<Values> };

/** How it is paid, and what keeps the customer's money from being collected. */
export function Collect<Values extends DetailsValues>({
  of,
  customer,
}: DetailsFieldsProps<Values> & { customer: string | undefined }) {
  const form = asDetails(of);
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
        <>
          <Text c="dimmed">
            Each invoice is collected by the customer's payment method; where that fails, it is tried again.
          </Text>
          <NotCollectable customer={customer} />
        </>
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

/** What is said of it, for people: reference, salesperson, notes. */
export function Said<Values extends DetailsValues>({ of }: DetailsFieldsProps<Values>) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput
          {...of.field("reference")}
          label="Reference"
          description="Your own name for it; no two have the same."
          autoComplete="off"
        />
        <TextInput
          {...of.field("salesperson")}
          label="Salesperson"
          description="Who sold it."
          autoComplete="off"
        />
      </SimpleGrid>
      <Textarea {...of.field("notes")} label="Notes" autosize minRows={2} maxRows={8} />
    </>
  );
}

/** The fields of details are those of every form that has them; the form's own type only hides that. */
function asDetails<Values extends DetailsValues>(of: FormState<Values>): FormState<DetailsValues> {
  return of;
}
