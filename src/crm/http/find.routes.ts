import { scopeReachesSearch } from "#crm/key/scope.ts";
import { findRecords } from "#crm/record/find.store.ts";
import { nothing, type V8Answer } from "./answer.ts";
import { readCount, requireFields } from "./query.ts";
import { refusals } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/**
 * Records by what they are called, also where it was mistyped, the surest first. Zoho CRM has no such call: it is for the
 * search that is everywhere, and says of each record how it was found.
 */
async function find({ tx, query, caller, module }: V8Call): Promise<V8Answer> {
  if (caller.scope !== undefined && !scopeReachesSearch(caller.scope)) throw refusals.scope();
  const text = (query.get("text") ?? "").trim();
  if (text === "" || text.length > 100) throw refusals.invalidParam("text");
  const limit = readCount(query, "per_page", 5, 20);
  const fields = requireFields(query, caller.fields[module]);
  const found = await findRecords(tx, { caller, module, fields, text, limit });
  if (found.length === 0) return nothing;
  const rows = found.map(({ match, document }) => `{"match":"${match}","record":${document}}`);
  return { status: 200, text: `{"data":[${rows.join(",")}]}` };
}

export const findRoutes: readonly V8Route[] = [
  {
    method: "GET",
    path: "/crm/v8/:module/actions/find",
    scope: ({ module }) => `modules.${module}.READ`,
    right: "view",
    handle: find,
  },
];
