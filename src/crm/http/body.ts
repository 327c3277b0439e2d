import { findUnstorable, unstorableWords } from "#kernel/text.ts";
import { jsonPathOf } from "#crm/record/row-check.ts";
import { CrmRefusal } from "./refusal.ts";

type JsonObject = Record<string, unknown>;

/** The body as JSON of an object whose every text can be stored. */
export function readObject(body: string): JsonObject {
  const parsed = parse(body);
  refuseUnstorable(parsed);
  return parsed;
}

/** The body of a write. The texts of its rows may be anything: they are refused row by row, and the others are written. */
export function readWrite(body: string): JsonObject {
  const parsed = parse(body);
  const { data: _rows, ...rest } = parsed;
  refuseUnstorable(rest);
  return parsed;
}

function parse(body: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(body);
    if (isObject(parsed)) return parsed;
  } catch {
    // Told below: the caller needs to know that, not where the parser gave up.
  }
  throw new CrmRefusal(400, "INVALID_DATA", "body is not a JSON object", {
    expected_data_type: "jsonobject",
  });
}

function refuseUnstorable(json: JsonObject): void {
  const path = findUnstorable(json);
  if (!path) return;
  const json_path = jsonPathOf(path);
  const api_name = path.findLast((step) => typeof step === "string");
  throw new CrmRefusal(400, "INVALID_REQUEST", `the text at ${json_path} ${unstorableWords}`, {
    api_name,
    json_path,
  });
}

/** Whether a value from outside is an object, and neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
