import { describe, expect, test } from "vitest";
import type { ConflictChange } from "#sync/conflict/conflict.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import { decidedReason, isByPerson } from "#sync/plan/decided.ts";
import type { BillingRecord, DecidedField, Decision, KnownLink } from "#sync/plan/decision.ts";
import { holdBack, holdOutward, isLeftOut } from "#sync/plan/hold-back.ts";
import type { FieldRules } from "#sync/plan/merge-fields.ts";
import { doesSomething, mayBeOld, mustCompare, readAnew } from "#sync/plan/old-reading.ts";

const at = "2026-03-01T10:00:00.000Z";
const earlier = "2026-03-01T09:59:59.000Z";
const later = "2026-03-01T10:00:01.000Z";

const incoming: Incoming = {
  ...{ module: "Accounts", crmId: "9001", name: "Acme", modifiedTime: at, target: "customer" },
  ...{ values: {}, issues: [], accountId: undefined },
};
const record = { id: "cus_1" } as unknown as BillingRecord;
const link: KnownLink = {
  ...{ state: "linked", customerId: "cus_1", contactPersonId: undefined, base: { phone: "1" } },
  ...{ issues: [], configVersion: 1, crmModifiedTime: at },
};
const change = { field: "phone", from: "1", to: "2" };
const write = { do: "update", record, values: { phone: "2" } } as const;
const decision = (of: Partial<Decision> = {}): Decision => ({
  ...{ incoming, outcome: "updated", reason: "linked.changed", facts: {}, changes: [change] },
  ...{ write, link, losers: [] },
  ...of,
});

/** A run that goes both ways and reads lists. */
const rules: FieldRules = {
  ...{ rows: new Map(), policy: "latest", configVersion: 1 },
  put: () => ({ ok: false, problem: "nothing is sent here" }),
};

describe("given a list that may lag behind its records", () => {
  const cases: {
    name: string;
    of?: Partial<FieldRules>;
    known?: Partial<KnownLink>;
    time?: string;
    old: boolean;
  }[] = [
    { name: "it is as it was when the link was written", old: true },
    { name: "it is older than that", time: earlier, old: true },
    { name: "it is newer", time: later, old: false },
    {
      name: "the set-up is newer, so that the same state says something new",
      of: { configVersion: 2 },
      old: false,
    },
    { name: "the set-up is newer and the state older", of: { configVersion: 2 }, time: earlier, old: true },
    { name: "nothing goes to the CRM", of: { put: undefined }, old: false },
    { name: "it was read by its id", of: { isExact: true }, old: false },
    { name: "it was asked for by itself", of: { ignoresView: true }, old: false },
    { name: "nobody knows when it changed last", known: { crmModifiedTime: undefined }, old: false },
    { name: "it had left the view", known: { state: "out_of_view" }, old: true },
    { name: "it counted as deleted", known: { state: "deleted_in_crm" }, old: true },
    { name: "it is closed", known: { state: "closed" }, old: false },
    { name: "it is a duplicate", known: { state: "duplicate" }, old: false },
  ];
  test.each(cases)("when $name, then it may be old: $old", ({ of, known, time = at, old }) => {
    expect(mayBeOld({ ...rules, ...of }, { ...incoming, modifiedTime: time }, { ...link, ...known })).toBe(
      old,
    );
  });

  test.each([
    ["billing is written", decision({ link: undefined }), true],
    ["the link is", decision({ write: undefined }), true],
    [
      "a conflict is opened",
      decision({ write: undefined, link: undefined, conflicts: [{} as ConflictChange] }),
      true,
    ],
    ["nothing is", decision({ write: undefined, link: undefined, conflicts: [] }), false],
    ["nothing is, and nobody speaks of conflicts", decision({ write: undefined, link: undefined }), false],
  ])("when %s, then an old state could spoil it: %s", (_, of, does) => {
    expect(doesSomething(of)).toBe(does);
  });

  test("when it is read anew instead, then nothing of the decision is done", () => {
    expect(readAnew(decision({ record }), link, "linked.read_anew")).toEqual({
      ...{ incoming, record, outcome: "unchanged", reason: "linked.read_anew", facts: {}, changes: [] },
      ...{ write: undefined, link: undefined, made: undefined, losers: [], readsAnew: true },
    });
  });

  test("when it comes back, then it is linked as it was known; while it stays away, it is not", () => {
    const out = { ...link, state: "out_of_view" } as const;
    expect(readAnew(decision(), out, "linked.read_anew")).toMatchObject({ reason: "reentered", link });
    const stays = readAnew(decision({ link: out }), out, "conflict.compared");
    expect(stays).toMatchObject({ reason: "conflict.compared", link: undefined });
    expect(readAnew(decision({ link: undefined }), out, "linked.read_anew").link).toBeUndefined();
  });

  test("when it is linked only now, then that is done, with what it was made of", () => {
    const fresh = { ...link, isNew: true, madeOf: { phone: "1" } };
    expect(readAnew(decision(), fresh, "linked.read_anew")).toMatchObject({
      ...{ reason: "linked.read_anew", link: fresh, made: { phone: "1" } },
    });
  });
});

