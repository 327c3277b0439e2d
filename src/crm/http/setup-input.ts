import { type Item, refused } from "./answer.ts";
import { isObject, readObject } from "./body.ts";
import { CrmRefusal } from "./refusal.ts";

/** The items of a write of set-up, under their key. Throws where there is none, or more than the limit. */
export function itemsOf(body: string, key: string, most: number): Record<string, unknown>[] {
  const items = readObject(body)[key];
  if (!Array.isArray(items) || items.length === 0 || !items.every(isObject))
    throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name: key });
  if (items.length > most)
    throw new CrmRefusal(400, "LIMIT_EXCEEDED", "limit exceeded", { limit: most, api_name: key });
  return items;
}

/** A name and a description, each where it is given. */
export type Texts = { name?: string; description?: string };

/** The texts that an item gives, or the item's refusal. Lengths are in characters. */
export function textsOf(
  input: Record<string, unknown>,
  lengths: { name: number; description: number },
): Texts | Item {
  const texts: Texts = {};
  for (const key of ["name", "description"] as const) {
    const given = input[key];
    if (given === undefined || (given === null && key === "description")) continue;
    const text = typeof given === "string" ? given.trim() : undefined;
    if (text === undefined) return invalid({ api_name: key, expected_data_type: "string" });
    if (text === "" && key === "name") return missing("name");
    if (text.length > lengths[key])
      return invalid(
        { api_name: key, maximum_length: lengths[key] },
        `${key} has ${lengths[key]} characters at most`,
      );
    texts[key] = text;
  }
  return texts;
}

/** An item whose value is wrong. */
export function invalid(details: Record<string, unknown>, message = "invalid data"): Item {
  return refused("INVALID_DATA", message, details);
}

/** An item that lacks a value. */
export function missing(api_name: string): Item {
  return refused("MANDATORY_NOT_FOUND", "required field not found", { api_name });
}
