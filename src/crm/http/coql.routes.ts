import { findModule } from "#crm/field/module.ts";
import { parseCoql } from "#crm/coql/coql.ts";
import { splitByPlace } from "#crm/coql/place.ts";
import { findColumn, runCoql } from "#crm/coql/coql.store.ts";
import { criteriaContext } from "#crm/record/filter.store.ts";
import { probeOf } from "#crm/criteria/probe.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { needReading } from "./admission.ts";
import { nothing, type V8Answer } from "./answer.ts";
import { readObject } from "./body.ts";
import { CrmRefusal, refusals } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

const invalidQuery = (details: Record<string, unknown>): CrmRefusal =>
  new CrmRefusal(400, "INVALID_QUERY", "invalid query formed", details);

async function query(call: V8Call): Promise<V8Answer> {
  const { select_query: text } = readObject(call.body);
  if (typeof text !== "string")
    throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", {
      api_name: "select_query",
    });
  const parsed = parseCoql(text);
  if (!parsed.ok) {
    const { code, ...details } = parsed.refusal;
    throw new CrmRefusal(400, code, code === "SYNTAX_ERROR" ? "error in query" : "limit exceeded", details);
  }
  const { where, limit, offset, ...coql } = parsed.value;
  const module = findModule(coql.module)?.api_name;
  if (!module) throw refusals.module({ module: coql.module });
  const { caller } = call;
  needReading(caller, module);
  const column = (name: string) => {
    const found = findColumn(caller.fields, module, name);
    if (!found) throw invalidQuery({ column_name: name });
    if (typeof found.of === "object" && found.field.lookup) needReading(caller, found.field.lookup.module);
    return found;
  };
  const columns = coql.columns.map(column);
  const id = columns.some(({ name }) => name === "id") ? [] : [column("id")];
  const context = criteriaContext({ caller, module });
  const compiled = criteriaSql(where, context);
  if (!compiled.ok)
    throw invalidQuery({
      column_name: compiled.refusal.field,
      operator: compiled.refusal.comparator,
      reason: compiled.refusal.reason,
    });
  const { place, rest } = splitByPlace(where);
  const from = place && criteriaSql(place, context);
  const orderBy = coql.orderBy.map(({ field, order }) => ({ field: column(field).field, order }));
  const { documents, hasMore } = await runCoql(call.tx, {
    caller,
    module,
    columns: [...columns, ...id],
    condition: compiled.value,
    place: from?.ok ? from.value : undefined,
    probe: rest && probeOf(rest, context),
    orderBy,
    limit,
    offset,
  });
  if (documents.length === 0) return nothing;
  return {
    status: 200,
    text: `{"data":[${documents.join(",")}],"info":{"count":${documents.length},"more_records":${hasMore}}}`,
  };
}

/** One credit up to 200 records, two up to 1,000, three up to 2,000. */
function credits({ body }: V8Call): number {
  const limit = Number(/limit\s+(?:\d+\s*,\s*)?(\d+)/i.exec(body)?.[1] ?? 200);
  return limit <= 200 ? 1 : limit <= 1_000 ? 2 : 3;
}

export const coqlRoutes: readonly V8Route[] = [
  { method: "POST", path: "/crm/v8/coql", scope: () => "coql.READ", credits, handle: query },
];
