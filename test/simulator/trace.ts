import type { Value } from "#sync/plan/reconcile.ts";
import type { World } from "./world.ts";

export type Side = "crm" | "billing";
export type Author = "user" | "engine";

/** A value that a field held from a moment on. */
export type Held = { value: Value; atMs: number; by: Author };

/** Where a field is: the side, the record there, and the field by its billing name. */
export type Spot = { side: Side; id: string; field: string };

/** Every value that every field ever held, and what was found wrong on the way. */
export type Trace = {
  hold(spot: Spot, value: Value, by: Author): void;
  heldBy(side: Side, id: string): ReadonlyMap<string, readonly Held[]>;
  held(spot: Spot): readonly Held[];
  /** Writes of the engine since the beginning. */
  engineWrites(): number;
  userEdits(): number;
  /** Billing forgot what it held since then. What people wrote before cannot be asked for any more: its record may be gone. */
  forget(sinceMs: number): void;
  /** When billing forgot last. */
  forgotAtMs(): number;
  fail(invariant: string, detail: string): void;
  failures(): readonly Failure[];
};

/** A promise of the specification that a story broke. */
export type Failure = { invariant: string; detail: string };

const nothing: ReadonlyMap<string, readonly Held[]> = new Map();

/** The memory of a story. It belongs to nobody in it: neither engine nor users read it. */
export function createTrace(world: World): Trace {
  const records = new Map<string, Map<string, Held[]>>();
  const failures: Failure[] = [];
  let engine = 0;
  let user = 0;
  let forgot = 0;
  return {
    hold({ side, id, field }, value, by) {
      const key = `${side}:${id}`;
      const fields = records.get(key) ?? new Map<string, Held[]>();
      records.set(key, fields);
      const before = fields.get(field) ?? [];
      fields.set(field, before);
      if (by === "engine" && before.length > 0 && before.at(-1)?.value === value)
        failures.push({ invariant: "I4", detail: `${key} ${field}: ${String(value)} was written again` });
      if (by === "engine") engine += 1;
      else user += 1;
      before.push({ value, atMs: world.nowMs(), by });
      world.tell(`${by} ${side} ${id} ${field} = ${String(value)}`);
    },
    heldBy: (side, id) => records.get(`${side}:${id}`) ?? nothing,
    held: ({ side, id, field }) => records.get(`${side}:${id}`)?.get(field) ?? [],
    engineWrites: () => engine,
    userEdits: () => user,
    forget(sinceMs) {
      forgot = world.nowMs();
      for (const [key, fields] of records)
        if (key.startsWith("billing:"))
          for (const [field, held] of fields)
            fields.set(
              field,
              held.filter((one) => one.atMs <= sinceMs),
            );
    },
    forgotAtMs: () => forgot,
    fail(invariant, detail) {
      failures.push({ invariant, detail });
      world.tell(`VIOLATION ${invariant} ${detail}`);
    },
    failures: () => failures,
  };
}
