import { useQuery } from "@tanstack/react-query";
import { getCustomer } from "#billing/customer/customer.api.ts";
import { exchangeRateInForce } from "#billing/currency/exchange-rate.api.ts";
import { amountText } from "#kernel/money.ts";
import type { BillingOrganizationView } from "#billing/organization/organization.api.ts";
import { listTaxes, type TaxView } from "#billing/tax/tax.api.ts";
import { query, useCall, useOrganizationId } from "#web/api.ts";
import { showAmount, showText } from "#web/ui/show.ts";
import type { Picked } from "#web/billing/customers/CustomerPicker.tsx";
import { type Offers, useOffers } from "#web/billing/subscriptions/sale/choices.ts";
import type { MoneyValues } from "./document-values.ts";
import type { FormKind } from "./kind.ts";
import { reckon, type Reckoned } from "./reckoning.ts";

/** What a form of a document shows beside what is typed. */
export type DocumentMoney = {
  currency: string;
  base: string;
  taxes: readonly TaxView[];
  reckoned: Reckoned;
  /** What lines can name of the catalog; none of documents whose lines cannot. */
  offers: Offers | undefined;
  /** What words of a line can be taken from: the catalog's, of documents that sell and name nothing of it. */
  suggestions: Offers | undefined;
  /** An amount of the document for reading; a dash while it cannot be said. */
  show: (minor: bigint | undefined) => string;
};

/** The money of a document that is being written, in the customer's currency. */
export function useDocumentMoney(
  organization: BillingOrganizationView,
  currency: string,
  values: MoneyValues,
  { isOffering = false, party }: Pick<FormKind, "isOffering" | "party">,
  isExempt: boolean,
): DocumentMoney {
  const catalog = useOffers(currency, party === "customer");
  const offers = isOffering ? catalog : undefined;
  const listed = useCall(listTaxes, { query: {} });
  const taxes = isExempt ? [] : (listed.data?.items ?? []);
  const { base_currency: base, tax_rounding } = organization;
  const byId = new Map(taxes.map((tax) => [tax.id, tax]));
  return {
    currency,
    base,
    taxes,
    reckoned: reckon(values, { currency, tax_rounding, taxes: byId, items: offers?.items ?? new Map() }),
    offers,
    suggestions: isOffering ? undefined : catalog,
    show: (minor) =>
      minor === undefined ? showText(null) : showAmount(amountText(minor, currency), currency),
  };
}

/** Why a document that is written bears no tax; a draft keeps what it was begun with. */
export function useExemption(party: Picked | null, isAsked: boolean): string | null {
  const asked = useQuery({
    ...query(useOrganizationId(), getCustomer, { params: { customer: party?.id ?? "" } }),
    enabled: isAsked && party !== null,
  });
  return (isAsked ? asked.data?.tax_exemption_reason : party?.tax_exemption_reason) ?? null;
}

/** What is known of a rate: undefined while it is asked, null where there is none. */
export type KnownRate = string | null | undefined;

/** The rate at which an amount of that day is reckoned in the base currency, where the currency is another one. */
export function useRateOf(currency: string, base: string, date: string): KnownRate {
  const asked = useQuery({
    ...query(useOrganizationId(), exchangeRateInForce, {
      query: { currency_code: currency, ...(date === "" ? {} : { date }) },
    }),
    enabled: currency !== base,
  });
  if (currency === base) return "1";
  return asked.error === null ? asked.data?.rate : null;
}
