import type { Field, FieldMap } from "#crm/field/field.ts";
import type { Draft } from "./draft.ts";

/** What can become of a record. */
export type TimelineAction = "added" | "updated" | "deleted" | "restored" | "merged";

/** The way a change came in, by Zoho CRM's names: a person at the screen, or a program. */
export type Source = "crm_ui" | "crm_api";

/** A field's value before and after, as texts; null where it is empty. References are ids. */
export type ValueChange = { field: string; old: string | null; new: string | null };

/**
 * What happened to one record; only a change has changes. `at` as the database wrote it into the record, with its zone.
 * `related` is the other record of a merge.
 */
export type RecordEvent = { id: string; at: string; changes: readonly ValueChange[]; related?: string };

/** The fields of a record that a draft changes. */
export function changesOf(fields: FieldMap, { before, values, ownerId }: Draft): ValueChange[] {
  const old: Record<string, unknown> = { ...before?.values, Owner: before?.owner_id };
  const changed: Record<string, unknown> = { ...values, Owner: ownerId };
  return [...fields.values()].flatMap((field) => {
    const name = field.api_name;
    const change = { field: name, old: textOf(field, old[name]), new: textOf(field, changed[name]) };
    return change.old === change.new ? [] : [change];
  });
}

/** A stored value as text. An empty check box is not ticked. */
function textOf({ type }: Field, stored: unknown): string | null {
  if (stored === undefined || stored === null) return type === "boolean" ? "false" : null;
  if (!Array.isArray(stored)) return typeof stored === "string" ? stored : JSON.stringify(stored);
  const parts = stored.map((one: unknown) =>
    typeof one === "object" && one !== null && "name" in one ? String(one.name) : String(one),
  );
  return parts.length === 0 ? null : parts.join(";");
}
