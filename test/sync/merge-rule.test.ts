import { describe, expect, test } from "vitest";
import { planExits } from "#sync/merge/plan-exits.ts";
import { fateOf, type Gone, type Suspect, survivorOf, type Tie } from "#sync/merge/survivor.ts";
import { linkRow } from "./link-row.ts";

const gone: Gone = {
  crmId: "1",
  at: "2026-03-01T10:00:00.000Z",
  by: "700",
  recordId: "cus_1",
  base: { display_name: "Acme", phone: "+1 1", website: null },
  timeline: undefined,
};
const suspect: Suspect = {
  crmId: "2",
  at: "2026-03-01T10:00:02.000Z",
  by: "700",
  values: { display_name: "Acme Holding", phone: "+1 9", website: null },
  madeOf: undefined,
  timeline: undefined,
};
const merged = (relatedId: string) => [
  { action: "merged", relatedId },
  { action: "updated", relatedId: undefined },
];

describe("B8 given a record that is gone, which one took it in", () => {
  const cases: { name: string; gone?: Partial<Gone>; suspects: Suspect[]; survivor: string | undefined }[] = [
    {
      name: "its own timeline names it",
      gone: { timeline: merged("9") },
      suspects: [],
      survivor: "9 timeline",
    },
    {
      name: "its own timeline names it, whatever others look like",
      gone: { timeline: merged("9") },
      suspects: [{ ...suspect, madeOf: "cus_1" }],
      survivor: "9 timeline",
    },
    {
      name: "its own timeline names itself, and then the other one",
      gone: { timeline: [...merged("1"), ...merged("9")] },
      suspects: [],
      survivor: "9 timeline",
    },
    {
      name: "the timeline names no action",
      gone: { timeline: [{ action: null, relatedId: "9" }] },
      suspects: [],
      survivor: undefined,
    },
    {
      name: "the timeline tells of a merge and not with which",
      gone: { timeline: [{ action: "merged", relatedId: undefined }, ...merged("9")] },
      suspects: [],
      survivor: "9 timeline",
    },
    {
      name: "the timeline names another record that was not merged",
      gone: { timeline: [{ action: "converted", relatedId: "9" }] },
      suspects: [],
      survivor: undefined,
    },
    {
      name: "the timeline tells only of other things",
      gone: { timeline: [{ action: "deleted", relatedId: undefined }] },
      suspects: [],
      survivor: undefined,
    },
    {
      name: "another record's timeline names the one that is gone",
      suspects: [{ ...suspect, by: "999", timeline: merged("1") }],
      survivor: "2 timeline",
    },
    {
      name: "another record took in a third one",
      suspects: [{ ...suspect, timeline: merged("8") }],
      survivor: undefined,
    },
    { name: "our marker came over", suspects: [{ ...suspect, madeOf: "cus_1" }], survivor: "2 marker" },
    {
      name: "our marker came over, and another record looks alike",
      suspects: [
        { ...suspect, madeOf: "cus_1" },
        { ...suspect, crmId: "3", values: gone.base },
      ],
      survivor: "2 marker",
    },
    {
      name: "the same person changed one record of the same name in these seconds",
      suspects: [{ ...suspect, values: { ...suspect.values, display_name: " ACME " } }],
      survivor: "2 values",
    },
    {
      name: "that record shares nothing by which it is known",
      suspects: [suspect],
      survivor: undefined,
    },
    {
      name: "both are empty in a field, which is no likeness",
      suspects: [{ ...suspect, values: { website: null } }],
      survivor: undefined,
    },
    {
      name: "both have only blanks in a field, which is no likeness",
      gone: { base: { company_name: " " } },
      suspects: [{ ...suspect, values: { company_name: "  " } }],
      survivor: undefined,
    },
    {
      name: "only the other one has a value",
      gone: { base: { display_name: null } },
      suspects: [suspect],
      survivor: undefined,
    },
    ...["display_name", "company_name", "email", "phone", "mobile", "website"].map((field) => ({
      name: `the same person changed one record of the same ${field}`,
      gone: { base: { [field]: "same" } },
      suspects: [{ ...suspect, values: { [field]: "Same" } }],
      survivor: "2 values",
    })),
    {
      name: "that record shares a field by which nothing is known",
      gone: { base: { fax: "1" } },
      suspects: [{ ...suspect, values: { fax: "1" } }],
      survivor: undefined,
    },
    {
      name: "two such records leave a doubt",
      suspects: [
        { ...suspect, values: gone.base },
        { ...suspect, crmId: "3", values: gone.base },
      ],
      survivor: undefined,
    },
    {
      name: "somebody else changed it",
      suspects: [{ ...suspect, by: "701", values: gone.base }],
      survivor: undefined,
    },
    {
      name: "nobody knows who changed them",
      gone: { by: undefined },
      suspects: [{ ...suspect, by: undefined, values: gone.base }],
      survivor: undefined,
    },
    {
      name: "it was changed too long after",
      suspects: [{ ...suspect, at: "2026-03-01T10:00:11.000Z", values: gone.base }],
      survivor: undefined,
    },
    {
      name: "it was changed at the last moment that counts",
      suspects: [{ ...suspect, at: "2026-03-01T10:00:10.000Z", values: gone.base }],
      survivor: "2 values",
    },
    {
      name: "the record itself is among those that changed",
      suspects: [{ ...suspect, crmId: "1", values: gone.base, madeOf: "cus_1" }],
      survivor: undefined,
    },
  ];
  test.each(cases)("when $name, then: $survivor", ({ gone: change, suspects, survivor }) => {
    const found = survivorOf({ ...gone, ...change }, suspects);
    expect(found && `${found.crmId} ${found.shownBy}`).toBe(survivor);
  });
});

