import { Select } from "@mantine/core";
import { plainDecimal } from "#kernel/ratio.ts";
import { taxWords } from "#billing/tax/tax-words.ts";
import type { FormState } from "#web/ui/form.ts";
import type { DocumentMoney } from "./document-money.ts";

type TaxSelectProps<Values> = {
  of: FormState<Values>;
  path: string;
  /** The tax that is chosen; empty for none. */ value: string;
  label: string;
  taxes: DocumentMoney["taxes"];
};

/** One of the taxes in use, the one that was there before, or none. */
export function TaxSelect<Values>({ of, path, value, label, taxes }: TaxSelectProps<Values>) {
  const choices = taxes
    .filter(({ id, status }) => status === "active" || id === value)
    .map(({ id, name, percentage }) => ({ value: id, label: taxWords(name, plainDecimal(percentage)) }));
  return (
    <Select
      {...of.field(path as never)}
      aria-label={label}
      placeholder="None"
      clearable
      data={choices}
      value={value === "" ? null : value}
      onChange={(id) => of.set(path as never, (id ?? "") as never)}
      comboboxProps={{ width: 220, position: "bottom-end" }}
    />
  );
}
