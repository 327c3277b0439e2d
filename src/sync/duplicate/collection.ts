import { blockKeys } from "./block.ts";
import { type Candidate, createKeyIndex } from "./candidates.ts";
import { hashOf } from "./hash.ts";
import { type Prepared, prepare, type Subject } from "./subject.ts";
import { createTextPool } from "./text-pool.ts";

/** The records that are compared. They are kept as texts, and made into objects only while they are looked at. */
export type Collection = {
  readonly size: number;
  add(subject: Subject): void;
  /** A record in its normal form, by its place. */
  prepared(place: number): Prepared;
  /** The same as it is written. */
  subject(place: number): Subject;
  candidates: () => Generator<Candidate>;
  /** What a word of a name tells: more, the fewer names hold it. From 0.2 to 1. */
  rarity: (word: string) => number;
};

/** Records that were looked at last; those of a block are looked at again and again. */
const mostOpen = 4096;

/** Words are counted by so many numbers; two words that share one are seldom enough. */
const wordNumbers = 2 ** 20;

export function createCollection(): Collection {
  const subjects = createTextPool();
  const records = createTextPool();
  const index = createKeyIndex();
  const counts = new Uint32Array(wordNumbers);
  const open: { place: number; record: Prepared }[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(subject) {
      const record = prepare(subject);
      subjects.add(JSON.stringify(subject));
      records.add(JSON.stringify(record));
      index.add(blockKeys(record));
      for (const word of new Set(record.words)) {
        const number = hashOf(word) % wordNumbers;
        counts[number] = (counts[number] ?? 0) + 1;
      }
      size += 1;
    },
    prepared(place) {
      const known = open[place % mostOpen];
      if (known?.place === place) return known.record;
      const record = JSON.parse(records.at(place)) as Prepared;
      open[place % mostOpen] = { place, record };
      return record;
    },
    subject: (place) => JSON.parse(subjects.at(place)) as Subject,
    candidates: index.candidates,
    rarity(word) {
      const count = Math.max(1, counts[hashOf(word) % wordNumbers] ?? 1);
      return Math.max(0.2, 1 - Math.log(count) / Math.log(size + 1));
    },
  };
}
