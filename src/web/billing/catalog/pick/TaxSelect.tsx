import { Select, type SelectProps } from "@mantine/core";
import type { TaxView } from "#billing/tax/tax.api.ts";
import { taxWords } from "#billing/tax/tax-words.ts";
import { showDecimal } from "#web/ui/show.ts";

/** What is chosen where no tax is: a choice like the others, for the keyboard as well. */
const none = "none";

type TaxSelectProps = Omit<SelectProps, "data" | "value" | "onChange"> & {
  /** All taxes: those in use are offered, and the one that is chosen already. */
  taxes: readonly TaxView[];
  value: string | null;
  onChange: (id: string | null) => void;
};

/** One of the taxes, or none; choosing the chosen one again leaves it. */
export function TaxSelect({ taxes, value, onChange, ...props }: TaxSelectProps) {
  const offered = taxes.filter(({ id, status }) => status === "active" || id === value);
  return (
    <Select
      {...props}
      data={[
        { value: none, label: "No tax" },
        ...offered.map((tax) => ({ value: tax.id, label: taxName(tax) })),
      ]}
      value={value ?? none}
      onChange={(id) => onChange(id === none ? null : id)}
      allowDeselect={false}
      searchable
    />
  );
}

/** A tax by name and percentage. */
export function taxName({ name, percentage, status }: TaxView): string {
  return `${taxWords(name, showDecimal(percentage))}${status === "inactive" ? ", inactive" : ""}`;
}