describe("B8 given the link of a record that was merged away", () => {
  const ours: Tie = { state: "linked", customer_id: "cus_1", contact_person_id: null };
  const theirs: Tie = { ...ours, customer_id: "cus_2" };
  const cases: { name: string; survivor: Tie | undefined; fate: string }[] = [
    { name: "the survivor has none", survivor: undefined, fate: "follow" },
    {
      name: "it was a duplicate of the same customer",
      survivor: { ...ours, state: "duplicate" },
      fate: "follow",
    },
    { name: "it counted as deleted", survivor: { ...ours, state: "deleted_in_crm" }, fate: "follow" },
    { name: "it has the same customer", survivor: ours, fate: "leave" },
    { name: "it was unlinked by hand", survivor: { ...ours, state: "closed" }, fate: "leave" },
    {
      name: "another customer's was unlinked by hand",
      survivor: { ...theirs, state: "closed" },
      fate: "leave",
    },
    {
      name: "its customer was deleted",
      survivor: { ...ours, customer_id: null, state: "linked" },
      fate: "leave",
    },
    { name: "it has another customer", survivor: theirs, fate: "stay cus_2" },
    {
      name: "it has another one and left the view",
      survivor: { ...theirs, state: "out_of_view" },
      fate: "stay cus_2",
    },
    {
      name: "it is a duplicate of another one's",
      survivor: { ...theirs, state: "duplicate" },
      fate: "stay cus_2",
    },
    {
      name: "it is another person of the same customer",
      survivor: { ...ours, contact_person_id: "cpn_2" },
      fate: "leave",
    },
    {
      name: "it is a duplicate of another person of the same customer",
      survivor: { ...ours, state: "duplicate", contact_person_id: "cpn_2" },
      fate: "leave",
    },
  ];
  test.each(cases)("when $name, then it is to $fate", ({ survivor, fate }) => {
    const decided = fateOf(ours, survivor);
    expect(decided.do === "stay" ? `stay ${decided.customer}` : decided.do).toBe(fate);
  });
});