describe("F82 given a conflict that a list shows where the later change counts", () => {
  const opened = { conflicts: [{ do: "open" } as ConflictChange] };
  const waiting = { conflicts: [{ decision: undefined }] } as unknown as Partial<KnownLink>;
  const decided = { conflicts: [{ decision: { take: "crm", by: "Ann" } }] } as unknown as Partial<KnownLink>;
  const cases: {
    name: string;
    of?: Partial<FieldRules>;
    found?: Partial<Decision>;
    known?: Partial<KnownLink>;
    must: boolean;
  }[] = [
    { name: "it is new", found: opened, must: true },
    { name: "there is none", must: false },
    { name: "it is over", found: { conflicts: [{ do: "settle" } as ConflictChange] }, must: false },
    { name: "it waits since it was compared", known: waiting, must: false },
    { name: "it waits, and the set-up is another one", of: { configVersion: 2 }, known: waiting, must: true },
    {
      name: "it is decided, and the set-up is another one",
      of: { configVersion: 2 },
      known: decided,
      must: false,
    },
    { name: "there is none, and the set-up is another one", of: { configVersion: 2 }, must: false },
    { name: "a person decides", of: { policy: "ask" }, found: opened, must: false },
    { name: "nothing goes to the CRM", of: { put: undefined }, found: opened, must: false },
    { name: "it was read by its id", of: { isExact: true }, found: opened, must: false },
    { name: "it had left the view", found: opened, known: { state: "out_of_view" }, must: true },
    { name: "it is a duplicate", found: opened, known: { state: "duplicate" }, must: false },
  ];
  test.each(cases)(
    "when $name, then it is read by its id to compare: $must",
    ({ of, found, known, must }) => {
      expect(mustCompare({ ...rules, ...of }, decision(found), { ...link, ...known })).toBe(must);
    },
  );
});

describe("given an approved preview", () => {
  const none = new Set<string>();
  const nothing = { write: undefined, link: undefined, changes: [] };

  test("when it showed just this, or nothing is written, or nothing is compared, then it is done", () => {
    const planned = decision();
    expect(holdBack(planned, "a", "a", none)).toBe(planned);
    expect(holdBack(planned, "a", undefined, none)).toBe(planned);
    const skipped = decision(nothing);
    expect(holdBack(skipped, "a", "b", none)).toBe(skipped);
  });

  test("when it showed something else, then it is held back, and what would be done is told", () => {
    expect(holdBack(decision(), "a", "b", none)).toEqual({
      ...{ incoming, outcome: "held", reason: "preview.differs", changes: [], losers: [] },
      facts: { planned: "updated", planned_reason: "linked.changed", planned_changes: [change] },
      ...{ write: undefined, link: undefined },
    });
  });

  test.each([
    ["its link is written", { ...nothing, link }],
    ["billing is", { ...nothing, write }],
    ["customers are merged", { ...nothing, losers: ["cus_2" as const] }],
  ])("when %s and it showed something else, then that is enough to hold it back", (_, of) => {
    expect(holdBack(decision(of), "a", "b", none).outcome).toBe("held");
  });

  test.each([
    ["created", undefined, "preview.new_since"],
    ["cloned", undefined, "preview.new_since"],
    ["overwritten", undefined, "preview.new_since"],
    ["merged", undefined, "preview.new_since"],
    ["duplicate", undefined, "preview.new_since"],
    ["created", "a", "preview.differs"],
    ["updated", undefined, "preview.differs"],
  ] as const)("when it is %s and the preview showed %s, then it is held: %s", (outcome, approved, reason) => {
    expect(holdBack(decision({ outcome }), approved, "b", none)).toMatchObject({ outcome: "held", reason });
  });

  test("when somebody took it out, then it is left out, whatever the preview showed", () => {
    const excluded = new Set(["9001"]);
    expect(holdBack(decision(), "a", "a", excluded)).toMatchObject({
      ...{ outcome: "skipped", reason: "preview.excluded", write: undefined },
    });
    expect(holdBack(decision(), "a", "a", new Set(["9002"])).outcome).toBe("updated");
  });

  test.each([
    { name: "somebody took it out", of: { outcome: "skipped", reason: "preview.excluded" }, undone: true },
    { name: "it is not what was shown", of: { outcome: "held", reason: "preview.differs" }, undone: true },
    { name: "it is new since", of: { outcome: "held", reason: "preview.new_since" }, undone: true },
    { name: "it has a reason of its own", of: { outcome: "skipped", reason: "closed" }, undone: false },
    { name: "it is done", of: {}, undone: false },
  ] as const)("when $name, then that it leaves a record undone: $undone", ({ of, undone }) => {
    expect(isLeftOut(decision(of))).toBe(undone);
  });

  test("when it did not show what would go to the CRM, then all but that is done", () => {
    const outward = { values: { phone: "2" }, seen: {} };
    const sending = decision({ outward, link: { ...link, intent: outward } });
    expect(holdOutward(sending)).toEqual({
      ...{ ...sending, outward: undefined, heldOutward: outward },
      link: { ...link, intent: undefined },
    });
    expect(holdOutward(decision({ link: undefined })).link).toBeUndefined();
  });
});

describe("F82 B3 given fields that are written, why they are", () => {
  const byAnn: DecidedField = { field: "phone", take: "crm", by: "Ann" };
  const byTime: DecidedField = { field: "fax", take: "crm", crm_at: at, billing_at: at };
  const fields = (...names: string[]) => names.map((field) => ({ field }));
  test.each([
    ["a person decided each", fields("phone"), [byAnn], "conflict.decided"],
    ["the later change counts for each", fields("fax"), [byTime], "conflict.latest"],
    ["some are by a person and some by time", fields("phone", "fax"), [byAnn, byTime], undefined],
    ["others are among them", fields("phone", "website"), [byAnn], undefined],
    ["none is", [], [byAnn], undefined],
    ["nothing was decided", fields("phone"), [], undefined],
    ["more was decided than is written", fields("phone"), [byTime, byAnn], "conflict.decided"],
  ])("when %s, then: %s", (_, changes, decided, reason) => {
    expect(decidedReason(changes, decided)).toBe(reason);
  });

  test("then a person's word is told from a time", () => {
    expect([byAnn, byTime].map(isByPerson)).toEqual([true, false]);
  });
});
