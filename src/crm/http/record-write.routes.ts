import { userReference } from "#crm/user/caller.ts";
import { changeRecords, createRecords, type InputRow, type RowOutcome } from "#crm/record/write.commands.ts";
import type { Stamps } from "#crm/record/draft.ts";
import { AlreadyModified } from "#crm/record/unmodified.ts";
import { itemsAnswer, refused, type V8Answer } from "./answer.ts";
import { needRight } from "./admission.ts";
import { addressedId } from "./record-read.routes.ts";
import { isObject, readWrite } from "./body.ts";
import { readInstantHeader } from "./query.ts";
import { CrmRefusal, ItemsRefusal } from "./refusal.ts";
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
  return {
    code: "SUCCESS",
    details: { ...stampsJson(call, outcome.stamps), $approval_state: "approved" },
    message: outcome.action === "insert" ? "record added" : "record updated",
    status: "success",
  };
}

function stampsJson({ caller }: V8Call, stamps: Stamps): Record<string, unknown> {
  const me = userReference(caller.user);
  const person = (id: string): object => (id === me.id ? me : { name: null, id });
  return {
    Modified_Time: stamps.modified_time,
    Modified_By: person(stamps.modified_by),
    Created_Time: stamps.created_time,
    id: stamps.id,
    Created_By: person(stamps.created_by),
  };
}

/** What a write gives, or the 412 of a condition that does not hold: it names the records, and no row is written. */
export async function orAlreadyModified<Value>(call: V8Call, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AlreadyModified)) throw error;
    const data = error.records.map((stamps) =>
      refused(
        "ALREADY_MODIFIED",
        "record updated time has already passed if-unmodified-since time",
        stampsJson(call, stamps),
      ),
    );
    throw new ItemsRefusal({ status: 412, json: { data } });
  }
}

/** Writes cost one credit for ten records. */
export function writeCredits(_call: V8Call, { json }: V8Answer): number {
  return Math.ceil((json as { data: readonly unknown[] }).data.length / 10);
}

async function create(call: V8Call): Promise<V8Answer> {
  const rows = readRows(readWrite(call.body));
  const outcomes = await createRecords(call, rows);
  return itemsAnswer(
    "data",
    rows.map(({ at }) => outcomeItem(call, must(outcomes, at))),
    201,
  );
}

async function change(call: V8Call): Promise<V8Answer> {
  const rows = readRows(readWrite(call.body));
  const isOne = call.params["id"] !== undefined;
  const id = isOne ? await addressedId(call) : undefined;
  const wanted = isOne ? rows.slice(0, 1).map((row) => ({ ...row, id })) : rows;
  // Programs write in batches as they please; a person who changes many at once has ticked them in a list.
  if (call.caller.isPerson && wanted.length > 1) needRight(call.caller, call.module, "mass_update");
  const since = readInstantHeader(call.headers, "if-unmodified-since");
  const condition = since === undefined ? undefined : { since };
  const outcomes = await orAlreadyModified(call, changeRecords(call, wanted, condition));
  return itemsAnswer(
    "data",
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
