import { listTaxes } from "#billing/tax/tax.api.ts";
import { useCall } from "#web/api.ts";
import type { FormState } from "#web/ui/form.ts";
import { taxName, TaxSelect } from "./TaxSelect.tsx";

/** What every form with a tax has; null is none. */
export type TaxedValues = { tax_id: string | null };

/** Chooses a tax among those that are offered, and the one that is chosen already. Not there where there are no taxes. */
export function TaxPicker({ of }: { of: FormState<TaxedValues> }) {
  const taxes = useCall(listTaxes).data?.items ?? [];
  const { tax_id } = of.values;
  if (!taxes.some(({ id, status }) => status === "active" || id === tax_id)) return null;
  return (
    <TaxSelect
      {...of.field("tax_id")}
      label="Tax"
      description="Added to the price on invoices."
      taxes={taxes}
      value={tax_id}
      onChange={(id) => of.set("tax_id", id)}
      maw={360}
    />
  );
}

/** The tax of something, by name and percentage. */
export function TaxName({ id }: { id: string | null }) {
  const taxes = useCall(listTaxes);
  const tax = taxes.data?.items.find((one) => one.id === id);
  return <>{id === null ? "None" : tax === undefined ? "…" : taxName(tax)}</>;
}
