import {
  ActionIcon,
  Button,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { hasOnePrice } from "#billing/catalog/price.ts";
import { currencyChoices } from "#web/account/places.ts";
import { schemeHelp, schemeWords } from "#web/billing/catalog/words.ts";
import type { FormState } from "#web/ui/form.ts";
import { showCount, showMoney, showPrice } from "#web/ui/show.ts";
import { BracketFields } from "./BracketFields.tsx";
import { exampleOf } from "./example.ts";
import { type PricedValues, priceValues, type PriceValues, type Scheme } from "./price-values.ts";
import classes from "./Prices.module.css";

type PriceFieldsProps = {
  of: FormState<PricedValues>;
  schemes: readonly Scheme[];
  /** Plans have a fee beside the price. */
  hasSetupFee?: boolean;
};

/** How something is priced, and its price in each currency; shows what a quantity would cost as one types. */
export function PriceFields({ of, schemes, hasSetupFee = false }: PriceFieldsProps) {
  const [quantity, setQuantity] = useState("25");
  const { pricing_scheme: scheme, prices, unit_name: unit } = of.values;
  const taken = prices.map(({ currency_code }) => currency_code);
  const next = currencyChoices().find(({ value }) => !taken.includes(value))?.value ?? "USD";
  const usual = ["USD", "EUR", "GBP"].find((currency) => !taken.includes(currency)) ?? next;
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Select
          {...of.field("pricing_scheme")}
          label="Pricing"
          description={schemeHelp[scheme]}
          data={schemes.map((value) => ({ value, label: schemeWords[value] }))}
          allowDeselect={false}
        />
        {scheme !== "flat" && (
          <TextInput
            {...of.field("unit_name")}
            label="Unit"
            description="What is counted, such as seat or GB."
            autoComplete="off"
          />
        )}
      </SimpleGrid>
      {scheme !== "flat" && (
        <TextInput
          label="Example quantity"
          description="What it would cost is shown below each price as you type."
          inputMode="decimal"
          autoComplete="off"
          maw={360}
          value={quantity}
          onChange={(event) => setQuantity(event.currentTarget.value)}
        />
      )}
      {prices.map((price, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a currency may be there twice while one chooses
        <div key={at} className={classes.price} role="group" aria-label={`Price in ${price.currency_code}`}>
          <Amounts of={of} at={at} hasSetupFee={hasSetupFee} />
          {!hasOnePrice(scheme) && <BracketFields of={of} at={at} />}
          {scheme !== "flat" && <Cost scheme={scheme} price={price} quantity={quantity} unit={unit} />}
        </div>
      ))}
      <Group>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} />}
          onClick={() => of.set("prices", [...prices, priceValues(undefined, usual)])}
        >
          Add a currency
        </Button>
      </Group>
    </Stack>
  );
}

type AmountsProps = { of: FormState<PricedValues>; at: number; hasSetupFee: boolean };

function Amounts({ of, at, hasSetupFee }: AmountsProps) {
  const { pricing_scheme: scheme, prices } = of.values;
  const isOne = hasOnePrice(scheme);
  const fee = hasSetupFee && (
    <TextInput
      {...of.field(`prices.${at}.setup_fee`)}
      label="Setup fee"
      placeholder="None"
      inputMode="decimal"
      autoComplete="off"
    />
  );
  return (
    <>
      <div className={classes.head}>
        <Select
          {...of.field(`prices.${at}.currency_code`)}
          label="Currency"
          data={currencyChoices()}
          searchable
          allowDeselect={false}
        />
        {isOne ? (
          <TextInput
            {...of.field(`prices.${at}.price`)}
            label={scheme === "flat" ? "Price" : "Price per unit"}
            inputMode="decimal"
            autoComplete="off"
            withAsterisk
          />
        ) : (
          fee || <span />
        )}
        <Tooltip label="Remove this currency">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`Remove the price in ${prices[at]?.currency_code}`}
            disabled={prices.length === 1}
            onClick={() =>
              of.set(
                "prices",
                prices.filter((_, other) => other !== at),
              )
            }
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      {isOne && fee && (
        <div className={classes.head}>
          {fee}
          <span />
        </div>
      )}
    </>
  );
}

type CostProps = { scheme: Scheme; price: PriceValues; quantity: string; unit: string };

/** What the example quantity costs, and how that comes. */
function Cost({ scheme, price, quantity, unit }: CostProps) {
  const { currency_code: currency } = price;
  const example = exampleOf(scheme, price, quantity);
  if (example === undefined)
    return (
      <Text className={classes.example} size="sm" aria-live="polite">
        Fill in the prices and a quantity to see what it costs.
      </Text>
    );
  const parts = example.lines.map((line) =>
    line.quantity === "1"
      ? showPrice(line.unit_price, currency)
      : `${line.quantity} × ${showPrice(line.unit_price, currency)}`,
  );
  return (
    <Text className={classes.example} size="sm" aria-live="polite">
      {Number.isInteger(+quantity) ? showCount(+quantity, unit.trim() || "unit") : `${quantity} ${unit}`}:{" "}
      {parts.join(" + ")} = <strong>{showMoney({ minor: example.minor, currency })}</strong>
    </Text>
  );
}
