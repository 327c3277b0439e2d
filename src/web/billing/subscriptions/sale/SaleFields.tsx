import { ActionIcon, Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type AddonView, listAddons } from "#billing/catalog/addon.api.ts";
import { listPlans } from "#billing/catalog/plan.api.ts";
import type { SubscriptionView } from "#billing/subscription/subscription.api.ts";
import { useCall } from "#web/api.ts";
import { intervalWords, priceWords } from "#web/billing/catalog/words.ts";
import type { FormState } from "#web/ui/form.ts";
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
  const plans = useCall(listPlans, { query: { status: "active", limit: 200 } });
  const choices = (plans.data?.items ?? []).flatMap((plan) => {
    const price = plan.prices.find((one) => one.currency_code === currency);
    if (price === undefined) return [];
    const words = `${priceWords(plan.pricing_scheme, plan.unit_name, price)} / ${intervalWords(plan)}`;
    return [{ value: plan.id, label: `${plan.name}, ${words}` }];
  });
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

type Choice = { value: string; label: string };

/** The addons that can be sold with a plan in a currency; before there is a plan, those for any. */
export function useAddons(plan: string, currency: string, type?: AddonView["type"]): Choice[] {
  const addons = useCall(listAddons, {
    query: {
      status: "active",
      limit: 200,
      ...(plan === "" ? {} : { plan }),
      ...(type === undefined ? {} : { type }),
    },
  });
  return (addons.data?.items ?? []).flatMap((addon) => {
    const price = addon.prices.find((one) => one.currency_code === currency);
    if (price === undefined) return [];
    const words = priceWords(addon.pricing_scheme, addon.unit_name, price);
    return [
      { value: addon.id, label: `${addon.name}, ${words}${addon.type === "one_time" ? ", once" : ""}` },
    ];
  });
}

function withSold(choices: readonly Choice[], sold: Items, kind: "plan" | "addon"): Choice[] {
  const others = sold.filter((one) => one.kind === kind && !choices.some(({ value }) => value === one.id));
  return [...choices, ...others.map(({ id, name }) => ({ value: id, label: name }))];
}
