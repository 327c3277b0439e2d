import { ActionIcon, Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { SubscriptionView } from "#billing/subscription/subscription.api.ts";
import type { FormState } from "#web/ui/form.ts";
import { type Choice, useAddons, usePlans } from "./choices.ts";
import type { SaleValues } from "./sale-values.ts";

type Items = SubscriptionView["items"];

type SaleFieldsProps<Values extends SaleValues> = {
  of: FormState<Values>;
  /** Only what has a price in it can be sold. */ currency: string;
  /** What is sold already may be sold on although it is not offered any more. */ sold?: Items;
};

/** Plan, quantity and addons of a sale. */
export function SaleFields<Values extends SaleValues>({ of, currency, sold = [] }: SaleFieldsProps<Values>) {
  // The fields of a sale are those of every form that has them; the form's own type only hides that.
  const form = of as unknown as FormState<SaleValues>;
  const choices = usePlans(currency);
  return (
    <>
      <Group gap="md" align="flex-start" wrap="nowrap">
        <Select
          {...form.field("plan")}
          label="Plan"
          data={withSold(choices, sold, "plan")}
          searchable
          allowDeselect={false}
          nothingFoundMessage={`No plan with a price in ${currency}`}
          withAsterisk
          flex={1}
        />
        <TextInput
          {...form.field("quantity")}
          label="Quantity"
          inputMode="decimal"
          autoComplete="off"
          w={96}
          withAsterisk
        />
      </Group>
      <Addons of={form} currency={currency} sold={sold} />
    </>
  );
}

function Addons({ of, currency, sold }: { of: FormState<SaleValues>; currency: string; sold: Items }) {
  const { plan, addons } = of.values;
  const choices = withSold(useAddons(plan, currency), sold, "addon");
  return (
    <Stack gap="sm">
      {addons.map((_, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- an addon is known by its place
        <Group key={at} gap="md" align="flex-start" wrap="nowrap">
          <Select
            {...of.field(`addons.${at}.addon`)}
            label={`Addon ${at + 1}`}
            data={choices}
            searchable
            allowDeselect={false}
            flex={1}
          />
          <TextInput
            {...of.field(`addons.${at}.quantity`)}
            label="Quantity"
            aria-label={`Quantity of addon ${at + 1}`}
            inputMode="decimal"
            autoComplete="off"
            w={96}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            mt={28}
            aria-label={`Remove addon ${at + 1}`}
            onClick={() => of.inner.removeListItem("addons", at)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        size="compact-md"
        w="fit-content"
        leftSection={<IconPlus size={16} />}
        onClick={() => of.inner.insertListItem("addons", { addon: "", quantity: "1" })}
      >
        Add addon
      </Button>
    </Stack>
  );
}

function withSold(choices: readonly Choice[], sold: Items, kind: "plan" | "addon"): Choice[] {
  const others = sold.filter((one) => one.kind === kind && !choices.some(({ value }) => value === one.id));
  return [...choices, ...others.map(({ id, name }) => ({ value: id, label: name }))];
}
