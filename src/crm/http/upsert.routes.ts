import { checkFields, upsertRecords } from "#crm/record/upsert.commands.ts";
import { needRight, needScope } from "./admission.ts";
import { itemsAnswer, type V8Answer } from "./answer.ts";
import { readWrite } from "./body.ts";
import { readInstantHeader } from "./query.ts";
import { CrmRefusal } from "./refusal.ts";
import { orAlreadyModified, outcomeItem, readRows, writeCredits } from "./record-write.routes.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

async function upsert(call: V8Call): Promise<V8Answer> {
  needScope(call.caller, `modules.${call.module}.UPDATE`);
  needRight(call.caller, call.module, "edit");
  const body = readWrite(call.body);
  const rows = readRows(body);
  const { duplicate_check_fields: named } = body;
  if (
    named !== undefined &&
    named !== null &&
    !(Array.isArray(named) && named.every((name) => typeof name === "string"))
  ) {
    throw new CrmRefusal(400, "INVALID_DATA", "invalid data", {
      expected_data_type: "jsonarray",
      api_name: "duplicate_check_fields",
    });
  }
  const check = checkFields(call, named as string[] | undefined);
  if (!check)
    throw new CrmRefusal(400, "INVALID_DATA", "a duplicate check field is not unique", {
      api_name: "duplicate_check_fields",
    });
  const unmodifiedSince = readInstantHeader(call.headers, "if-unmodified-since");
  const outcomes = await orAlreadyModified(call, upsertRecords(call, rows, { check, unmodifiedSince }));
  const items = rows.map(({ at }) => {
    const done = outcomes.get(at);
    if (!done) throw new Error(`row ${at} has no outcome`);
    const item = outcomeItem(call, done.outcome);
    return "problem" in done.outcome
      ? item
      : { ...item, action: done.outcome.action, duplicate_field: done.duplicateField };
  });
  return itemsAnswer("data", items, 200);
}

export const upsertRoutes: readonly V8Route[] = [
  {
    method: "POST",
    path: "/crm/v8/:module/upsert",
    scope: ({ module }) => `modules.${module}.CREATE`,
    right: "create",
    credits: writeCredits,
    handle: upsert,
  },
];
