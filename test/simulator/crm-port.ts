import { type Instant, instantFromMs, msOf } from "#kernel/time.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import type { Failure, Outcome } from "#zoho/failure.ts";
import type { CrmRecord } from "#zoho/record.ts";
import type { TimelineEntry } from "#zoho/timeline.client.ts";
import type { RowOutcome, WriteRow } from "#zoho/write.ts";
import type { WriteReport } from "#zoho/write.client.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import type { Crm, CrmRow, Written } from "./crm.ts";
import type { Luck } from "./luck.ts";
import type { Swarm } from "./swarm.ts";
import type { Process, World } from "./world.ts";

/** What happens to a call on its way, besides what the CRM does. */
type Fate = "well" | "lost_before" | "lost_after" | "dies_before" | "dies_after" | "stalls";

/** What a worker asks of its CRM in a run. */
type Asked = Pick<
  Zoho,
  | "count"
  | "listPages"
  | "deleted"
  | "recordsByIds"
  | "record"
  | "coql"
  | "insert"
  | "upsertBy"
  | "update"
  | "spent"
  | "getByExternal"
  | "timeline"
>;

type Surroundings = {
  luck: Luck;
  world: World;
  crm: Crm;
  swarm: Swarm;
  hasFaults: () => boolean;
  kill: (process: Process) => void;
};

const away: Failure = { kind: "unreachable", cause: "server_error", detail: "as the story wants it" };

const noCredits: Failure = { kind: "rate_limited", creditsLeft: 0 };

/** The CRM as a process reaches it: every call has a way there and a way back, and either may fail. */
export function reachCrm(around: Surroundings, process: Process): Zoho {
  const { world, crm, swarm } = around;
  let calls = 0;

  /** Does something over there and brings the answer; undefined where the way failed, whatever was done. */
  function call<Value>(name: string, effect: () => Value): Promise<Value | undefined> {
    calls += 1;
    const fate = fateOf(around);
    return new Promise((resolve) => {
      world.after(world.rng.between(5, 200), () => {
        if (!process.isAlive) return;
        world.tell(`${process.name} ${name}${fate === "well" ? "" : ` ${fate}`}`);
        if (fate === "dies_before") {
          around.kill(process);
          if (world.rng.chance(0.5)) return;
        }
        const answer = fate === "lost_before" || crm.outage() ? undefined : effect();
        if (fate === "dies_after") around.kill(process);
        if (fate === "stalls") process.stalledUntil = world.nowMs() + 120_000;
        const bring = (): void => {
          if (!process.isAlive) return;
          if (process.stalledUntil > world.nowMs()) world.after(process.stalledUntil - world.nowMs(), bring);
          else resolve(fate === "lost_after" ? undefined : answer);
        };
        world.after(world.rng.between(5, 300), bring);
      });
    });
  }

  async function read<Value>(name: string, effect: () => Value): Promise<Outcome<Value>> {
    const answer = await call(name, () => ({ value: effect(), serverTime: instantFromMs(crm.clockMs()) }));
    if (answer) return { ok: true, ...answer, credits: 1 };
    return { ok: false, failure: crm.outage() === "out_of_credits" ? noCredits : away, credits: 1 };
  }

  async function write(
    name: string,
    rows: readonly WriteRow[],
    one: (row: WriteRow) => Written,
  ): Promise<WriteReport> {
    const answer = await call(name, () => rows.map(one));
    const outcomes = rows.map((_, index) => settled(answer?.[index], index));
    return { rows: outcomes, stopped: undefined, serverTime: undefined, credits: 1 };
  }

  const asked: Asked = {
    spent: () => ({ calls, credits: calls, creditsLeft: undefined, concurrency: 5 }),
    count: (module, selection) =>
      read("count", () => listedIn(crm, module as CrmModule, selection?.cvid).length),
    async *listPages(module, selection, resumeToken) {
      let scanStart: Instant | undefined;
      let token: string | null = resumeToken ?? null;
      do {
        const after: string | null = token;
        const page = await read("list", () => pageOf(crm, swarm, module as CrmModule, selection, after));
        if (!page.ok) {
          yield page;
          return;
        }
        scanStart ??= page.serverTime ?? world.now();
        token = page.value.nextToken;
        const { records, nextToken } = page.value;
        const more = { rawBytes: 0, notModified: false, scanStart, unsettled: [] };
        yield { ...page, value: { records, nextToken, ...more } };
      } while (token !== null);
    },
    async *deleted(module, since) {
      const page = await read("deleted", () => tombstones(crm, module as CrmModule, since));
      if (page.ok)
        yield {
          ...page,
          value: { records: page.value, more: false, scanStart: page.serverTime ?? world.now() },
        };
      else yield page;
    },
    recordsByIds: (_module, ids, _fields, cvid) =>
      read("records", () => {
        const rows = crm.living(ids).filter((row) => cvid === undefined || row.isInView);
        const found = new Set(rows.map((row) => row.id));
        return { records: rows.map(recordOf), missing: ids.filter((id) => !found.has(id)), unsettled: [] };
      }),
    record: (_module, id) => read("record", () => crm.living([id]).map(recordOf)[0]),
    getByExternal: (module, _field, value) =>
      read("by marker", () => {
        const row = crm.livingByMarker(module as CrmModule, value);
        return row && recordOf(row);
      }),
    timeline: (_module, id, since) =>
      read("timeline", () => timelineOf(crm.records.get(id), since === undefined ? 0 : msOf(since), swarm)),
    coql: (query) => read("coql", () => ({ records: queried(crm, query), more: false })),
    update: (_module, rows, since) =>
      write("update", rows, ({ id = "", ...patch }) =>
        crm.update(id, patch, since === undefined ? since : msOf(since)),
      ),
    // The engine never asks for it; a mutant of it does.
    insert: (module, rows) =>
      write("insert", rows, (row) => {
        const { id, stampMs } = crm.insert(module as CrmModule, row, "engine");
        return { state: "done", id, action: "insert", stampMs };
      }),
    upsertBy: (module, _field, rows, since) =>
      write("upsert", rows, (row) =>
        crm.upsert(module as CrmModule, row, since === undefined ? since : msOf(since)),
      ),
  };
  return asked as Zoho;
}

