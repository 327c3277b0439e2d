import { blockKeys } from "./block.ts";
import type { Prepared } from "./subject.ts";

/** A key that more records share says too little: those that are the same share another one too. */
const largestBlock = 50;

/** Two records that are worth comparing, by their places in the list. */
export type Candidate = readonly [a: number, b: number];

/** Which records share a key. */
export type Blocks = {
  /** The blocks of each record, ascending. */
  of: readonly Int32Array[];
  members: readonly (readonly number[])[];
};

/** Finds the blocks of records. A generator: whoever runs it rests between its steps. */
export function* blocksOf(records: readonly Prepared[]): Generator<undefined, Blocks> {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const all: Int32Array[] = [];
  for (const [at, record] of records.entries()) {
    const keys = blockKeys(record).map((key) => {
      let number = numbers.get(key);
      if (number === undefined) {
        number = counts.length;
        numbers.set(key, number);
        counts.push(0);
      }
      counts[number] = (counts[number] ?? 0) + 1;
      return number;
    });
    all.push(Int32Array.from(keys).toSorted());
    if (at % restEvery === 0) yield undefined;
  }
  const members: number[][] = counts.map(() => []);
  const isUseful = (number: number): boolean => {
    const count = counts[number] ?? 0;
    return count > 1 && count <= largestBlock;
  };
  const of: Int32Array[] = [];
  for (const [at, keys] of all.entries()) {
    const useful = keys.filter(isUseful);
    of.push(useful);
    for (const key of useful) members[key]?.push(at);
    if (at % restEvery === 0) yield undefined;
  }
  return { of, members };
}

/** After how many records a step ends: some milliseconds. */
const restEvery = 500;

/** Every two records that share a block, each pair once: in the first block that both are in. */
export function* candidatesOf({ of, members }: Blocks): Generator<Candidate> {
  for (const [block, inside] of members.entries())
    for (const [place, a] of inside.entries())
      for (let next = place + 1; next < inside.length; next += 1) {
        const b = inside[next] ?? 0;
        if (firstShared(of[a], of[b]) === block) yield [a, b];
      }
}

function firstShared(a: Int32Array | undefined, b: Int32Array | undefined): number {
  if (a === undefined || b === undefined) return -1;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const one = a[i] ?? 0;
    const other = b[j] ?? 0;
    if (one === other) return one;
    if (one < other) i += 1;
    else j += 1;
  }
  return -1;
}
