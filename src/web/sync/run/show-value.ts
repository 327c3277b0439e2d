import { showNumber } from "#web/ui/show.ts";

/** A field's value as a person reads it; nothing for an empty one. A look-up shows the name of its record. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return showNumber(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(showValue).join("; ");
  if (typeof value === "object" && "name" in value) return showValue(value.name);
  return JSON.stringify(value);
}

/** `billing_street` as Billing street: for fields whose label is not at hand. */
export function fieldWords(name: string): string {
  const words = name.replace(/^cf_/, "").replaceAll("_", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
