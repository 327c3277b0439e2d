import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";

/** The address of the screen on which exchange rates are set. */
export function useExchangeRatesPlace(): string {
  return addressIn(useOrganization().id, "settings/exchange-rates");
}
