import { z } from "zod";
import { isCurrency } from "#kernel/money.ts";
import { endpoint } from "#platform/http/endpoint.ts";
import { pageSize } from "#billing/customer/customer-schema.api.ts";
import { dayInput, rateInput } from "#billing/document/amount.api.ts";

const tag = "Exchange rates";

const currency = z.string().refine(isCurrency, "Choose the currency");

export const ExchangeRateView = z.object({
  currency_code: z.string(),
  base_currency: z.string(),
  /** The day from which it holds. */
  date: z.string(),
  /** Units of the base currency for one of this currency. */
  rate: z.string(),
  updated_at: z.string(),
});
export type ExchangeRateView = z.output<typeof ExchangeRateView>;

export const listExchangeRates = endpoint({
  method: "GET",
  path: "/exchange-rates",
  summary: "Exchange rates by currency, the newest first",
  tag,
  access: "read",
  query: z.object({
    currency_code: currency.optional(),
    cursor: z.string().max(200).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(ExchangeRateView), next_cursor: z.string().nullable() }),
});

export const exchangeRateInForce = endpoint({
  method: "GET",
  path: "/exchange-rates/in-force",
  summary:
    "The rate that documents of a day get: the newest of that day or before; today where no day is given",
  tag,
  access: "read",
  query: z.object({ currency_code: currency, date: dayInput.optional() }),
  reply: ExchangeRateView,
  refuses: ["exchange_rate.missing", "exchange_rate.base"],
});

export const setExchangeRate = endpoint({
  method: "PUT",
  path: "/exchange-rates",
  summary:
    "Set the rate of a currency from a day on, today where none is given; documents keep the rate that they have",
  tag,
  access: "write",
  body: z.strictObject({ currency_code: currency, date: dayInput.optional(), rate: rateInput }),
  reply: ExchangeRateView,
  refuses: ["exchange_rate.base"],
});

export const deleteExchangeRate = endpoint({
  method: "DELETE",
  path: "/exchange-rates",
  summary: "Take back the rate that was set for a day",
  tag,
  access: "write",
  query: z.object({ currency_code: currency, date: dayInput }),
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["exchange_rate.not_found"],
});
