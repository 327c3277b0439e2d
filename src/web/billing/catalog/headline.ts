import type { AddonView } from "#billing/catalog/addon.api.ts";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { useCall } from "#web/api.ts";

type Price = AddonView["prices"][number];

/** The price that a list shows of several: that of the base currency where there is one; and the others. */
export function headlineOf(
  prices: readonly Price[],
  base: string | undefined,
): { first: Price | undefined; others: Price[] } {
  const first = prices.find(({ currency_code }) => currency_code === base) ?? prices[0];
  return { first, others: prices.filter((one) => one !== first) };
}

/** The organization's base currency, once it is known. */
export function useBaseCurrency(): string | undefined {
  return useCall(getOrganization).data?.base_currency;
}
