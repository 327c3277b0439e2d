import type { CustomFieldRow as CustomField } from "#billing/custom-field/custom-field.table.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import { customerFields } from "./customer-fields.ts";
import type { CustomValue } from "#billing/custom-field/custom-field.ts";
import type { CustomerEvent } from "./customer-event.ts";
import { pathOf } from "./customer-view.ts";

/** A problem shows at most this much of a value. */
const shownLength = 80;

/** What others changed since a version, for whoever edited that version: one line a field, by its last change. */
export function changedMeanwhile(
  events: readonly CustomerEvent[],
  custom: readonly CustomField[],
): FieldProblem[] {
  const last = new Map<string, { who: string; to: unknown }>();
  for (const { changes, actor_name: who } of events)
    for (const { field, to } of changes) last.set(field, { who, to });
  return [...last].map(([field, { who, to }]) => ({
    path: pathOf(field),
    problem: sentence(who, labelOf(field, custom), to),
  }));
}

function sentence(who: string, label: string, to: unknown): string {
  const text = Array.isArray(to) ? to.join(", ") : String((to as CustomValue) ?? "");
  if (text === "") return `${who} emptied ${label} meanwhile`;
  const shown = text.length > shownLength ? `${text.slice(0, shownLength).toWellFormed()} …` : text;
  return `${who} changed ${label} to “${shown}” meanwhile`;
}

const others: Record<string, string> = { tags: "Tags", status: "Status", merged_into: "Merged into" };

function labelOf(field: string, custom: readonly CustomField[]): string {
  const own = customerFields.find(({ name }) => name === field)?.label ?? others[field];
  return own ?? custom.find(({ api_name }) => api_name === field)?.label ?? field;
}
