import { AppError } from "#kernel/errors.ts";
import { cursorOf, pageOf } from "#kernel/page.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import * as api from "./exchange-rate.api.ts";
import { type ExchangeRate, listRates } from "./exchange-rate.store.ts";
import { getRate, removeRate, setRate } from "./rate.commands.ts";

/** The endpoints of exchange rates. */
export function exchangeRateRoutes(): Route[] {
  return [
    tenantRoute(api.listExchangeRates, async ({ tx, act, query: { currency_code, cursor, limit } }) => {
      const { base } = await dayOf(tx, act);
      const after = cursorOf(cursor);
      const seen = after && { currency_code: after.id, date: after.value ?? "" };
      const rows = await listRates(tx, { currency: currency_code, after: seen, limit: limit + 1 });
      return pageOf(
        rows,
        limit,
        (row) => ({ value: row.date, id: row.currency_code }),
        (row) => rateView(row, base),
      );
    }),
    tenantRoute(api.exchangeRateInForce, async ({ tx, act, query: { currency_code: currency, date } }) => {
      const today = await dayOf(tx, act);
      const { base } = today;
      if (currency === base) throw new AppError("exchange_rate.base", { currency_code: currency });
      return rateView(await getRate(tx, { base, currency, day: date ?? today.date }), base);
    }),
    tenantRoute(api.setExchangeRate, async ({ tx, act, body }) => {
      const { base, date } = await dayOf(tx, act);
      return rateView(await setRate(tx, act, { ...body, date: body.date ?? date }), base);
    }),
    tenantRoute(api.deleteExchangeRate, async ({ tx, act, query }) => {
      await removeRate(tx, act, query);
      return { deleted: true as const };
    }),
  ];
}

function rateView(
  { organization_id: _organization, rate, ...row }: ExchangeRate,
  base: string,
): api.ExchangeRateView {
  return { ...row, base_currency: base, rate: plainDecimal(rate) };
}
