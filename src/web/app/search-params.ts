import { z } from "zod";

/** The part of an address after `?` as values: a text, or a list where a name is there several times. */
export function parseSearch(search: string): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const before = values[name];
    values[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return values;
}

/** Values as the part of an address after `?`, `?` included; nothing where all are empty. */
export function stringifySearch(values: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === "string" || typeof one === "number" || typeof one === "boolean")
        search.append(name, String(one));
    }
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

/** A text of the address that is left out when empty; an address that was typed wrong counts as empty. */
export const textParam = z.string().trim().min(1).optional().catch(undefined);
