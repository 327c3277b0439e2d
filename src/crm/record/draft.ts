import type { FieldMap, ModuleName } from "#crm/field/field.ts";
import { displayName } from "#crm/field/module.ts";
import type { RowProblem } from "./row-check.ts";

/** A record as it is to be, on its way through a write: row `at` of the request. A problem takes it out of the write. */
export type Draft = {
  at: number;
  id: string;
  /** The record as it is; undefined for a new one. */
  before: Existing | undefined;
  values: Record<string, unknown>;
  ownerId: string;
  problem: RowProblem | undefined;
};

/** A record as the table holds it. */
export type Existing = {
  id: string;
  values: Record<string, unknown>;
  owner_id: string;
  modified_time: string;
};

/** What writes answer with: times in the organization's zone. */
export type Stamps = {
  id: string;
  created_time: string;
  modified_time: string;
  created_by: string;
  modified_by: string;
};

/** The values of a record after a change: given ones set, null ones gone, others untouched. */
export function changedValues(
  before: Record<string, unknown>,
  change: ReadonlyMap<string, unknown>,
): Record<string, unknown> {
  const after = new Map(Object.entries(before));
  for (const [name, value] of change) {
    if (value === null) after.delete(name);
    else after.set(name, value);
  }
  return Object.fromEntries(after);
}

/** What the table takes of a draft. */
export function draftRow(
  module: ModuleName,
  draft: Draft,
): { id: string; name: string; values: Record<string, unknown>; owner_id: string } {
  return {
    id: draft.id,
    name: displayName(module, draft.values),
    values: draft.values,
    owner_id: draft.ownerId,
  };
}

/** The values by which a record is unique. Letters of either case are the same. */
export function uniqueValues(fields: FieldMap, values: Record<string, unknown>): Map<string, string> {
  const found = new Map<string, string>();
  for (const field of fields.values()) {
    const value = field.unique ? values[field.api_name] : undefined;
    if (value !== undefined && value !== null) found.set(field.api_name, uniqueKey(value));
  }
  return found;
}

/** A value as unique fields compare it. */
export function uniqueKey(value: unknown): string {
  return String(value).toLowerCase();
}

/** The records and users that drafts refer to: by the field that names them. */
export function references(
  fields: FieldMap,
  draft: Draft,
  changed: ReadonlyMap<string, unknown>,
): { field: string; id: string; to: ModuleName | "user" }[] {
  const found: { field: string; id: string; to: ModuleName | "user" }[] = [];
  if (draft.ownerId !== draft.before?.owner_id) found.push({ field: "Owner", id: draft.ownerId, to: "user" });
  for (const [name, id] of changed) {
    const field = fields.get(name);
    if (typeof id !== "string" || !field) continue;
    if (field.type === "lookup" && field.lookup) found.push({ field: name, id, to: field.lookup.module });
    if (field.type === "userlookup") found.push({ field: name, id, to: "user" });
  }
  return found;
}
