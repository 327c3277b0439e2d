import { cursorId } from "#kernel/page.ts";
import { inOrganization } from "#platform/db/db.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { getConnectionRow } from "#sync/connection/connection.commands.ts";
import { listDealLog, type DealLogEntry } from "./deal.store.ts";
import * as api from "./deal-trigger.api.ts";
import { dealWords } from "./deal-words.ts";
import { chooseDealTrigger, viewDealTrigger } from "./deal-trigger.commands.ts";

/** What is made of the CRM's deals, and its log. */
export function dealTriggerRoutes(): Route[] {
  return [
    route(api.getDealTrigger, ({ deps, member }, { params }) =>
      inOrganization(deps.db, member.organizationId, async (tx) =>
        viewDealTrigger(tx, await getConnectionRow(tx, params.connection)),
      ),
    ),
    route(api.setDealTrigger, (call, { params, body }) =>
      chooseDealTrigger(call, params.connection, body.entity),
    ),
    route(api.listDealLog, ({ deps, member }, { params, query: { cursor, ...query } }) =>
      inOrganization(deps.db, member.organizationId, async (tx) => {
        const { id } = await getConnectionRow(tx, params.connection);
        const page = await listDealLog(tx, id, { ...query, after: cursorId(cursor) });
        return { ...page, items: page.items.map(logView) };
      }),
    ),
  ];
}

function logView(entry: DealLogEntry): api.DealLogView {
  const { id, at, crm_id: deal, deal_name, entity, outcome, document_id, document_number, details } = entry;
  const reason = entry.reason as api.DealLogView["reason"];
  const words = reason === null ? null : dealWords(reason, details);
  return { id, at, deal, deal_name, entity, outcome, document_id, document_number, reason, words, details };
}
