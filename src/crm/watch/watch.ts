import type { ModuleName } from "#crm/field/field.ts";

/** What happened, as a notice words it. */
export type Operation = "insert" | "update" | "delete";

/** What is watched: an operation of a module, as a channel names it. */
export type WatchEvent = `${ModuleName}.${EventName}`;
export type EventName = "create" | "edit" | "delete";

export const eventNames: readonly EventName[] = ["create", "edit", "delete"];

const eventOfOperation: Record<Operation, EventName> = { insert: "create", update: "edit", delete: "delete" };

/** Fields of which one ("or") or all ("and") must have changed. */
export type Selection = { field: string } | { operator: "and" | "or"; group: Selection[] };

/** Which changes of a module are told. */
export type Condition = { module: ModuleName; selection: Selection };

/** A record that a notice is about, with the fields that changed; none where it is new or gone. */
export type NoticeRecord = { id: string; fields: readonly string[] };

/** What one write did to records of a module. */
export type Notice = { module: ModuleName; operation: Operation; records: readonly NoticeRecord[] };

/** A channel, as far as it decides what is sent to it. */
export type Interest = { events: readonly WatchEvent[]; conditions: readonly Condition[] | null };

/** The event that an operation is. */
export function eventOf({ module, operation }: Pick<Notice, "module" | "operation">): WatchEvent {
  return `${module}.${eventOfOperation[operation]}`;
}

/** The records of a notice that a channel is told of. Conditions are about changes; what is new or gone is always told. */
export function recordsFor({ events, conditions }: Interest, notice: Notice): readonly NoticeRecord[] {
  if (!events.includes(eventOf(notice))) return [];
  const ours = conditions?.filter(({ module }) => module === notice.module) ?? [];
  if (notice.operation !== "update" || ours.length === 0) return notice.records;
  return notice.records.filter(({ fields }) => ours.some(({ selection }) => isMet(selection, fields)));
}

function isMet(selection: Selection, changed: readonly string[]): boolean {
  if ("field" in selection) return changed.includes(selection.field);
  const { operator, group } = selection;
  return operator === "and"
    ? group.every((one) => isMet(one, changed))
    : group.some((one) => isMet(one, changed));
}

/** How long a channel rests after so many failures in a row: two seconds, doubling, five minutes at most. */
export function restMs(failures: number): number {
  return Math.min(5 * 60_000, 1000 * 2 ** failures);
}
