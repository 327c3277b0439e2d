import { sql } from "kysely";

import { countRecords, type RecordQuery, listRecords } from "#crm/record/list.store.ts";
import { findAddressed } from "#crm/record/external.store.ts";
import { nextToken } from "#crm/record/page-token.ts";
import { noteViewed } from "#crm/record/viewed.store.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { filterOf } from "./filter.routes.ts";
import { nothing, type V8Answer } from "./answer.ts";
import { readPageToken, requestOf, sealToken } from "./paging.routes.ts";
import {
  readCount,
  readFields,
  readIds,
  readInstantHeader,
  readSort,
  requireFields,
  sortName,
} from "./query.ts";
import { CrmRefusal, refusals } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** Records that `page` alone reaches. */
const maxByPage = 2_000;

/** Lists a module's records page by page: the endpoint behind every list and every sync. */
export async function answerList(
  call: V8Call,
  conditions: RecordQuery["conditions"] = [],
): Promise<V8Answer> {
  const { query, caller, module, tx } = call;
  const fields = requireFields(query, caller.fields[module]);
  const perPage = readCount(query, "per_page", 200, 200);
  const token = readPageToken(call);
  const page = token ? token.page : readCount(query, "page", 1);
  if (!token && page * perPage > maxByPage) {
    throw new CrmRefusal(
      400,
      "DISCRETE_PAGINATION_LIMIT_EXCEEDED",
      "You can only get the first 2000 records without using page_token param",
      { limit: maxByPage },
    );
  }
  const since = modifiedSince(call);
  const filter = await filterOf(call, { cvid: query.get("cvid"), ids: readIds(query.get("ids"), "ids") });
  const wanted = readSort(query);
  if (wanted && query.has("sort_by") && query.has("cvid")) throw refusals.ambiguous("cvid", "sort_by");
  const sort = wanted ?? filter.sort ?? { by: "id", order: "desc" };
  const found = await listRecords(tx, {
    caller,
    module,
    fields,
    sort,
    limit: perPage,
    after: token?.position,
    offset: token ? 0 : (page - 1) * perPage,
    conditions: [...conditions, ...filter.conditions, ...since],
    probe: filter.probe,
  });
  if (found.documents.length === 0) return since.length === 0 ? nothing : { status: 304 };
  const seen = (token?.seen ?? (page - 1) * perPage) + found.documents.length;
  const next =
    found.hasMore && found.last
      ? nextToken(call.deps.clock.now(), {
          position: found.last,
          page: page + 1,
          seen,
          request: requestOf(call),
        })
      : undefined;
  const info = {
    per_page: perPage,
    next_page_token: next ? sealToken(call, next) : null,
    count: found.documents.length,
    sort_by: sortName(sort.by),
    page,
    previous_page_token: null,
    page_token_expiry: next ? next.expires.replace(/\.\d+Z$/, "+00:00") : null,
    sort_order: sort.order,
    more_records: found.hasMore,
  };
  return { status: 200, text: `{"data":[${found.documents.join(",")}],"info":${JSON.stringify(info)}}` };
}

/** What If-Modified-Since leaves: records as new as the time itself, too. */
function modifiedSince({ headers }: V8Call): RecordQuery["conditions"] {
  const since = readInstantHeader(headers, "if-modified-since");
  return since === undefined ? [] : [sql<boolean>`r.modified_time >= ${since}::timestamptz`];
}

/** One record with all its fields, or those named. */
async function answerRecord(call: V8Call): Promise<V8Answer> {
  const { caller, module, tx, query } = call;
  const id = await addressedId(call);
  if (id === undefined) return nothing;
  const fields = readFields(query, caller.fields[module]) ?? [...caller.fields[module].values()];
  const isIt = sql<boolean>`r.id = ${id}`;
  const since = modifiedSince(call);
  const found = await listRecords(tx, {
    caller,
    module,
    fields,
    sort: { by: "id", order: "desc" },
    limit: 1,
    conditions: [isIt, ...since],
  });
  const document = found.documents[0];
  if (document === undefined)
    return since.length > 0 && (await countRecords(tx, { caller, module, conditions: [isIt] })) > 0
      ? { status: 304 }
      : nothing;
  if (caller.isPerson) await noteViewed(tx, caller, id);
  return { status: 200, text: `{"data":[${document}]}` };
}

/** The id in the path, or of the record whose external field holds what is in the path; undefined where there is none. */
export async function addressedId(call: V8Call): Promise<string | undefined> {
  const header = call.headers.get("x-external");
  const found = await findAddressed(call, call.params["id"] ?? "", header);
  if (found === "no_field")
    throw new CrmRefusal(400, "INVALID_DATA", "the field is no external field of the module", {
      header: "X-EXTERNAL",
      value: header,
    });
  if (found !== undefined && !isRecordId(found.id)) throw refusals.url();
  return found?.id;
}

export const recordReadRoutes: readonly V8Route[] = [
  {
    method: "GET",
    path: "/crm/v8/:module",
    scope: ({ module }) => `modules.${module}.READ`,
    right: "view",
    handle: (call) => answerList(call),
  },
  {
    method: "GET",
    path: "/crm/v8/:module/:id",
    scope: ({ module }) => `modules.${module}.READ`,
    right: "view",
    handle: answerRecord,
  },
];
