import { type Route, route } from "#platform/http/serve.ts";
import { showRun } from "#sync/run/run.routes.ts";
import { searchBillable } from "./crm-search.commands.ts";
import { findByReference, importByReference, searchRecordsOfCrm } from "./reference.api.ts";
import { getReferred, startImport } from "./reference.commands.ts";

/** Looking up and bringing single records by their id in the CRM. */
export function referenceRoutes(): Route[] {
  return [
    route(findByReference, async (call, { params, query }) => {
      const { reference_id_type: kind, connection } = query;
      const link = await getReferred(call, { crmId: params.crm_id, kind, connection });
      return {
        customer: link.customer_id,
        customer_name: link.name,
        crm_id: link.crm_id,
        crm_module: link.crm_module,
        state: link.state,
      };
    }),
    route(importByReference, async (call, { body }) => {
      const { reference_id: crmId, reference_id_type: kind, connection } = body;
      return showRun(call, await startImport(call, { crmId, kind, connection }));
    }),
    route(searchRecordsOfCrm, async (call, { query }) => ({ items: await searchBillable(call, query) })),
  ];
}
