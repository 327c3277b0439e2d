import { userReference } from "#crm/user/caller.ts";
import { changeRecords, createRecords, type InputRow, type RowOutcome } from "#crm/record/write.commands.ts";
import { itemsAnswer, type V8Answer } from "./answer.ts";
import { addressedId } from "./record-read.routes.ts";
import { isObject, readJsonObject } from "./body.ts";
import { readInstantHeader } from "./query.ts";
import { CrmRefusal } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** Most records in one write. */
export const maxRows = 100;

/** data[] of a write. Throws the refusals of the whole request. */
export function readRows({ data }: Record<string, unknown>): InputRow[] {
  if (data === undefined)
    throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name: "data" });
  if (!Array.isArray(data) || data.length === 0 || !data.every(isObject))
    throw new CrmRefusal(400, "INVALID_DATA", "invalid data", {
      expected_data_type: "jsonarray",
      api_name: "data",
    });
  if (data.length > maxRows)
    throw new CrmRefusal(400, "LIMIT_EXCEEDED", "count of records in your request exceeds the limit", {
      maximum_length: maxRows,
      api_name: "data",
    });
  return data.map((input: object, at) => {
    const id: unknown = Object.hasOwn(input, "id") ? (input as { id: unknown }).id : undefined;
    return { at, input, id: idText(id) };
  });
}

/** An id is a text. A number that JSON could not keep exactly would name another record. */
function idText(id: unknown): string | undefined {
  return typeof id === "string" || Number.isSafeInteger(id) ? String(id) : undefined;
}

/** One item of a write's answer. */
export function outcomeItem(call: V8Call, outcome: RowOutcome): Record<string, unknown> {
  if ("problem" in outcome) return outcome.problem;
  const me = userReference(call.caller.user);
  const { id, created_time, modified_time, created_by } = outcome.stamps;
  const details = {
    Modified_Time: modified_time,
    Modified_By: me,
    Created_Time: created_time,
    id,
    Created_By: created_by === me.id ? me : { name: null, id: created_by },
    $approval_state: "approved",
  };
  return {
    code: "SUCCESS",
    details,
    message: outcome.action === "insert" ? "record added" : "record updated",
    status: "success",
  };
}

/** A write's answer: all well, some well (207) or none (400; 412 where the only row was changed since). */
export function writeAnswer(items: readonly Record<string, unknown>[], allWell: number): V8Answer {
  const answer = itemsAnswer("data", items, allWell);
  const isStale = items.length === 1 && items[0]?.["code"] === "ALREADY_MODIFIED";
  return isStale ? { ...answer, status: 412 } : answer;
}

/** Writes cost one credit for ten records. */
export function writeCredits(_call: V8Call, { json }: V8Answer): number {
  return Math.ceil((json as { data: readonly unknown[] }).data.length / 10);
}

async function create(call: V8Call): Promise<V8Answer> {
  const rows = readRows(readJsonObject(call.body));
  const outcomes = await createRecords(call, rows);
  return writeAnswer(
    rows.map(({ at }) => outcomeItem(call, must(outcomes, at))),
    201,
  );
}

async function change(call: V8Call): Promise<V8Answer> {
  const rows = readRows(readJsonObject(call.body));
  const isOne = call.params["id"] !== undefined;
  const id = isOne ? await addressedId(call) : undefined;
  const wanted = isOne ? rows.slice(0, 1).map((row) => ({ ...row, id })) : rows;
  const outcomes = await changeRecords(call, wanted, readInstantHeader(call.headers, "if-unmodified-since"));
  return writeAnswer(
    wanted.map(({ at }) => outcomeItem(call, must(outcomes, at))),
    200,
  );
}

function must(outcomes: ReadonlyMap<number, RowOutcome>, at: number): RowOutcome {
  const found = outcomes.get(at);
  if (!found) throw new Error(`row ${at} has no outcome`);
  return found;
}

export const recordWriteRoutes: readonly V8Route[] = [
  {
    method: "POST",
    path: "/crm/v8/:module",
    scope: ({ module }) => `modules.${module}.CREATE`,
    right: "create",
    credits: writeCredits,
    handle: create,
  },
  {
    method: "PUT",
    path: "/crm/v8/:module",
    scope: ({ module }) => `modules.${module}.UPDATE`,
    right: "edit",
    credits: writeCredits,
    handle: change,
  },
  {
    method: "PUT",
    path: "/crm/v8/:module/:id",
    scope: ({ module }) => `modules.${module}.UPDATE`,
    right: "edit",
    handle: change,
  },
];
