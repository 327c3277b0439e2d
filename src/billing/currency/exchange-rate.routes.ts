import { AppError } from "#kernel/errors.ts";
import { cursorOf, pageOf } from "#kernel/page.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import * as api from "./exchange-rate.api.ts";
import { type ExchangeRate, listRates } from "./exchange-rate.store.ts";
import { getRate, removeRate, setRate } from "./rate.commands.ts";

/** The endpoints of exchange rates. */
export function exchangeRateRoutes(): Route[] {
  return [
    route(api.listExchangeRates, (context, { query: { currency_code, cursor, limit } }) =>
      inCallersOrganization(context, async (tx) => {
        const { base } = await dayOf(tx, actOf(context));
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
    ),
    route(api.exchangeRateInForce, (context, { query: { currency_code: currency, date } }) =>
      inCallersOrganization(context, async (tx) => {
        const today = await dayOf(tx, actOf(context));
        const { base } = today;
        if (currency === base) throw new AppError("exchange_rate.base", { currency_code: currency });
        return rateView(await getRate(tx, { base, currency, day: date ?? today.date }), base);
      }),
    ),
    route(api.setExchangeRate, (context, { body }) =>
      inCallersOrganization(context, async (tx) => {
        const { base, date } = await dayOf(tx, actOf(context));
        return rateView(await setRate(tx, actOf(context), { ...body, date: body.date ?? date }), base);
      }),
    ),
    route(api.deleteExchangeRate, (context, { query }) =>
      inCallersOrganization(context, async (tx) => {
        await removeRate(tx, actOf(context), query);
        return { deleted: true as const };
      }),
    ),
  ];
}

function rateView(
  { organization_id: _organization, rate, ...row }: ExchangeRate,
  base: string,
): api.ExchangeRateView {
  return { ...row, base_currency: base, rate: plainDecimal(rate) };
}
