import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addToTally,
  enoughFor,
  excessOf,
  isMany,
  limitOf,
  noTally,
  type Tally,
  wordsOf,
} from "#sync/guard/guard.ts";
import type { BillingRecord, Decision, Intent } from "#sync/plan/decision.ts";

/** A decision on the linked record 9001, as far as the guard looks at it. */
function decision(of: Partial<Decision>): Decision {
  const incoming = { crmId: "9001" } as Decision["incoming"];
  return {
    ...{ incoming, outcome: "updated", reason: "linked.changed", facts: {}, changes: [] },
    ...{ write: undefined, link: undefined, losers: [] },
    ...of,
  };
}

const link = { customerId: undefined, contactPersonId: undefined, base: {}, issues: [] };
const record = {} as BillingRecord;

function written(from: string | null, to: string | null): Partial<Decision> {
  const write = { do: "update", record, values: { phone: to } } as const;
  return { changes: [{ field: "phone", from, to }], write };
}

function sent(from: string | null, to: string | null): Partial<Decision> {
  return { outcome: "unchanged", outward: { values: { phone: to }, seen: { phone: from } } };
}

const byAnn = { field: "phone", take: "crm", by: "Ann" } as const;

describe("B11 given what a run decided on one record", () => {
  const cases: {
    name: string;
    of: Partial<Decision>;
    counts: Partial<Tally>;
    sends?: false;
    underWay?: Intent;
  }[] = [
    {
      name: "it was deleted in the CRM",
      of: { outcome: "deleted_in_crm", link: { ...link, state: "deleted_in_crm" } },
      counts: { gone: 1 },
    },
    {
      name: "it left the view",
      of: { outcome: "out_of_view", link: { ...link, state: "out_of_view" } },
      counts: { gone: 1 },
    },
    {
      name: "another record took its link over",
      of: { outcome: "deleted_in_crm", link: { ...link, state: "duplicate" } },
      counts: {},
    },
    { name: "its deletion was held back", of: { outcome: "held" }, counts: {} },
    { name: "a value is replaced", of: written("1", "2"), counts: { overwritten: 1 } },
    { name: "a value is emptied", of: written("1", null), counts: { blanked: 1 } },
    { name: "a value is emptied as text", of: written("1", ""), counts: { blanked: 1 } },
    { name: "an empty field is filled", of: written(null, "1"), counts: {} },
    {
      name: "it is only now being linked",
      of: { ...written("1", "2"), outcome: "overwritten", reason: "match.overwritten" },
      counts: {},
    },
    { name: "a person decided so", of: { ...written("1", "2"), decided: [byAnn] }, counts: {} },
    {
      name: "a person decided another field",
      of: { ...written("1", "2"), decided: [{ ...byAnn, field: "fax" }] },
      counts: { overwritten: 1 },
    },
    {
      name: "nothing of it is written",
      of: { changes: [{ field: "phone", from: "1", to: "2" }] },
      counts: {},
    },
    {
      name: "a person decided so for the CRM",
      of: { ...sent("1", "2"), decided: [{ ...byAnn, take: "billing" }] },
      counts: {},
    },
    {
      name: "a person decided another field for the CRM",
      of: { ...sent("1", "2"), decided: [{ ...byAnn, take: "billing", field: "fax" }] },
      counts: { overwritten_in_crm: 1 },
    },
    {
      name: "a contact person moves with its account",
      of: {
        changes: [{ field: "customer_id", from: "cus_1", to: "cus_2" }],
        write: { do: "update", record, values: {}, moveTo: "cus_2" },
      },
      counts: {},
    },
    { name: "the CRM's value is replaced", of: sent("1", "2"), counts: { overwritten_in_crm: 1 } },
    { name: "the CRM's value is emptied", of: sent("1", null), counts: { blanked_in_crm: 1 } },
    { name: "an empty field of the CRM is filled", of: sent("", "1"), counts: {} },
    { name: "a list only says what the CRM lacks", of: sent("1", "2"), sends: false, counts: {} },
    {
      name: "it was on its way to the CRM already",
      of: sent("1", "2"),
      underWay: { values: { phone: "2" }, seen: { phone: "1" } },
      counts: {},
    },
    {
      name: "something else was on its way",
      of: sent("1", "2"),
      underWay: { values: { phone: "3" }, seen: { phone: "1" } },
      counts: { overwritten_in_crm: 1 },
    },
  ];
  test.each(cases)("when $name, then it counts as $counts", ({ of, counts, sends = true, underWay }) => {
    const tally = addToTally(noTally(), [decision(of)], { sends, underWay: () => underWay });
    expect(tally).toEqual({ ...noTally(), ...counts });
  });

  test("when one record loses a value and has another one replaced, then it counts as both, once each", () => {
    const values = { phone: null, email: null, website: "b", fax: "b" };
    const changes = Object.entries(values).map(([field, to]) => ({ field, from: "a", to }));
    const one = decision({ changes, write: { do: "update", record, values } });
    const tally = addToTally({ ...noTally(), blanked: 4 }, [one], { sends: true, underWay: () => undefined });
    expect(tally).toEqual({ ...noTally(), blanked: 5, overwritten: 1 });
  });
});

describe("B11 given a number of linked records", () => {
  test.each([
    { linked: 0, limit: 20 },
    { linked: 10, limit: 20 },
    { linked: 1000, limit: 20 },
    { linked: 1049, limit: 20 },
    { linked: 1050, limit: 21 },
    { linked: 100_000, limit: 2000 },
  ])(
    "when $linked are linked, then a run changes $limit without asking, and not one more",
    ({ linked, limit }) => {
      expect(limitOf(linked)).toBe(limit);
      const tally = { ...noTally(), overwritten: 3, gone: limit };
      expect(excessOf(tally, linked)).toBeUndefined();
      const more = { ...tally, gone: limit + 1 };
      expect(isMany(more)).toBe(true);
      expect(excessOf(more, linked)).toEqual({ what: "gone", count: limit + 1, limit, linked });
    },
  );

  test("when it is counted only as far as it matters, then what is allowed is so of any more, and what is not was counted to the end", () => {
    const counts = fc.record(
      Object.fromEntries(Object.keys(noTally()).map((name) => [name, fc.nat(100_000)])) as Record<
        keyof Tally,
        fc.Arbitrary<number>
      >,
    );
    fc.assert(
      fc.property(counts, fc.nat(10_000_000), (tally, linked) => {
        const counted = Math.min(linked, enoughFor(tally));
        expect(excessOf(tally, counted)).toEqual(excessOf(tally, linked));
      }),
    );
  });

  test("when kinds are few each, then their sum does not count", () => {
    const tally = { gone: 20, blanked: 20, overwritten: 20, blanked_in_crm: 20, overwritten_in_crm: 20 };
    expect(isMany(tally)).toBe(false);
    expect(excessOf(tally, 100)).toBeUndefined();
  });
});

test("B11 given a run that stopped, its reason says in plain words what it would have done", () => {
  const numbers = { count: 25, limit: 20, linked: 100 };
  const deeds = {
    gone: ["mark", "as deleted in the CRM or out of view"],
    blanked: ["empty fields of", "in billing"],
    overwritten: ["replace values of", "in billing"],
    blanked_in_crm: ["empty fields of", "in the CRM"],
    overwritten_in_crm: ["replace values of", "in the CRM"],
  } as const;
  for (const [what, [does, where]] of Object.entries(deeds))
    expect(wordsOf({ what: what as keyof Tally, ...numbers })).toBe(
      `The sync would ${does} at least 25 of 100 linked records ${where}; more than 20 are not taken without asking`,
    );
});
