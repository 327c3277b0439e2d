import { sql } from "kysely";
import { relatedListsOf } from "#crm/field/module.ts";
import { mayDo, permissionName } from "#crm/user/permissions.ts";
import { nothing, type V8Answer } from "./answer.ts";
import { refusals } from "./refusal.ts";
import { addressedId, answerList } from "./record-read.routes.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** The records of another module that look up this record, listed as any list. */
async function related(call: V8Call): Promise<V8Answer> {
  const list = relatedListsOf(call.module, call.caller.fields).find(
    (one) => one.list.toLowerCase() === call.params["list"]?.toLowerCase(),
  );
  if (!list) throw refusals.url();
  if (!mayDo(call.caller.permissions, list.module, "view"))
    throw refusals.permission(permissionName(list.module, "view"));
  const id = await addressedId(call);
  if (id === undefined) return nothing;
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
