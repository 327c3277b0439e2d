import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import * as api from "./number-series.api.ts";
import { allSeries, setSeries } from "./number-series.commands.ts";
import { nextNumber, type NumberSeries } from "./number-series.ts";

/** The endpoints of number series. */
export function numberSeriesRoutes(): Route[] {
  return [
    route(api.listNumberSeries, (context) =>
      inCallersOrganization(context, async (tx) => ({ items: (await allSeries(tx)).map(seriesView) })),
    ),
    route(api.setNumberSeries, (context, { body }) =>
      inCallersOrganization(context, async (tx) => seriesView(await setSeries(tx, actOf(context), body))),
    ),
  ];
}

function seriesView(series: NumberSeries): api.NumberSeriesView {
  return { ...series, next_number: series.next_number.toString(), next: nextNumber(series) };
}
