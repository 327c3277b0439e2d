import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./number-series.api.ts";
import { allSeries, setSeries } from "./number-series.commands.ts";
import { nextNumber, type NumberSeries } from "./number-series.ts";

/** The endpoints of number series. */
export function numberSeriesRoutes(): Route[] {
  return [
    tenantRoute(api.listNumberSeries, async ({ tx }) => ({ items: (await allSeries(tx)).map(seriesView) })),
    tenantRoute(api.setNumberSeries, async ({ tx, act, body }) => seriesView(await setSeries(tx, act, body))),
  ];
}

function seriesView(series: NumberSeries): api.NumberSeriesView {
  return { ...series, next_number: series.next_number.toString(), next: nextNumber(series) };
}
