import { Text, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { amountIn } from "#kernel/number-text.ts";
import { useCrmOrganization } from "#web/crm/crm-queries.ts";
import type { CrmField } from "#web/crm/types.ts";
import { kindOf } from "./field-kind.ts";
import type { FormValue } from "./record-values.ts";

type NumberInputProps = {
  field: CrmField;
  value: FormValue;
  onChange: (value: FormValue) => void;
  common: { error?: ReactNode; onBlur: (() => void) | undefined };
};

/** A number as people write it. What is none stays as it was typed, so that it is refused and not taken for another one. */
export function NumberInput({ field, value, onChange, common }: NumberInputProps) {
  const currency = useCrmOrganization()?.iso_code;
  const unit = { money: currency, percent: "%" }[kindOf(field) as string];
  return (
    <TextInput
      {...common}
      inputMode="decimal"
      autoComplete="off"
      value={typeof value === "number" ? shown(value) : typeof value === "string" ? value : ""}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => {
        const number = typeof value === "string" ? amountIn(value) : undefined;
        if (number !== undefined) onChange(number);
        common.onBlur?.();
      }}
      {...(unit === undefined
        ? {}
        : {
            rightSection: (
              <Text size="sm" c="dimmed">
                {unit}
              </Text>
            ),
            rightSectionWidth: 52,
          })}
    />
  );
}

function shown(number: number): string {
  return number.toLocaleString("en", { maximumFractionDigits: 20 });
}
