import { simulate, type Story, type Telling } from "./simulate.ts";
import type { Faults, Swarm } from "./swarm.ts";

/** A story that is as short as could be found and still breaks the same promise. */
export type Shrunk = { story: Story; telling: Telling; acts: number; tries: number };

const faultNames: readonly (keyof Faults)[] = [
  ...(["lostBefore", "lostAfter", "diesBefore", "diesAfter", "stalls"] as const),
  ...(["rowLocked", "txLost", "txUnheard", "txOvertaken"] as const),
];

type Change = (swarm: Swarm) => Swarm;

/** What may be left out as a whole. */
const simpler: readonly Change[] = [
  (swarm) => ({ ...swarm, tenants: 1 }),
  (swarm) => ({ ...swarm, workers: 1 }),
  (swarm) => ({ ...swarm, pauses: false }),
  (swarm) => ({ ...swarm, remaps: false }),
  (swarm) => ({ ...swarm, outage: undefined }),
  (swarm) => ({ ...swarm, loses: undefined }),
  (swarm) => ({ ...swarm, skewMs: 0 }),
  (swarm) => ({ ...swarm, jitterMs: 0 }),
  (swarm) => ({ ...swarm, lagMs: 0 }),
  ...faultNames.map((name): Change => (swarm) => ({ ...swarm, faults: { ...swarm.faults, [name]: 0 } })),
];

/** Leaves out of a story what it does not need to fail: faults as a whole, then what people did, by halves. */
export async function shrink(seed: number): Promise<Shrunk> {
  const first = await simulate(seed);
  const promise = first.failures[0]?.invariant;
  let best = { story: first, changes: [] as Change[], without: new Set<number>() };
  let tries = 0;

  async function attempt(changes: Change[], without: Set<number>): Promise<boolean> {
    tries += 1;
    const story = await simulate(seed, tellingOf(changes, without));
    const isSame = story.failures.some(({ invariant }) => invariant === promise);
    if (isSame) best = { story, changes, without };
    return isSame;
  }

  for (const change of simpler) await attempt([...best.changes, change], best.without);
  const { edits } = first.swarm;
  for (let size = Math.ceil(edits / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < edits; from += size) {
      const more = Array.from({ length: size }, (_, at) => from + at).filter((at) => at < edits);
      if (more.some((at) => !best.without.has(at)))
        await attempt(best.changes, new Set([...best.without, ...more]));
    }
  const telling = tellingOf(best.changes, best.without);
  return { story: best.story, telling, acts: edits - best.without.size, tries };
}

function tellingOf(changes: readonly Change[], without: ReadonlySet<number>): Telling {
  return { change: (swarm) => changes.reduce((next, change) => change(next), swarm), without };
}
