import { deleteLive } from "#crm/record/delete.commands.ts";
import { listDeleted } from "#crm/record/delete.store.ts";
import { unknownId } from "#crm/record/row-check.ts";
import { itemsAnswer, nothing, ok, type V8Answer } from "./answer.ts";
import { readCount, readIds, readInstantHeader } from "./query.ts";
import { refusals } from "./refusal.ts";
import { addressedId } from "./record-read.routes.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

async function removeSome(call: V8Call): Promise<V8Answer> {
  const ids = readIds(call.query.get("ids"), "ids");
  if (!ids) throw refusals.missingParam("ids");
  return remove(call, ids);
}

async function removeOne(call: V8Call): Promise<V8Answer> {
  const id = await addressedId(call);
  return id === undefined
    ? itemsAnswer("data", [unknownId(undefined, call.params["id"])], 200)
    : remove(call, [id]);
}

async function remove(call: V8Call, ids: readonly string[]): Promise<V8Answer> {
  const deleted = await deleteLive(call, ids);
  const items = ids.map((id) =>
    deleted.has(id)
      ? { code: "SUCCESS", details: { id }, message: "record deleted", status: "success" }
      : unknownId(undefined, id),
  );
  return itemsAnswer("data", items, 200);
}

async function deleted({ tx, caller, module, query, headers }: V8Call): Promise<V8Answer> {
  const type = query.get("type") ?? "all";
  if (type !== "all" && type !== "recycle" && type !== "permanent") throw refusals.invalidParam("type");
  const perPage = readCount(query, "per_page", 200, 200);
  const page = readCount(query, "page", 1);
  const since = readInstantHeader(headers, "if-modified-since");
  const rows = await listDeleted(tx, {
    caller,
    module,
    type,
    since,
    offset: (page - 1) * perPage,
    limit: perPage + 1,
  });
  const data = rows.slice(0, perPage);
  return data.length === 0
    ? nothing
    : ok({
        data,
        info: { per_page: perPage, count: data.length, page, more_records: rows.length > perPage },
      });
}

export const recordDeleteRoutes: readonly V8Route[] = [
  {
    method: "GET",
    path: "/crm/v8/:module/deleted",
    scope: ({ module }) => `modules.${module}.READ`,
    right: "view",
    handle: deleted,
  },
  {
    method: "DELETE",
    path: "/crm/v8/:module",
    scope: ({ module }) => `modules.${module}.DELETE`,
    right: "delete",
    handle: removeSome,
  },
  {
    method: "DELETE",
    path: "/crm/v8/:module/:id",
    scope: ({ module }) => `modules.${module}.DELETE`,
    right: "delete",
    handle: removeOne,
  },
];
