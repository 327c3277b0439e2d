import { setTimeout as sleep } from "node:timers/promises";
import { createRng, type Rng } from "../simulator/rng.ts";
import { counted, spread } from "../support/companies.ts";
import type { Company } from "../support/data.ts";
import { query, startSyncing, type Sync } from "../support/sync-world.ts";
import type { World } from "../support/world.ts";
import { type Office, openOffice, runToEnd } from "./office.ts";
import { gatherPeople } from "./people.ts";
import { type Faults, faultsOf } from "./rest.ts";
import { type Crew, gatherCrew, type Worker } from "./worker.ts";

/** Where a run was when its worker was killed: in a transaction that applies a batch, for instance. */
type Moment = "reading" | "applying" | "sending" | "between runs";

export type Outcome = {
  moments: Record<Moment, number>;
  runs: number;
  edits: number;
  records: number;
  faults: Faults;
};

type Story = {
  seed: number;
  kills: number;
  all: readonly Company[];
  /** Hears now and then how far it is. */
  tell?: (line: string) => void;
};

/**
 * A worker lives from the one to the other after it began, and as likely ten times shorter as ten times longer: on a fast
 * machine as on a slow one some runs see many workers, and some workers many runs.
 */
const [shortestMs, longestMs] = [30, 8000];

/**
 * Kills workers at random moments while people work on both sides, then lets one live until all is at rest, and looks
 * at what there is. The world must have no worker of its own.
 */
export async function playKills(world: World, { seed, kills, all, tell }: Story): Promise<Outcome> {
  const organization = await world.organization("Killed");
  await spread(organization, all);
  const sync = await startSyncing(organization, { module: "accounts", extent: "two-way" });
  const { diary, act } = gatherPeople({ world, sync, rng: createRng(seed), all });
  const crew = gatherCrew(world, sync);
  const office = openOffice(sync, act);
  const rng = createRng(seed + 1);
  const moments = { reading: 0, applying: 0, sending: 0, "between runs": 0 };
  try {
    for (let nth = 1; nth <= kills; nth += 1) {
      moments[await killOne({ world, sync, crew, office, rng })] += 1;
      if (nth % 50 === 0) tell?.(`${nth} kills, ${office.runs()} runs, ${diary.writings.length} edits`);
    }
    await office.close();
    const survivor = await crew.next();
    await comeToRest(sync, survivor);
    const faults = await faultsOf(
      { world, sync },
      { companies: all.length, diary, run: () => runToEnd(sync, survivor) },
    );
    await survivor.kill();
    const { records } = await counted(world, organization);
    return { moments, runs: office.runs(), edits: diary.writings.length, records, faults };
  } finally {
    await crew.dismiss();
  }
}

type Scene = { world: World; sync: Sync; crew: Crew; office: Office; rng: Rng };

/** Has the next worker do runs, and kills it at a random moment; answers which moment that was. */
async function killOne({ world, sync, crew, office, rng }: Scene): Promise<Moment> {
  const worker = await crew.next();
  const epoch = await leaseEpoch(world, sync);
  const busy = office.employ(worker);
  // What goes wrong is heard after the kill.
  busy.catch(() => undefined);
  await sleep(shortestMs * (longestMs / shortestMs) ** rng.next());
  const moment = await momentOf(world, sync, worker, epoch);
  await worker.kill();
  await busy;
  return moment;
}

async function leaseEpoch(world: World, { connection }: Sync): Promise<string> {
  const [row] = await query<{ epoch: string }>(
    world,
    "select lease_epoch as epoch from connection where id = $1",
    [connection],
  );
  return row?.epoch ?? "";
}

/** What a worker is doing in this moment; it has not begun a run yet where nobody took the lease since `epoch`. */
async function momentOf(world: World, { connection }: Sync, worker: Worker, epoch: string): Promise<Moment> {
  const [row] = await query<{ phase: string; applies: boolean }>(
    world,
    `select r.phase, exists (select from pg_stat_activity
                               where application_name = $3 and backend_xid is not null) as applies
       from connection c join sync_run r on r.connection_id = c.id and r.status = 'running'
      where c.id = $1 and c.lease_epoch > $2::bigint and c.lease_owner is not null`,
    [connection, epoch, worker.name],
  );
  if (!row) return "between runs";
  if (row.phase.startsWith("Sending")) return "sending";
  return row.applies ? "applying" : "reading";
}

/** A run more than people's last acts need: what they did within the last but one is met by the last. */
const lastRuns = 4;

async function comeToRest(sync: Sync, worker: Worker): Promise<void> {
  while ((await worker.work()) === "held");
  for (let nth = 1; nth <= lastRuns; nth += 1) await runToEnd(sync, worker);
}
