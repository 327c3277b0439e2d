import { useQuery } from "@tanstack/react-query";
import { type AddonView, listAddons } from "#billing/catalog/addon.api.ts";
import { addonItem, type OfferedItem, planItem } from "#billing/catalog/item.ts";
import { listPlans, type PlanView } from "#billing/catalog/plan.api.ts";
import { query, useCall, useOrganizationId } from "#web/api.ts";
import { intervalWords, priceWords } from "#web/billing/catalog/words.ts";

/** A plan or addon that can be sold, with its price in words. */
export type Choice = { value: string; label: string };

const plansOnOffer = { status: "active", limit: 200 } as const;

/** The plans that can be sold in a currency. */
export function usePlans(currency: string): Choice[] {
  const plans = useCall(listPlans, { query: plansOnOffer });
  return planChoices(plans.data?.items ?? [], currency);
}

/** The addons that can be sold with a plan in a currency; before there is a plan, those for any. */
export function useAddons(plan: string, currency: string, type?: AddonView["type"]): Choice[] {
  const addons = useCall(listAddons, {
    query: {
      ...plansOnOffer,
      ...(plan === "" ? {} : { plan }),
      ...(type === undefined ? {} : { type }),
    },
  });
  return addonChoices(addons.data?.items ?? [], currency);
}

/** What a document can offer of the catalog in a currency. */
export type Offers = {
  choices: { group: string; items: Choice[] }[];
  /** One of each, by id. */
  items: ReadonlyMap<string, OfferedItem>;
};

/** All that can be offered in a currency; undefined where nobody asks for it. */
export function useOffers(currency: string, isAsked: boolean): Offers | undefined {
  const organization = useOrganizationId();
  const asked = { query: plansOnOffer };
  const plans = useQuery({ ...query(organization, listPlans, asked), enabled: isAsked }).data?.items ?? [];
  const addons = useQuery({ ...query(organization, listAddons, asked), enabled: isAsked }).data?.items ?? [];
  if (!isAsked) return undefined;
  const one = { quantity: "1" };
  const items = [
    ...plans.map((plan) => planItem(plan, one, currency)),
    ...addons.map((addon) => {
      const item = addonItem(addon, one, currency);
      return item.ok && addon.type === "one_time"
        ? { ...item, value: { ...item.value, is_once: true as const } }
        : item;
    }),
  ].flatMap((item) => (item.ok ? [item.value] : []));
  return {
    choices: [
      { group: "Plans", items: planChoices(plans, currency) },
      { group: "Addons", items: addonChoices(addons, currency) },
    ],
    items: new Map(items.map((item) => [item.item_id, item])),
  };
}

function planChoices(plans: readonly PlanView[], currency: string): Choice[] {
  return plans.flatMap((plan) => {
    const price = plan.prices.find((one) => one.currency_code === currency);
    if (price === undefined) return [];
    const words = `${priceWords(plan.pricing_scheme, plan.unit_name, price)} / ${intervalWords(plan)}`;
    return [{ value: plan.id, label: `${plan.name}, ${words}` }];
  });
}

function addonChoices(addons: readonly AddonView[], currency: string): Choice[] {
  return addons.flatMap((addon) => {
    const price = addon.prices.find((one) => one.currency_code === currency);
    if (price === undefined) return [];
    const words = priceWords(addon.pricing_scheme, addon.unit_name, price);
    return [
      { value: addon.id, label: `${addon.name}, ${words}${addon.type === "one_time" ? ", once" : ""}` },
    ];
  });
}