describe("B8 given two linked records that a third one took in", () => {
  test("when both have customers, then the first gives its link with the base, and the other customer may be merged", () => {
    const rows = [linkRow("1", "cus_1"), linkRow("2", "cus_2")];
    const survivors = new Map([
      ["1", "3"],
      ["2", "3"],
    ]);
    const plan = planExits(rows, "deleted_in_crm", { module: "Accounts", survivors, ties: new Map() });
    expect(plan.map(({ decision }) => [decision.reason, decision.link?.state, decision.facts])).toEqual([
      ["crm.merged", "duplicate", { survivor: "3" }],
      ["crm.merged_apart", "deleted_in_crm", { survivor: "3", merge_into: "cus_1" }],
    ]);
    expect(plan.map(({ takeOver }) => takeOver)).toMatchObject([
      {
        incoming: { crmId: "3" },
        replaces: "1",
        link: { state: "linked", customerId: "cus_1", base: { display_name: "Acme" }, intent: undefined },
      },
      undefined,
    ]);
  });

  test("when one record has a customer and the other's was deleted, then no merge is offered", () => {
    const rows = [linkRow("1", "cus_1"), { ...linkRow("2", "cus_2"), customer_id: null }];
    const survivors = new Map([
      ["1", "3"],
      ["2", "3"],
    ]);
    const [, second] = planExits(rows, "deleted_in_crm", { module: "Accounts", survivors, ties: new Map() });
    expect(second?.decision.facts).toEqual({ survivor: "3" });
  });

  test("when the third one has the customer of one already, then that one's link stays and no merge is offered", () => {
    const ties = new Map<string, Tie>([
      ["3", { state: "linked", customer_id: "cus_1", contact_person_id: null }],
    ]);
    const survivors = new Map([["1", "3"]]);
    const [exit] = planExits([linkRow("1", "cus_1")], "out_of_view", { module: "Accounts", survivors, ties });
    expect(exit).toMatchObject({
      decision: { outcome: "deleted_in_crm", reason: "crm.merged_apart" },
      takeOver: undefined,
    });
    expect(exit?.decision.facts).toStrictEqual({ survivor: "3" });
  });

  test("when two of one customer were merged into a third one, then it takes the first one's link over, and the second one is apart", () => {
    const rows = [linkRow("1", "cus_1"), linkRow("2", "cus_1")];
    const survivors = new Map([
      ["1", "3"],
      ["2", "3"],
    ]);
    const ties = new Map<string, Tie>([
      ["3", { state: "duplicate", customer_id: "cus_1", contact_person_id: null }],
    ]);
    const plan = planExits(rows, "deleted_in_crm", { module: "Accounts", survivors, ties });
    expect(plan.map(({ decision }) => decision.reason)).toEqual(["crm.merged", "crm.merged_apart"]);
    expect(plan[0]?.takeOver).toMatchObject({
      outcome: "unchanged",
      reason: "crm.merged",
      ...{ facts: {}, changes: [], losers: [], write: undefined },
    });
  });

  test("when contact persons were merged, then no merge of customers is offered", () => {
    const row = {
      ...linkRow("1", "cus_1"),
      target: "contact_person" as const,
      contact_person_id: "cpn_1" as const,
    };
    const ties = new Map<string, Tie>([
      ["2", { state: "linked", customer_id: "cus_2", contact_person_id: "cpn_2" }],
    ]);
    const [exit] = planExits([row], "deleted_in_crm", {
      module: "Contacts",
      survivors: new Map([["1", "2"]]),
      ties,
    });
    expect(exit?.decision.facts).toEqual({ survivor: "2" });
  });

  test("when nothing says that they were merged, then they are deleted, or left the view", () => {
    for (const exit of ["deleted_in_crm", "out_of_view"] as const) {
      const [one] = planExits([linkRow("1", "cus_1")], exit, {
        module: "Accounts",
        survivors: new Map(),
        ties: new Map(),
      });
      expect([one?.decision.outcome, one?.decision.link?.state, one?.takeOver]).toEqual([
        exit,
        exit,
        undefined,
      ]);
      expect(one?.decision).toMatchObject({
        reason: exit === "out_of_view" ? "view.left" : "crm.deleted",
        incoming: {
          ...{ module: "Accounts", crmId: "1", name: "Acme", target: "customer" },
          ...{ modifiedTime: "2026-03-01T09:00:00.000Z", values: {}, issues: [] },
        },
        ...{ facts: {}, changes: [], losers: [], write: undefined },
      });
    }
  });

  test("when nobody knows its customer's name any more, then it is called by its CRM id", () => {
    const row = { ...linkRow("1", "cus_1"), name: null };
    const none = { module: "Accounts", survivors: new Map(), ties: new Map() } as const;
    expect(planExits([row], "deleted_in_crm", none)[0]?.decision.incoming.name).toBe("1");
  });
});
