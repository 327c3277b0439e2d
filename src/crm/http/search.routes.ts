import type { RawBuilder } from "kysely";
import { scopeReachesSearch } from "#crm/key/scope.ts";
import { criteriaContext, type RecordFilter } from "#crm/record/filter.store.ts";
import { countRecords, listRecords, type RecordQuery } from "#crm/record/list.store.ts";
import { parseSearchCriteria, searchLimits } from "#crm/criteria/search-criteria.ts";
import { holdsSql } from "#crm/record/holds-sql.ts";
import { wordCondition } from "#crm/record/word.store.ts";
import { countCriteria, type CriteriaProblem } from "#crm/criteria/criteria.ts";
import { type Probe, probeOf } from "#crm/criteria/probe.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { nothing, ok, type V8Answer } from "./answer.ts";
import { readCount, readFields, readSort } from "./query.ts";
import { filterOf } from "./filter.routes.ts";
import { CrmRefusal, refusals } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** The ways to search; exactly one is taken. */
const ways = ["criteria", "email", "phone", "word"] as const;

/** Records that a search reaches in all its pages. */
const maxFound = 2_000;

async function search(call: V8Call): Promise<V8Answer> {
  const { query, caller, module, tx } = call;
  if (caller.scope !== undefined && !scopeReachesSearch(caller.scope)) throw refusals.scope();
  const perPage = readCount(query, "per_page", 200, 200);
  const page = readCount(query, "page", 1);
  if (page * perPage > maxFound)
    throw new CrmRefusal(400, "LIMIT_REACHED", "limit reached", { limit: String(maxFound) });
  const searched = await searchCondition(call);
  if (!searched)
    throw new CrmRefusal(400, "EXPECTED_PARAM_MISSING", "one of the expected parameter is missing", {
      param_names: ways,
    });
  const filter = await filterOf(call, { cvid: query.get("cvid") });
  const fields = readFields(query, caller.fields[module]) ?? [...caller.fields[module].values()];
  const found = await listRecords(tx, {
    caller,
    module,
    fields,
    ...bothOf(filter, searched),
    sort: readSort(query) ?? { by: "id", order: "desc" },
    limit: perPage,
    offset: (page - 1) * perPage,
  });
  if (found.documents.length === 0) return nothing;
  const info = { per_page: perPage, count: found.documents.length, page, more_records: found.hasMore };
  return { status: 200, text: `{"data":[${found.documents.join(",")}],"info":${JSON.stringify(info)}}` };
}

type Searched = { condition: RawBuilder<boolean>; probe?: Probe | undefined };

/** What a view and a search ask for together. */
function bothOf(
  filter: RecordFilter,
  searched: Searched | undefined,
): Pick<RecordQuery, "conditions" | "probe"> {
  const probes = [filter.probe, searched?.probe].filter((one) => one !== undefined);
  return {
    conditions: [...filter.conditions, ...(searched ? [searched.condition] : [])],
    probe: probes.length > 0 ? { by: "all", of: probes } : undefined,
  };
}

/** What is searched for; undefined where the request says nothing. */
async function searchCondition(call: V8Call): Promise<Searched | undefined> {
  const { tx, query, caller, module } = call;
  const given = ways.filter((way) => query.has(way));
  if (given.length > 1) throw refusals.ambiguous(...given);
  const [way] = given;
  if (way === undefined) return undefined;
  const value = (query.get(way) ?? "").trim();
  const fields = caller.fields[module];
  if (way === "criteria") return parsedCriteria({ caller, module }, value);
  if (value === "" || (way === "word" && Array.from(value).length < 2)) throw refusals.invalidParam(way);
  return {
    condition:
      way === "word"
        ? await wordCondition(tx, { module, fields, word: value })
        : holdsSql(fields, way, value),
  };
}

function parsedCriteria(about: Pick<V8Call, "caller" | "module">, text: string): Searched {
  const parsed = parseSearchCriteria(text);
  if (!parsed.ok) throw invalidQuery(parsed.refusal);
  if (countCriteria(parsed.value) > searchLimits.criteria)
    throw new CrmRefusal(400, "CRITERIA_LIMIT_EXCEEDED", "criteria limit exceeded", {
      limit: searchLimits.criteria,
    });
  const context = criteriaContext(about);
  const compiled = criteriaSql(parsed.value, context);
  if (!compiled.ok) throw invalidQuery(compiled.refusal);
  return { condition: compiled.value, probe: probeOf(parsed.value, context) };
}

function invalidQuery({ reason, field, comparator }: CriteriaProblem): CrmRefusal {
  return new CrmRefusal(400, "INVALID_QUERY", "Invalid query formed", {
    reason,
    ...(field ? { api_name: field } : {}),
    ...(comparator ? { operator: comparator } : {}),
  });
}

async function count(call: V8Call): Promise<V8Answer> {
  const filter = await filterOf(call, { cvid: call.query.get("cvid") });
  const { tx, caller, module } = call;
  const asked = bothOf(filter, await searchCondition(call));
  return ok({ count: await countRecords(tx, { caller, module, ...asked }) });
}

export const searchRoutes: readonly V8Route[] = [
  {
    method: "GET",
    path: "/crm/v8/:module/search",
    scope: ({ module }) => `modules.${module}.READ`,
    right: "view",
    handle: search,
  },
  {
    method: "GET",
    path: "/crm/v8/:module/actions/count",
    scope: ({ module }) => `modules.${module}.READ`,
    right: "view",
    handle: count,
  },
];
