/** Chance that is the same each time for the same seed (mulberry32). */
export type Chance = { next(): number; of<Item>(items: readonly Item[]): Item };

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, of: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number] };
}