function fateOf({ luck, swarm: { faults }, hasFaults }: Surroundings): Fate {
  const fate = luck.among([
    ["lost_before", faults.lostBefore],
    ["lost_after", faults.lostAfter],
    ["dies_before", faults.diesBefore],
    ["dies_after", faults.diesAfter],
    ["stalls", faults.stalls],
  ]);
  return hasFaults() ? (fate ?? "well") : "well";
}

function settled(written: Written | undefined, index: number): RowOutcome {
  if (!written) return { state: "unknown", index };
  if (written.state === "done") {
    const { id, action, stampMs } = written;
    return {
      state: "done",
      index,
      id,
      action,
      modifiedTime: instantFromMs(stampMs),
      duplicateField: undefined,
    };
  }
  const { reason } = written;
  const none = { field: undefined, existingId: undefined, details: {} };
  const isPermanent = reason === "gone";
  return { state: "refused", index, reason, isPermanent, code: reason, message: reason, ...none };
}

function recordOf({ id, fields, stampMs }: Pick<CrmRow, "id" | "fields" | "stampMs">): CrmRecord {
  return { ...fields, id, Modified_Time: instantFromMs(stampMs) };
}

function listedIn(crm: Crm, module: CrmModule, cvid: string | undefined): ReturnType<Crm["listed"]> {
  const listed = crm.listed(module);
  return cvid === undefined ? listed : listed.filter((one) => one.isInView);
}

type Place = { stampMs: number; id: string };

/** A page: by time and id where changes are asked for, else by id. The list lives on between its pages. */
function pageOf(
  crm: Crm,
  { pageSize }: Swarm,
  module: CrmModule,
  { cvid, modifiedSince }: { cvid?: string | undefined; modifiedSince?: Instant | undefined },
  token: string | null,
): { records: CrmRecord[]; nextToken: string | null } {
  const sinceMs = modifiedSince === undefined ? 0 : Math.floor(msOf(modifiedSince) / 1000) * 1000;
  const order = (one: Place): string =>
    modifiedSince === undefined ? one.id : `${String(one.stampMs).padStart(15, "0")}:${one.id}`;
  const rest = listedIn(crm, module, cvid)
    .filter((one) => one.stampMs >= sinceMs && (token === null || order(one) > token))
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  const page = rest.slice(0, pageSize);
  const last = page.at(-1);
  return { records: page.map(recordOf), nextToken: last && rest.length > pageSize ? order(last) : null };
}

/** What the CRM tells of the changes of a record, in whole seconds, the last first. */
function timelineOf(row: CrmRow | undefined, sinceMs: number, { crmKind }: Swarm): TimelineEntry[] {
  const from = Math.floor(sinceMs / 1000) * 1000;
  const told = (row?.log ?? []).flatMap(({ atMs, changed, mergedWith }, at) =>
    // Which record a merge was with, Zoho does not always say: here it never does.
    atMs < from || (mergedWith !== undefined && crmKind === "zoho")
      ? []
      : [
          {
            ...{
              id: String(at),
              at: instantFromMs(atMs),
              action: mergedWith === undefined ? "updated" : "merged",
              source: null,
              doneBy: undefined,
              ...(mergedWith !== undefined && { relatedId: mergedWith }),
            },
            changes: Object.entries(changed).map(([field, value]) => ({
              ...{ field, old: null, ids: undefined },
              new: typeof value === "string" ? value : null,
            })),
          },
        ],
  );
  return told.toReversed();
}

function tombstones(crm: Crm, module: CrmModule, since: Instant | undefined) {
  const sinceMs = since === undefined ? 0 : Math.floor(msOf(since) / 1000) * 1000;
  return [...crm.records.values()].flatMap(({ id, module: of, deletedMs, mergedInto }) =>
    of === module && deletedMs !== undefined && deletedMs >= sinceMs
      ? [
          {
            ...{ id, deleted_time: instantFromMs(deletedMs), deleted_by: { id: "user" } },
            type: mergedInto === undefined ? ("recycle" as const) : ("permanent" as const),
          },
        ]
      : [],
  );
}

/** Searches know what the lists know. */
function queried(crm: Crm, { from: of, where }: Parameters<Zoho["coql"]>[0]): CrmRecord[] {
  const module = of as CrmModule;
  if (!where || !("values" in where)) throw new Error("this story asks by values only");
  if (where.is === "between") {
    const [from, to] = where.values.map((one) => Date.parse(String(one)));
    return crm
      .listed(module)
      .flatMap((row) => (row.stampMs >= (from ?? 0) && row.stampMs <= (to ?? 0) ? [recordOf(row)] : []));
  }
  const values = where.values.map((one) => String(one).toLowerCase());
  return crm.listed(module).flatMap((row) => {
    const raw = row.fields[where.field];
    const value = raw !== null && typeof raw === "object" && "id" in raw ? raw.id : raw;
    return typeof value === "string" && values.includes(value.toLowerCase()) ? [recordOf(row)] : [];
  });
}
