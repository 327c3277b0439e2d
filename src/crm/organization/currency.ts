import { isCurrency } from "#kernel/money.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";

/** A currency of an organization. Exchange rates are units of it for one unit of the base currency. */
export type Currency = {
  id: string;
  iso_code: string;
  exchange_rate: string;
  is_base: boolean;
  is_active: boolean;
  created_time: string;
  modified_time: string;
};

/** What somebody says of a currency. */
export type CurrencyInput = { iso_code: string; exchange_rate: string; is_active: boolean };

/** The field of a currency that is wrong, and why. */
export type CurrencyProblem = { api_name: string; reason: string };

/** A currency from outside, checked; what is left out stays as in `before`. The base currency is 1 and stays active. */
export function readCurrency(
  input: Record<string, unknown>,
  base: string,
  before?: Currency,
): Result<CurrencyInput, CurrencyProblem> {
  const { iso_code = before?.iso_code, exchange_rate = before?.exchange_rate, is_active } = input;
  if (typeof iso_code !== "string" || !isCurrency(iso_code))
    return refuse({ api_name: "iso_code", reason: "is no code of ISO 4217" });
  if (before && iso_code !== before.iso_code)
    return refuse({ api_name: "iso_code", reason: "cannot be changed; add another currency" });
  const rate =
    typeof exchange_rate === "string" || typeof exchange_rate === "number" ? String(exchange_rate) : "";
  if (!/^\d{1,10}(\.\d{1,9})?$/.test(rate) || Number(rate) <= 0)
    return refuse({
      api_name: "exchange_rate",
      reason: "is no number above 0 with at most nine decimal places",
    });
  const active = is_active ?? before?.is_active ?? true;
  if (typeof active !== "boolean")
    return refuse({ api_name: "is_active", reason: "is neither true nor false" });
  if (iso_code === base && Number(rate) !== 1)
    return refuse({ api_name: "exchange_rate", reason: "of the base currency is 1" });
  if (iso_code === base && !active)
    return refuse({ api_name: "is_active", reason: "must stay true for the base currency" });
  return accept({ iso_code, exchange_rate: rate, is_active: active });
}
