import { beforeAll, describe, expect, test } from "vitest";
import { type Collection, createCollection } from "#sync/duplicate/collection.ts";
import { certainBy, holdersOf } from "#sync/duplicate/evidence.ts";
import { findPairs, type Found } from "#sync/duplicate/search.ts";
import type { Place, Subject } from "#sync/duplicate/subject.ts";
import { createChance } from "../support/chance.ts";
import { companies, type FebrlPerson, febrlPeople } from "../support/data.ts";

/** A person as a record of one side or the other. */
function recordOf(one: FebrlPerson, place: Place, withNumber: boolean): Subject {
  const { person, name, street, city, zip, number } = one;
  return {
    ...{ place, name, street, city, zip },
    id: person,
    email: null,
    company: null,
    website: null,
    phones: [],
    country: "AU",
    number: withNumber ? number : null,
  };
}

function collect(subjects: readonly Subject[]): Collection {
  const records = createCollection();
  for (const one of subjects) records.add(one);
  return records;
}

function endOf<Value>(steps: Generator<unknown, Value>): Value {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function search(records: Collection): Found[] {
  const isAsked = (a: Place, b: Place): boolean => a !== b || a === "customers";
  return endOf(findPairs(records, (a, b) => (isAsked(a.place, b.place) ? "people" : undefined))).found;
}

/** Pairs across that a unique key says are one. */
function certainIn(records: Collection): Found[] {
  const found = search(records);
  const holders = endOf(holdersOf(records, found));
  return found.filter(
    (one) =>
      records.subject(one.a).place !== records.subject(one.b).place &&
      certainBy(one, records, holders) !== undefined,
  );
}

/** How many of the pairs are one, and how many of all that there are, 500 unless said, are among them. */
function measure(found: readonly Found[], records: Collection, all = 500) {
  const right = found.filter(({ a, b }) => records.subject(a).id === records.subject(b).id).length;
  return { precision: right / found.length, recall: right / all };
}

let people: FebrlPerson[];
beforeAll(() => {
  people = febrlPeople();
  expect(people).toHaveLength(1000);
});

describe("B7 given 500 people and an altered copy of each (FEBRL), in one list", () => {
  test("when they have names, addresses and a number, then at least 98 in 100 are found, and every pair that is offered is one", () => {
    const records = collect(people.map((one) => recordOf(one, "customers", true)));
    const { precision, recall } = measure(search(records), records);
    console.log(`duplicates: with a number precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
    expect(precision).toBe(1);
    expect(recall).toBeGreaterThanOrEqual(0.98);
  });

  test("when they have names and addresses only, then at least 85 in 100 are found, and every pair that is offered is one", () => {
    const records = collect(people.map((one) => recordOf(one, "customers", false)));
    const { precision, recall } = measure(search(records), records);
    console.log(`duplicates: without one precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
    expect(precision).toBe(1);
    expect(recall).toBeGreaterThanOrEqual(0.85);
  });
});

describe("B7 given the people on one side and their copies on the other", () => {
  test("when links are made where a unique key says so, then each is right, and most are made", () => {
    const records = collect(people.map((one) => recordOf(one, one.isCopy ? "Contacts" : "customers", true)));
    const certain = certainIn(records);
    const { precision, recall } = measure(certain, records);
    console.log(
      `duplicates: linked by a unique key precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
    );
    expect(precision).toBe(1);
    expect(recall).toBeGreaterThanOrEqual(0.75);
  });

  test("when two of a side hold the same number, or the names differ, then nobody is linked by it", () => {
    const [first, ...others] = people;
    if (!first) throw new Error("the data are there");
    const number = "12345678";
    const of = (name: string, place: Place) => recordOf({ ...first, name, number }, place, true);
    const rest = others.filter(({ isCopy }) => !isCopy).map((one) => recordOf(one, "customers", true));
    const certain = (...some: Subject[]): number => certainIn(collect([...some, ...rest])).length;
    const [ann, twin, copy] = [
      of("ann bell", "customers"),
      of("ann bel", "customers"),
      of("ann bell", "Contacts"),
    ];
    expect(certain(ann, copy)).toBe(1);
    expect(certain(ann, twin, copy)).toBe(0);
    expect(certain(ann, of("robert quine", "Contacts"))).toBe(0);
  });
});

const forms = ["Inc.", "Corp", "Ltd", "PLC", "Company", "LLC", "S.A."];

/** A company's name as somebody else writes it: another legal form, small letters, a typing error in two of five. */
function rewritten(name: string, chance: ReturnType<typeof createChance>): string {
  const at = 1 + Math.floor(chance.next() * (name.length - 2));
  const typed =
    chance.next() < 0.4
      ? name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2)
      : name;
  return `${chance.next() < 0.3 ? typed.toUpperCase() : typed} ${chance.of(forms)}`;
}

describe("B7 given the companies of the S&P 500, and each as somebody else writes it", () => {
  test("when all that is known are names and most cities, then at least 9 of 10 are found, and 98 of 100 that are offered are right", () => {
    const chance = createChance(5);
    // Classes of shares are of one company, which the file does not say.
    const all = companies().filter(({ name }) => !name.includes("(Class"));
    const of = (at: number, name: string, city: string | null): Subject => ({
      ...{
        place: "customers",
        id: `${at}`,
        name,
        city,
        email: null,
        company: null,
        website: null,
        phones: [],
      },
      ...{ street: null, zip: null, country: "US", number: null },
    });
    const records = collect([
      ...all.map(({ name, city }, at) => of(at, name, city)),
      ...all.map(({ name, city }, at) => of(at, rewritten(name, chance), chance.next() < 0.2 ? null : city)),
    ]);
    const { precision, recall } = measure(search(records), records, all.length);
    console.log(`duplicates: companies precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(0.9);
  });
});
