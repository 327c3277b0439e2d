import { Select, SimpleGrid, TextInput } from "@mantine/core";
import { currencyChoices } from "#web/account/places.ts";
import type { FormState } from "#web/ui/form.ts";
import type { CouponValues } from "./coupon-values.ts";

const kinds = [
  { value: "percentage", label: "Percentage" },
  { value: "flat", label: "Amount of money" },
];

const lengths = [
  { value: "one_time", label: "The first invoice" },
  { value: "duration", label: "Several invoices" },
  { value: "forever", label: "Every invoice" },
];

type DiscountFieldsProps = {
  of: FormState<CouponValues>;
  /** They are shown and cannot be changed. */
  isFixed: boolean;
};

/** What a coupon takes off, and for how many invoices. */
export function DiscountFields({ of, isFixed: disabled }: DiscountFieldsProps) {
  const isFlat = of.values.discount_by === "flat";
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: isFlat ? 3 : 2 }} spacing="md">
        <Select
          {...of.field("discount_by")}
          label="Discount"
          data={kinds}
          allowDeselect={false}
          disabled={disabled}
        />
        <TextInput
          {...of.field("discount_value")}
          label={isFlat ? "Amount" : "Percent"}
          inputMode="decimal"
          autoComplete="off"
          withAsterisk
          disabled={disabled}
        />
        {isFlat && (
          <Select
            {...of.field("currency_code")}
            label="Currency"
            data={currencyChoices()}
            searchable
            allowDeselect={false}
            disabled={disabled}
          />
        )}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Select
          {...of.field("type")}
          label="Off which invoices"
          data={lengths}
          allowDeselect={false}
          disabled={disabled}
        />
        {of.values.type === "duration" && (
          <TextInput
            {...of.field("duration")}
            label="How many invoices"
            inputMode="numeric"
            autoComplete="off"
            withAsterisk
            disabled={disabled}
          />
        )}
      </SimpleGrid>
    </>
  );
}
