import { type Route, route } from "#platform/http/serve.ts";
import * as api from "./finance-documents.api.ts";
import { inFinance, listInFinance, recordInFinance, showInFinance } from "./finance.commands.ts";

/** Billing inside the CRM: what the CRM shows of it, with the caller's rights on both sides. */
export function financeDocumentRoutes(): Route[] {
  return [
    route(api.listFinance, (context, { params: { module }, query }) =>
      inFinance(context, { module, right: "view" }, async (given) => ({
        ...(await listInFinance(given, module, query)),
        read_at: given.act.now,
      })),
    ),
    route(api.getFinanceDocument, (context, { params: { module, document } }) =>
      inFinance(context, { module, right: "view" }, async (given) => ({
        ...(await showInFinance(given, module, document)),
        read_at: given.act.now,
      })),
    ),
    route(api.recordFinance, async (context, { params: { record } }) => ({
      ...(await recordInFinance(context, record)),
      read_at: context.deps.clock.now(),
    })),
  ];
}
