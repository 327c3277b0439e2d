import { TextInput, UnstyledButton } from "@mantine/core";
import type { FormState } from "#web/ui/form.ts";
import type { DiscountValues } from "./document-values.ts";
import classes from "./LineEditor.module.css";

type DiscountInputProps<Values> = {
  of: FormState<Values>;
  /** Where it stands in the form: `line_items.0.discount`. */
  path: string;
  value: DiscountValues;
  label: string;
  currency: string | undefined;
};

/** A discount in percent or in money: the sign at its end says which, and changes it. */
export function DiscountInput<Values>({ of, path, value, label, currency }: DiscountInputProps<Values>) {
  const other = value.by === "percentage" ? "amount" : "percentage";
  const money = currency ?? "money";
  return (
    <TextInput
      {...of.field(`${path}.value` as never)}
      aria-label={`${label} in ${value.by === "percentage" ? "percent" : money}`}
      placeholder="0"
      inputMode="decimal"
      autoComplete="off"
      classNames={{ input: classes.number }}
      rightSectionWidth={44}
      rightSection={
        <UnstyledButton
          className={classes.unit}
          aria-label={`${label}: take ${other === "percentage" ? "percent" : money} instead`}
          onClick={() => of.set(`${path}.by`, other as never)}
        >
          {value.by === "percentage" ? "%" : (currency ?? "¤")}
        </UnstyledButton>
      }
    />
  );
}
