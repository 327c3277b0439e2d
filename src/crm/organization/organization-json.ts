import { exponentOf } from "#kernel/money.ts";
import type { CrmOrganization } from "#crm/user/caller.ts";
import type { Currency } from "./currency.ts";

/** The organization as /org shows it. The base currency is iso_code; zgid tells one CRM from another. */
export function organizationJson(
  organization: CrmOrganization,
  { users, createdTime }: { users: number; createdTime: string },
): Record<string, unknown> {
  return {
    id: organization.id,
    company_name: organization.company_name,
    zgid: organization.zgid,
    currency: currencyName(organization.currency),
    iso_code: organization.currency,
    currency_symbol: currencySymbol(organization.currency),
    currency_locale: "en_US",
    time_zone: organization.time_zone,
    country_code: organization.country,
    country: organization.country,
    primary_email: organization.primary_email,
    type: "production",
    mc_status: organization.multi_currency,
    created_time: createdTime,
    license_details: {
      paid: true,
      paid_type: "enterprise",
      users_license_purchased: users,
      trial_type: null,
      trial_expiry: null,
      paid_expiry: null,
    },
  };
}

/** A currency as /org/currencies shows it. */
export function currencyJson(currency: Currency): Record<string, unknown> {
  return {
    id: currency.id,
    iso_code: currency.iso_code,
    symbol: currencySymbol(currency.iso_code),
    name: `${currencyName(currency.iso_code)} - ${currency.iso_code}`,
    is_base: currency.is_base,
    is_active: currency.is_active,
    prefix_symbol: true,
    exchange_rate: currency.exchange_rate,
    format: {
      decimal_separator: "Period",
      thousand_separator: "Comma",
      decimal_places: String(exponentOf(currency.iso_code)),
    },
    created_by: null,
    modified_by: null,
    created_time: currency.created_time,
    modified_time: currency.modified_time,
  };
}

function currencyName(code: string): string {
  return new Intl.DisplayNames("en", { type: "currency" }).of(code) ?? code;
}

function currencySymbol(code: string): string {
  const parts = new Intl.NumberFormat("en", {
    style: "currency",
    currency: code,
    currencyDisplay: "narrowSymbol",
  }).formatToParts(0);
  return parts.find((part) => part.type === "currency")?.value ?? code;
}
