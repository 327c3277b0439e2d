import { type CrmModule, markerField } from "#sync/mapping/incoming.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import { billingNames, crmFields } from "./fields.ts";
import type { Swarm } from "./swarm.ts";
import type { Author, Trace } from "./trace.ts";
import type { World } from "./world.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A state of a record, as the CRM's lists show it from a moment on. */
type Shown = { fromMs: number; fields: Fields; stampMs: number; isInView: boolean; isThere: boolean };

/** A record of the CRM. `shown` is what its lists know of it, which may be older. */
export type CrmRow = {
  id: string;
  module: CrmModule;
  fields: Fields;
  stampMs: number;
  isInView: boolean;
  /** Not shared with the user that the sync works as: to it there is no such record, and no trace of a deletion. */
  isHidden: boolean;
  deletedMs: number | undefined;
  wasDeleted: boolean;
  /** The record that took it in: it is gone for good then, and in no recycle bin. */
  mergedInto: string | undefined;
  shown: Shown[];
  /** What the CRM keeps of its changes. */
  log: { atMs: number; changed: Fields; mergedWith?: string }[];
};

/** What became of one written row. */
export type Written =
  | { state: "done"; id: string; action: "insert" | "update"; stampMs: number }
  | { state: "refused"; reason: "gone" | "changed_since" | "locked" };

type Shared = { world: World; swarm: Swarm; trace: Trace };

/** Who looks on while the engine writes. */
export type Witness = {
  made(module: CrmModule, fields: Fields): void;
  changed(row: CrmRow, patch: Fields): void;
};

/** A CRM as zoho.com describes itself: stamps of whole seconds, a lagging index behind its lists, tombstones. */
export type Crm = ReturnType<typeof createCrm>;

/** A field that nobody filled is null, never missing. */
function blankOf(module: CrmModule): Fields {
  return Object.fromEntries(crmFields[module].map(({ api_name }) => [api_name, null]));
}

const blank = { Accounts: blankOf("Accounts"), Contacts: { ...blankOf("Contacts"), Account_Name: null } };

