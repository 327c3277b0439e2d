import { hashOf } from "./hash.ts";

/** A key that more records share says too little: those that are the same share another one too. */
const largestBlock = 50;

/** Records are numbered with so many bits beside the 32 of a key. */
const recordBits = 2 ** 21;

/** Keys that are sorted at once: some milliseconds. */
const sortedAtOnce = 100_000;

/** Two records that are worth comparing, by their places; or, where whoever asks may rest, which part of all keys is done. */
export type Candidate = readonly [a: number, b: number] | number;

/** Which records share a key. */
export type KeyIndex = {
  /** Adds the keys of the next record. */
  add: (keys: readonly string[]) => void;
  /** Every two records that share a key, each pair once. */
  candidates: () => Generator<Candidate>;
};

export function createKeyIndex(): KeyIndex {
  let keys = new Uint32Array(1 << 16);
  /** Where the keys of each record begin, and where those of the last one end. */
  const starts = [0];
  let used = 0;
  return {
    add(given) {
      const own = Uint32Array.from(new Set(given.map(hashOf))).toSorted();
      if (used + own.length > keys.length) {
        const more = new Uint32Array(keys.length * 2);
        more.set(keys);
        keys = more;
      }
      keys.set(own, used);
      used += own.length;
      starts.push(used);
    },
    candidates: () => candidatesOf(keys.subarray(0, used), starts),
  };
}

/**
 * Goes through the keys in their order, a part of them at a time, and through the pairs of records of each. A pair is
 * given at the first key that both have and that is shared by few.
 */
function* candidatesOf(keys: Uint32Array, starts: readonly number[]): Generator<Candidate> {
  const isUsed = new Uint8Array(keys.length);
  const parts = Math.max(1, Math.ceil(keys.length / sortedAtOnce));
  const width = Math.ceil(2 ** 32 / parts);
  for (let part = 0; part < parts; part += 1) {
    const entries = entriesIn(keys, starts, { from: part * width, until: (part + 1) * width });
    yield part / parts;
    for (let from = 0; from < entries.length;) {
      const key = Math.floor((entries[from] ?? 0) / recordBits);
      let until = from + 1;
      while (until < entries.length && Math.floor((entries[until] ?? 0) / recordBits) === key) until += 1;
      const members = Array.from(entries.subarray(from, until), (entry) => entry % recordBits);
      from = until;
      if (members.length < 2 || members.length > largestBlock) continue;
      for (const record of members) isUsed[placeOf(keys, starts, record, key)] = 1;
      yield* pairsIn(members, (a, b) => !sharesBefore(keys, starts, isUsed, [a, b, key]));
    }
  }
}

/** The keys of a range with their records, in order: each a number of key and record. */
function entriesIn(
  keys: Uint32Array,
  starts: readonly number[],
  { from, until }: { from: number; until: number },
): Float64Array {
  const found: number[] = [];
  for (let record = 0; record + 1 < starts.length; record += 1) {
    const end = starts[record + 1] ?? 0;
    for (let at = starts[record] ?? 0; at < end; at += 1) {
      const key = keys[at] ?? 0;
      if (key >= until) break;
      if (key >= from) found.push(key * recordBits + record);
    }
  }
  return Float64Array.from(found).toSorted();
}

function* pairsIn(
  members: readonly number[],
  isFirst: (a: number, b: number) => boolean,
): Generator<Candidate> {
  for (const [place, a] of members.entries())
    for (let next = place + 1; next < members.length; next += 1) {
      const b = members[next] ?? 0;
      if (isFirst(a, b)) yield [a, b];
    }
}

function placeOf(keys: Uint32Array, starts: readonly number[], record: number, key: number): number {
  let at = starts[record] ?? 0;
  while (keys[at] !== key) at += 1;
  return at;
}

/** Whether two records share a key that comes before this one and that is shared by few. */
function sharesBefore(
  keys: Uint32Array,
  starts: readonly number[],
  isUsed: Uint8Array,
  [a, b, until]: [a: number, b: number, until: number],
): boolean {
  let i = starts[a] ?? 0;
  let j = starts[b] ?? 0;
  for (;;) {
    const one = keys[i] ?? until;
    const other = keys[j] ?? until;
    if (one >= until || other >= until) return false;
    if (one === other && isUsed[i] === 1) return true;
    if (one <= other) i += 1;
    if (other <= one) j += 1;
  }
}
