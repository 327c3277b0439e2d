import type { Ids } from "#kernel/id.ts";
import { createRng } from "./rng.ts";
import { drawSwarm, type Swarm } from "./swarm.ts";
import { createTenant, type Tenant } from "./tenant.ts";
import { createTrace, type Failure } from "./trace.ts";
import { createWorld, type World } from "./world.ts";

/** What came of a seed. */
export type Story = {
  seed: number;
  failures: readonly Failure[];
  events: number;
  calls: number;
  edits: number;
  writes: number;
  digest: number;
  swarm: Swarm;
};

/** How a story is told, and what of it is left out (shrink.ts). */
export type Telling = {
  listen?: ((line: string) => void) | undefined;
  /** What the seed has drawn, changed. */
  change?: ((swarm: Swarm) => Swarm) | undefined;
  /** The acts of people that are left out, by number. */
  without?: ReadonlySet<number> | undefined;
};

/** Long enough for whoever sleeps to wake, for lists to catch up, and for some runs. */
const restMs = 280_000;
/**
 * Long enough for a full reading to begin and to end, for what it wrote to show in the lists (a name that the CRM makes of
 * others changes with them), and for the runs after that.
 */
const fullMs = 340_000;
/** Long enough for the second one, which has nothing to write. */
const closeMs = 220_000;

/** Plays the story of a seed: people and faults for a while, then rest; then everything must agree. */
export async function simulate(seed: number, telling: Telling = {}): Promise<Story> {
  const rng = createRng(seed);
  const drawn = drawSwarm(rng);
  const swarm = telling.change?.(drawn) ?? drawn;
  const world = createWorld(rng, telling.listen);
  const trace = createTrace(world);
  const shared = { seed, world, swarm, trace, ids: countingIds() };
  const tenants = Array.from({ length: swarm.tenants }, (_, at) => createTenant(shared, at + 1));
  for (const tenant of tenants) planWork(world, createRng(~seed), tenant, swarm, telling.without);
  const all = (atMs: number, work: (tenant: Tenant) => void): void =>
    world.after(atMs, () => tenants.forEach(work));
  const { workMs } = swarm;
  all(workMs, (tenant) => tenant.rest());
  // Once a day everything is read: what no stamp and no tombstone told is found then.
  all(workMs + restMs, (tenant) => tenant.readAll());
  let writesBefore = 0;
  let againAt = world.now();
  world.after(workMs + restMs + fullMs, () => {
    writesBefore = trace.engineWrites();
    againAt = world.now();
    for (const tenant of tenants) tenant.readAll();
  });
  all(workMs + restMs + fullMs + closeMs, (tenant) => tenant.close());
  await world.run();
  // Which of two changes close together was later, one look at both clocks may not tell, and the next one may.
  const settled = tenants.reduce((sum, tenant) => sum + tenant.settledByTimeSince(againAt), 0);
  const late = trace.engineWrites() - writesBefore - settled;
  if (late > 0) trace.fail("I11", `${late} writes although nothing had changed`);
  for (const tenant of tenants) tenant.check();
  const runs = tenants.reduce((sum, tenant) => sum + tenant.runs(), 0);
  const calls = tenants.reduce((sum, tenant) => sum + tenant.calls(), 0);
  // I14: no storm of calls, whatever goes wrong.
  if (calls > mostCalls(runs, trace.userEdits()))
    trace.fail("I14", `${calls} calls in ${runs} runs for ${trace.userEdits()} edits`);
  return {
    ...{ seed, failures: trace.failures(), events: world.events(), calls, swarm },
    ...{ edits: trace.userEdits(), writes: trace.engineWrites(), digest: world.digest() },
  };
}

/** In so many stories somebody looks so often for a record that an update is on its way to, and deletes it. */
const [flickers, looks] = [0.1, 300];

/** What people do and what befalls an organization, somewhere in the time of work. */
function planWork(
  world: World,
  rng: ReturnType<typeof createRng>,
  tenant: Tenant,
  { workMs, edits, pauses, remaps, outage, loses }: Swarm,
  without: ReadonlySet<number> = new Set(),
): void {
  for (let at = 0; at < edits; at += 1) {
    const ms = rng.below(workMs);
    if (!without.has(at)) world.after(ms, () => tenant.act(at));
  }
  const from = rng.below(workMs / 2);
  const to = from + rng.below(workMs / 2);
  const remapAt = rng.below(workMs);
  if (pauses) {
    world.after(from, tenant.pause);
    world.after(to, tenant.resume);
  }
  if (remaps) world.after(remapAt, tenant.remap);
  if (loses) {
    world.after(from, () => tenant.keep());
    world.after(loses === "moments" ? from + 3000 : to, tenant.fallBack);
  }
  if (rng.chance(flickers))
    for (let at = edits; at < edits + looks; at += 1)
      world.after(rng.below(workMs / 2), () => tenant.flicker(at));
  if (outage) {
    world.after(from, () => tenant.setOutage(outage));
    world.after(to, () => tenant.setOutage(undefined));
  }
}

/** What a run asks at most by itself (lists, deletions and views of two modules, page by page), and an edit beside it. */
function mostCalls(runs: number, edits: number): number {
  return 40 * runs + 8 * edits;
}

/** Ids that sort by their making, as the real ones do. */
function countingIds(): Ids {
  let last = 0;
  return (prefix) => {
    last += 1;
    return `${prefix}_${String(last).padStart(6, "0")}`;
  };
}