/** The CRM of a story, empty. What it does happens at once; the way there and back is somebody else's. */
export function createCrm({ world, swarm, trace }: Shared, number: number, witness: Witness) {
  let outage: Swarm["outage"];
  let isAtWork = true;
  const records = new Map<string, CrmRow>();
  const names = { Accounts: billingNames(swarm, "Accounts"), Contacts: billingNames(swarm, "Contacts") };
  let lastId = 0;

  /** The time of one of its machines, in whole seconds. */
  function clockMs(): number {
    const off = swarm.jitterMs === 0 ? 0 : world.rng.between(-swarm.jitterMs / 2, swarm.jitterMs / 2);
    return Math.floor((world.nowMs() + off) / 1000) * 1000;
  }

  /** Whether somebody holds a row just now. At rest nobody does: else chance would say when a story comes to rest. */
  function isLocked(): boolean {
    return world.rng.chance(swarm.faults.rowLocked) && isAtWork;
  }

  function show(row: CrmRow): void {
    const before = row.shown.at(-1)?.fromMs ?? 0;
    const lag = swarm.lagMs === 0 ? 0 : world.rng.below(swarm.lagMs);
    const { fields, stampMs, isInView, isHidden, deletedMs } = row;
    const fromMs = Math.max(before, world.nowMs() + lag);
    row.shown.push({ fromMs, fields, stampMs, isInView, isThere: deletedMs === undefined && !isHidden });
    while ((row.shown[1]?.fromMs ?? Infinity) <= world.nowMs()) row.shown.shift();
  }

  function tell(row: CrmRow, changed: Fields, by: Author): void {
    for (const [name, value] of Object.entries(changed)) {
      const field = names[row.module].get(name);
      if (field !== undefined) trace.hold({ side: "crm", id: row.id, field }, value as Value, by);
    }
  }

  function insert(module: CrmModule, fields: Fields, by: Author): CrmRow {
    lastId += 1;
    const id = String(7_000_000_000_000_000_000n + BigInt(number * 100_000 + lastId));
    const row: CrmRow = {
      ...{
        id,
        module,
        fields: { ...blank[module], ...fields, Modified_By: { id: by, name: by } },
        stampMs: clockMs(),
      },
      ...{ isInView: true, isHidden: false, deletedMs: undefined, wasDeleted: false, mergedInto: undefined },
      ...{ shown: [], log: [] },
    };
    records.set(id, row);
    tell(row, fields, by);
    show(row);
    return row;
  }

  function change(row: CrmRow, patch: Fields, by: Author): void {
    row.fields = { ...row.fields, ...patch, Modified_By: { id: by, name: by } };
    row.stampMs = clockMs();
    row.log.push({ atMs: row.stampMs, changed: patch });
    tell(row, patch, by);
    show(row);
  }

  /** Something that is no value of the record: deletion, return, sharing. Not everything of the kind is stamped. */
  function alter(
    row: CrmRow,
    what: Partial<Pick<CrmRow, "isInView" | "isHidden" | "deletedMs">>,
    isStamped: boolean,
  ): void {
    Object.assign(row, what);
    row.wasDeleted ||= what.deletedMs !== undefined;
    if (isStamped) row.stampMs = clockMs();
    world.tell(`crm ${row.id} ${JSON.stringify(what)}`);
    show(row);
  }

  /** One record takes another one in, with what itself has not; the other is gone for good. */
  function merge(row: CrmRow, other: CrmRow, taken: Fields): void {
    other.mergedInto = row.id;
    alter(other, { deletedMs: clockMs() }, true);
    change(row, taken, "user");
    row.log.push({ atMs: row.stampMs, changed: {}, mergedWith: other.id });
    other.log.push({ atMs: row.stampMs, changed: {}, mergedWith: row.id });
  }

  function livingByMarker(module: CrmModule, marker: unknown): CrmRow | undefined {
    for (const row of records.values())
      if (row.module === module && row.deletedMs === undefined && row.fields[markerField] === marker)
        return row;
    return undefined;
  }

  function setOutage(next: Swarm["outage"]): void {
    if (outage !== next) world.tell(`crm ${number} ${next ?? "is back"}`);
    outage = next;
  }

  return {
    records,
    clockMs,
    outage: () => outage,
    setOutage,
    /** Nothing goes wrong here any more. */
    rest(): void {
      isAtWork = false;
      setOutage(undefined);
    },
    insert,
    change,
    alter,
    merge,
    livingByMarker,
    /** One row of a batch that updates by id. */
    update(id: string, patch: Fields, sinceMs: number | undefined): Written {
      const row = records.get(id);
      if (!row || row.isHidden || row.deletedMs !== undefined) return { state: "refused", reason: "gone" };
      if (sinceMs !== undefined && row.stampMs > sinceMs)
        return { state: "refused", reason: "changed_since" };
      if (isLocked()) return { state: "refused", reason: "locked" };
      witness.changed(row, patch);
      change(row, patch, "engine");
      return { state: "done", id, action: "update", stampMs: row.stampMs };
    },
    /** One row of a batch that makes or updates by the marker. */
    upsert(module: CrmModule, fields: Fields, sinceMs: number | undefined): Written {
      const row = livingByMarker(module, fields[markerField]);
      if (row?.isHidden) return { state: "refused", reason: "locked" };
      if (row && sinceMs !== undefined && row.stampMs > sinceMs)
        return { state: "refused", reason: "changed_since" };
      if (isLocked()) return { state: "refused", reason: "locked" };
      if (row) change(row, fields, "engine");
      else witness.made(module, fields);
      const made = row ?? insert(module, fields, "engine");
      return { state: "done", id: made.id, action: row ? "update" : "insert", stampMs: made.stampMs };
    },
    /** What the lists show now, records of one module. */
    listed(module: CrmModule): (Shown & { id: string })[] {
      return [...records.values()].flatMap((row) => {
        const shown =
          row.module === module ? row.shown.findLast((one) => one.fromMs <= world.nowMs()) : undefined;
        return shown?.isThere ? [{ ...shown, id: row.id }] : [];
      });
    },
    /** Records by their ids as they are now. */
    living(ids: readonly string[]): CrmRow[] {
      return ids.flatMap((id) => {
        const row = records.get(id);
        return row && !row.isHidden && row.deletedMs === undefined ? [row] : [];
      });
    },
  };
}
