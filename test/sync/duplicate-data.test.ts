import { beforeAll, describe, expect, test } from "vitest";
import { certainBy, holdersIn } from "#sync/duplicate/evidence.ts";
import { findPairs, type Found } from "#sync/duplicate/search.ts";
import { type Place, type Prepared, prepare } from "#sync/duplicate/subject.ts";
import { type FebrlPerson, febrlPeople } from "../support/data.ts";

/** A person as a record of one side or the other. */
function recordOf(one: FebrlPerson, place: Place, withNumber: boolean): Prepared {
  const { person, name, street, city, zip, number } = one;
  return prepare({
    ...{ place, name, street, city, zip },
    id: person,
    email: null,
    website: null,
    phones: [],
    country: "AU",
    number: withNumber ? number : null,
  });
}

function search(records: readonly Prepared[]): Found[] {
  const steps = findPairs(records, (a, b) =>
    a.place === b.place && a.place !== "customers" ? undefined : "people",
  );
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value.found;
  }
}

/** How many of the pairs are one person, and how many of the 500 are among them. */
function measure(found: readonly Found[], records: readonly Prepared[]) {
  const right = found.filter(({ a, b }) => records[a]?.id === records[b]?.id).length;
  return { precision: right / found.length, recall: right / 500 };
}

let people: FebrlPerson[];
beforeAll(() => {
  people = febrlPeople();
  expect(people).toHaveLength(1000);
});

describe("B7 given 500 people and an altered copy of each (FEBRL), in one list", () => {
  test("when they have names, addresses and a number, then at least 98 in 100 are found, and every pair that is offered is one", () => {
    const records = people.map((one) => recordOf(one, "customers", true));
    const { precision, recall } = measure(search(records), records);
    console.log(`duplicates: with a number precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
    expect(precision).toBe(1);
    expect(recall).toBeGreaterThanOrEqual(0.98);
  });

  test("when they have names and addresses only, then at least 85 in 100 are found, and every pair that is offered is one", () => {
    const records = people.map((one) => recordOf(one, "customers", false));
    const { precision, recall } = measure(search(records), records);
    console.log(`duplicates: without one precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
    expect(precision).toBe(1);
    expect(recall).toBeGreaterThanOrEqual(0.85);
  });
});

describe("B7 given the people on one side and their copies on the other", () => {
  test("when links are made where a unique key says so, then each is right, and most are made", () => {
    const records = people.map((one) => recordOf(one, one.isCopy ? "Contacts" : "customers", true));
    const holders = holdersIn(records);
    const certain = search(records).filter(
      (one) =>
        records[one.a]?.place !== records[one.b]?.place && certainBy(one, records, holders) !== undefined,
    );
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
    const certainIn = (records: Prepared[]) =>
      search(records).filter(
        (one) =>
          records[one.a]?.place !== records[one.b]?.place &&
          certainBy(one, records, holdersIn(records)) !== undefined,
      ).length;
    expect(certainIn([of("ann bell", "customers"), of("ann bell", "Contacts"), ...rest])).toBe(1);
    expect(
      certainIn([
        of("ann bell", "customers"),
        of("ann bel", "customers"),
        of("ann bell", "Contacts"),
        ...rest,
      ]),
    ).toBe(0);
    expect(certainIn([of("ann bell", "customers"), of("robert quine", "Contacts"), ...rest])).toBe(0);
  });
});
