import type { CustomValue } from "#billing/custom-field/custom-field.ts";
import type { Subscription } from "./subscription.ts";

/** What is said of a subscription, and changes nothing of what was billed. */
export type Details = Pick<
  Subscription,
  "reference" | "salesperson" | "notes" | "auto_collect" | "payment_terms" | "custom_fields"
>;

/** A field that was given another value. */
export type DetailEdit = { field: string; from: CustomValue; to: CustomValue };

/** What differs from what a subscription has; custom fields one by one. */
export function editsOf(
  subscription: Details,
  given: { [Name in keyof Details]?: Details[Name] | undefined },
): DetailEdit[] {
  const { custom_fields: custom = subscription.custom_fields, ...plain } = given;
  const own = Object.entries(plain).flatMap(([field, to]) =>
    to === undefined ? [] : [{ field, from: subscription[field as keyof typeof plain], to }],
  );
  const names = [...new Set([...Object.keys(subscription.custom_fields), ...Object.keys(custom)])];
  const customs = names.map((field) => ({
    field,
    from: subscription.custom_fields[field] ?? null,
    to: custom[field] ?? null,
  }));
  return [...own, ...customs].filter(({ from, to }) => from !== to);
}

const labels: Record<string, string> = {
  reference: "Reference",
  salesperson: "Salesperson",
  notes: "Notes",
  auto_collect: "Payment",
  payment_terms: "Payment terms",
};

/** A note shows at most this much of a value. */
const shownLength = 80;

/** Edits as the history tells them: `Reference: PO 7 instead of PO 6; Notes changed`. */
export function editWords(
  edits: readonly DetailEdit[],
  custom: readonly { api_name: string; label: string }[],
): string {
  return edits
    .map(({ field, from, to }) => {
      const label = labels[field] ?? custom.find(({ api_name }) => api_name === field)?.label ?? field;
      if (field === "notes") return `${label} ${to === null ? "removed" : "changed"}`;
      if (field === "auto_collect")
        return `${label}: ${to === true ? "collected automatically" : "invoiced"}`;
      if (to === null) return `${label} removed`;
      return from === null ? `${label}: ${shown(to)}` : `${label}: ${shown(to)} instead of ${shown(from)}`;
    })
    .join("; ");
}

function shown(value: CustomValue): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = String(value);
  return text.length > shownLength ? `${text.slice(0, shownLength).toWellFormed()} …` : text;
}
