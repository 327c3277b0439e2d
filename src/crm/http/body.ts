import { isStorable } from "#kernel/text.ts";
import { CrmRefusal } from "./refusal.ts";

type JsonObject = Record<string, unknown>;

/** The body as JSON of an object. Its texts may be anything: whoever writes them down checks them field by field. */
export function readJsonObject(body: string): JsonObject {
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

/** The body as JSON of an object whose every text can be stored. */
export function readObject(body: string): JsonObject {
  const parsed = readJsonObject(body);
  const place = unstorable(parsed, "$");
  if (place !== undefined)
    throw new CrmRefusal(
      400,
      "INVALID_DATA",
      `the text at ${place} holds NUL or half a character, which cannot be stored; remove it`,
      { json_path: place },
    );
  return parsed;
}

/** Whether a value from outside is an object, and neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where the first text stands that cannot be stored. */
function unstorable(value: unknown, path: string): string | undefined {
  if (typeof value === "string") return isStorable(value) ? undefined : path;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, one] of Object.entries(value)) {
    if (!isStorable(name)) return path;
    const place = unstorable(one, Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`);
    if (place !== undefined) return place;
  }
  return undefined;
}
