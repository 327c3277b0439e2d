import type { ContactPerson } from "#billing/customer/contact-person.ts";
import type { Customer } from "#billing/customer/customer.ts";
import type { LastChange } from "#sync/conflict/last-change.store.ts";
import type { Conflict } from "#sync/conflict/conflict.table.ts";
import type { Connection } from "#sync/connection/connection.store.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import type { LinkRow } from "#sync/link/link.table.ts";
import type { Target } from "#sync/mapping/incoming.ts";
import type { Creation } from "#sync/outward/creation.store.ts";
import type { Run, RunRecordRow } from "#sync/run/run.table.ts";

/** A mark of billing; its number grows with each change. */
export type MarkEntry = { target: Target; recordId: string; number: number };

/** The rows of a story's database. Rows are never changed, only replaced, so that any state of them can come back. */
export type Tables = {
  customers: Table<Customer>;
  persons: Table<ContactPerson>;
  /** By record and field, what billing's timeline tells last of it. */
  lastChanges: Table<LastChange>;
  links: Table<LinkRow>;
  marks: Table<MarkEntry>;
  creations: Table<Creation>;
  conflicts: Table<Conflict>;
  /** By run, the ids that a complete listing showed. */
  seen: Table<ReadonlySet<string>>;
  runs: Table<Run>;
  settings: Table<SyncSettings>;
  /** One row: the connection. */
  connections: Table<Connection>;
  history: RunRecordRow[];
  /** A number that no mark has had. */
  nextMark(): number;
  /** The rows as they are now, for `restore`: what was committed since is gone then, as after a failover. */
  keep(): () => void;
  /** Does something once the present work is committed; at once where there is none. */
  onCommit(action: () => void): void;
  /** Does what somebody else commits meanwhile: it stays, whatever becomes of the work. */
  aside(work: () => void): void;
  /** Does work that is taken back whole if it throws. */
  atomically<Value>(work: () => Promise<Value>): Promise<Value>;
};

/** Rows by key, in the order of their making. */
export type Table<Row> = {
  get(key: string): Row | undefined;
  set(key: string, row: Row): void;
  delete(key: string): void;
  rows(): Row[];
  keys(): string[];
};

/** An empty database. */
export function createTables(): Tables {
  let undo: (() => void)[] | undefined;
  let then: (() => void)[] = [];
  let mark = 0;
  const kept: (() => () => void)[] = [];

  function table<Row>(): Table<Row> {
    const rows = new Map<string, Row>();
    const put = (key: string, row: Row | undefined): void => {
      if (row === undefined) rows.delete(key);
      else rows.set(key, row);
    };
    const write = (key: string, row: Row | undefined): void => {
      const before = rows.get(key);
      undo?.push(() => put(key, before));
      put(key, row);
    };
    kept.push(() => {
      const then = [...rows];
      return () => {
        rows.clear();
        for (const [key, row] of then) rows.set(key, row);
      };
    });
    return {
      get: (key) => rows.get(key),
      set: write,
      delete: (key) => write(key, undefined),
      rows: () => [...rows.values()],
      keys: () => [...rows.keys()],
    };
  }

  const history: RunRecordRow[] = [];
  return {
    customers: table(),
    persons: table(),
    lastChanges: table(),
    links: table(),
    marks: table(),
    creations: table(),
    conflicts: table(),
    seen: table(),
    runs: table(),
    settings: table(),
    connections: table(),
    history,
    nextMark: () => (mark += 1),
    keep() {
      const back = kept.map((table) => table());
      const told = history.length;
      return () => {
        for (const restore of back) restore();
        history.length = told;
      };
    },
    onCommit(action) {
      if (undo) then.push(action);
      else action();
    },
    aside(work) {
      const mine = undo;
      undo = undefined;
      work();
      undo = mine;
    },
    async atomically(work) {
      const told = history.length;
      undo = [];
      then = [];
      try {
        const value = await work();
        for (const action of then) action();
        return value;
      } catch (error) {
        for (const back of undo.toReversed()) back();
        history.length = told;
        throw error;
      } finally {
        undo = undefined;
      }
    },
  };
}
