import type { ConnectionId, Ids, OrganizationId } from "#kernel/id.ts";
import type { Connection } from "#sync/connection/connection.store.ts";
import { ConflictPolicy, type SyncSettings } from "#sync/connection/settings.api.ts";
import { createBilling } from "./billing.ts";
import type { Instant } from "#kernel/time.ts";
import { checkEnd, settledByTimeSince } from "./checks.ts";
import { witnessOf } from "./witness.ts";
import { createCrm } from "./crm.ts";
import { customerRows, personRows } from "./fields.ts";
import { createActs, createLuck } from "./luck.ts";
import type { Swarm } from "./swarm.ts";
import { createTables } from "./tables.ts";
import type { Trace } from "./trace.ts";
import { createUsers } from "./users.ts";
import { startWorker, type Yard } from "./worker.ts";
import type { Process, World } from "./world.ts";

/** What all organizations of a story share: time, chance, the memory of it. */
export type Shared = { seed: number; world: World; swarm: Swarm; trace: Trace; ids: Ids };

/** An organization with its billing, its CRM, its people and its workers. */
export type Tenant = ReturnType<typeof createTenant>;

/** An organization at its beginning: connected and configured, with records on both sides, and nothing synced. */
export function createTenant(shared: Shared, number: number) {
  const { seed, world, swarm, trace, ids } = shared;
  const luck = createLuck(seed + number);
  const chance = createActs(seed + number);
  const organizationId: OrganizationId = `org_${number}`;
  const connectionId: ConnectionId = `con_${number}`;
  const tables = createTables();
  const crm = createCrm(shared, number, witnessOf({ tables, trace }));
  const billing = createBilling(world, tables, trace, swarm.skewMs);
  const users = createUsers({ world, swarm, crm, tables, billing, ids, organizationId, chance });
  let isAtWork = true;
  let isOpen = true;
  let workers = 0;
  let back = (): void => undefined;
  const living = new Set<Process>();

  const begin = (): void => {
    living.add(startWorker(yard, `worker ${number}.${(workers += 1)}`));
  };
  const yard: Yard = {
    ...{ luck, world, swarm, tables, billing, trace, crm, ids },
    hasFaults: () => isAtWork,
    isOpen: () => isOpen,
    overtake: (given) => tables.aside(() => users.editBilling(given)),
    kill(process) {
      if (!process.isAlive) return;
      process.isAlive = false;
      living.delete(process);
      world.tell(`${process.name} dies`);
      world.after(world.rng.between(1, 20) * 1000, begin);
    },
  };

  function change(patch: Partial<Connection>): void {
    const connection = tables.connections.get(connectionId);
    if (connection) tables.connections.set(connectionId, { ...connection, ...patch });
  }

  /** The whole set-up anew, as the wizard saves it: with a new version, under which everything is read. */
  function configure(settings: SyncSettings): void {
    const version = (tables.connections.get(connectionId)?.config_version ?? 0) + 1;
    world.tell(`set-up ${version}`);
    tables.settings.set(String(version), settings);
    change({ config_version: version, approved_version: version, last_full_at: null });
  }

  tables.connections.set(connectionId, newConnection(swarm, organizationId, connectionId));
  configure(settingsOf(swarm));
  for (let at = 0; at < swarm.accounts; at += 1) users.addAccount();
  for (let at = 0; at < swarm.customers; at += 1) users.addCustomer();
  for (let at = 0; at < swarm.workers; at += 1) begin();

  return {
    /** The act of this number: what it does and to whom is its own. */
    act(at: number): void {
      chance.begin(at);
      users.act();
    },
    /** As an act of this number: a record that an update is on its way to is deleted, and brought back. */
    flicker(at: number): void {
      chance.begin(at);
      users.flicker(chance.between(1, Math.round(swarm.intervalMs * 1.5)));
    },
    pause: () => change({ state: "paused" }),
    resume: () => change({ state: "active" }),
    remap: () => configure(otherSettings(swarm, world)),
    /** What is read once a day is read at the next run. */
    readAll(): void {
      if (!swarm.isStamped) change({ last_full_at: null });
    },
    /** The state that the database falls back to. */
    keep(): void {
      const restore = tables.keep();
      const atMs = world.nowMs();
      back = () => {
        restore();
        trace.forget(atMs);
        world.tell("billing falls back");
        // Every connection broke, so that every worker begins anew.
        for (const process of living) yard.kill(process);
      };
    },
    fallBack: () => back(),
    setOutage: (outage: Swarm["outage"]) => crm.setOutage(outage),
    /** Nobody works any more, and nothing goes wrong. */
    rest(): void {
      isAtWork = false;
      crm.rest();
      change({ state: "active" });
    },
    /** No run begins any more. */
    close(): void {
      isOpen = false;
    },
    settledByTimeSince: (at: Instant) => settledByTimeSince(tables, at),
    /** Everything that must hold at the end. */
    check: () => checkEnd({ tables, crm, trace, united: billing.united }),
    runs: () => tables.runs.rows().length,
    calls: () => tables.runs.rows().reduce((sum, run) => sum + run.api_calls, 0),
  };
}

function newConnection({ crmKind }: Swarm, organization_id: OrganizationId, id: ConnectionId): Connection {
  return {
    ...{ id, organization_id, kind: crmKind, state: "active", extent_allowed: "two-way", pushes: true },
    ...{
      has_marker: true,
      crm_user_id: "1",
      config_version: 0,
      approved_version: 0,
      interval_minutes: 1,
      mass_change: null,
    },
    ...{ lease_epoch: "0", lease_owner: null, lease_expires_at: null },
    ...{ watermarks: {}, last_full_at: null, problem_code: null },
  } as unknown as Connection;
}

function settingsOf(swarm: Swarm): SyncSettings {
  return {
    ...{ module: swarm.module, include_unassociated: false, extent: "two-way", duplicates: swarm.duplicates },
    ...{ conflicts: swarm.policy, match_keys: ["name"], contact_view: null },
    view: { id: "1", name: "View", all: !swarm.hasCriteria },
    mapping: customerRows(swarm),
    contact_mapping: swarm.module === "accounts-and-contacts" ? personRows(swarm) : [],
  };
}

/** A row of the mapping less, or another direction, or another winner. */
function otherSettings(swarm: Swarm, { rng }: World): SyncSettings {
  const settings = settingsOf(swarm);
  const what = rng.pick(["mapping", "direction", "policy"] as const);
  if (what === "mapping") return { ...settings, mapping: settings.mapping.slice(0, -1) };
  if (what === "policy") return { ...settings, conflicts: rng.pick(ConflictPolicy.options) };
  const direction = rng.pick(["both", "to_billing", "to_crm"] as const);
  return settingsOf({ ...swarm, direction });
}
