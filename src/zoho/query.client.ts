import { z } from "zod";
import { type CoqlQuery, coqlText } from "./coql.ts";
import { creditsOfQuery, pageSize } from "./credits.ts";
import type { Outcome } from "./failure.ts";
import { type Read, readAnswer, readBody } from "./read.ts";
import { checkRecords, type CrmRecord } from "./record.ts";
import { equalsCriterion, havingValue } from "./search.ts";
import type { Answer } from "./answer.ts";
import type { Session } from "./session.client.ts";

/** Rows of a query. `more`: the limit cut them. A query with aggregates has no ids and is not for this. */
export type QueryRows = { records: CrmRecord[]; more: boolean };

const Rows = z.object({ data: z.array(z.unknown()), info: z.object({ more_records: z.boolean() }) });

/** Records by a COQL query; `id` is always selected. */
export async function runCoql(session: Session, query: CoqlQuery): Promise<Outcome<QueryRows>> {
  const select = query.select.includes("id") ? query.select : ["id", ...query.select];
  const answer = await session.call({
    method: "POST",
    path: "/crm/v8/coql",
    body: { select_query: coqlText({ ...query, select }) },
    credits: creditsOfQuery(query.limit ?? 200),
    module: query.from,
  });
  return readAnswer(answer, rowsOf);
}

/**
 * Records whose field has exactly this value, by the CRM's search index. The index lags behind: do not ask right
 * after a write whether it worked. Ends at the 2,000 rows that the search gives (`more` is then true).
 */
export async function findEqual(
  session: Session,
  module: string,
  field: string,
  value: string,
  fields: readonly string[],
): Promise<Outcome<QueryRows>> {
  const path = `/crm/v8/${encodeURIComponent(module)}/search`;
  const asked = [...new Set([...fields, field])].join(",");
  const found: CrmRecord[] = [];
  let credits = 0;
  for (let page = 1; ; page += 1) {
    const query = {
      criteria: equalsCriterion(field, value),
      fields: asked,
      page: String(page),
      per_page: String(pageSize),
    };
    const outcome = readAnswer(
      await session.call({ method: "GET", path, query, credits: 1, module }),
      rowsOf,
    );
    credits += outcome.credits;
    if (!outcome.ok) return { ...outcome, credits };
    found.push(...havingValue(outcome.value.records, field, value));
    const isEnd = !outcome.value.more || page * pageSize >= 2000;
    if (isEnd) return { ...outcome, value: { records: found, more: outcome.value.more }, credits };
  }
}

function rowsOf({ body }: Answer): Read<QueryRows> {
  if (body === undefined) return { ok: true, value: { records: [], more: false } };
  const read = readBody(Rows, body);
  if (!read.ok) return read;
  const checked = checkRecords(read.value.data);
  if (!checked.ok)
    return {
      ok: false,
      failure: { kind: "malformed", path: `$.${checked.path}`, detail: "no record with an id" },
    };
  return { ok: true, value: { records: checked.records, more: read.value.info.more_records } };
}
