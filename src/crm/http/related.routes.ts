import { sql } from "kysely";
import { relatedListsOf } from "#crm/field/module.ts";
import { needReading } from "./admission.ts";
import { nothing, type V8Answer } from "./answer.ts";
import { refusals } from "./refusal.ts";
import { visibleIds } from "#crm/record/record.store.ts";
import { addressedId, answerList } from "./record-read.routes.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** The records of another module that look up this record, listed as any list. */
async function related(call: V8Call): Promise<V8Answer> {
  const list = relatedListsOf(call.module, call.caller.fields).find(
    (one) => one.list.toLowerCase() === call.params["list"]?.toLowerCase(),
  );
  if (!list) throw refusals.url();
  needReading(call.caller, list.module);
  const id = await addressedId(call);
  if (id === undefined || !(await visibleIds(call.tx, call, [id])).has(id)) return nothing;
  const isTheirs = sql<boolean>`r.values @> ${JSON.stringify({ [list.field]: id })}::jsonb`;
  return answerList({ ...call, module: list.module }, [isTheirs]);
}

export const relatedRoutes: readonly V8Route[] = [
  {
    method: "GET",
    path: "/crm/v8/:module/:id/:list",
    scope: ({ module }) => `modules.${module}.READ`,
    right: "view",
    handle: related,
  },
];
