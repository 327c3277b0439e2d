import { Select } from "@mantine/core";
import { listTaxes, type TaxView } from "#billing/tax/tax.api.ts";
import { taxWords } from "#billing/tax/tax-words.ts";
import { useCall } from "#web/api.ts";
import type { FormState } from "#web/ui/form.ts";
import { showDecimal } from "#web/ui/show.ts";

/** What every form with a tax has; null is none. */
export type TaxedValues = { tax_id: string | null };

/** Chooses a tax among those that are offered, and the one that is chosen already. Not there where there are no taxes. */
export function TaxPicker({ of }: { of: FormState<TaxedValues> }) {
  const taxes = useCall(listTaxes);
  const offered = (taxes.data?.items ?? []).filter(
    ({ id, status }) => status === "active" || id === of.values.tax_id,
  );
  if (offered.length === 0) return null;
  return (
    <Select
      {...of.field("tax_id")}
      label="Tax"
      description="Added to the price on invoices."
      placeholder="No tax"
      data={offered.map((tax) => ({ value: tax.id, label: wordsOf(tax) }))}
      maw={360}
      searchable
      clearable
      clearButtonProps={{ "aria-label": "No tax" }}
    />
  );
}

/** The tax of something, by name and percentage. */
export function TaxName({ id }: { id: string | null }) {
  const taxes = useCall(listTaxes);
  const tax = taxes.data?.items.find((one) => one.id === id);
  return <>{id === null ? "None" : tax === undefined ? "…" : wordsOf(tax)}</>;
}

function wordsOf({ name, percentage, status }: TaxView): string {
  return `${taxWords(name, showDecimal(percentage))}${status === "inactive" ? ", inactive" : ""}`;
}
