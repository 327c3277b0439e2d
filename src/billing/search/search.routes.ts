import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import { searchBilling } from "./search.api.ts";
import { findInBilling } from "./search.commands.ts";

/** The search over all of billing. */
export function searchRoutes(): Route[] {
  return [
    tenantRoute(searchBilling, async ({ tx, query: { text, limit } }) => ({
      items: await findInBilling(tx, text, limit),
    })),
  ];
}
