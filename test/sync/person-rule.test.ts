import { describe, expect, test } from "vitest";
import type { ContactPersonId } from "#kernel/id.ts";
import type { BillingRecord, Candidate } from "#sync/plan/decision.ts";
import type { Knowledge } from "#sync/plan/plan-batch.ts";
import { ann, at, contact, customer, knowing, link, nothing, person, plan } from "./planned-batch.ts";

describe("F14 given a contact of an account", () => {
  test("when its account is linked, then it becomes a contact person of that customer", () => {
    expect(plan([contact("1", ann)])).toMatchObject([
      {
        ...{ outcome: "created", reason: "new", write: { do: "insert", id: "cpn_new1", values: ann } },
        link: { state: "linked", customerId: "cus_1", contactPersonId: "cpn_new1", base: ann },
      },
    ]);
  });

  test("when its customer was merged into another one, then it is that one's", () => {
    const merged = knowing({ survivors: new Map([["cus_1", "cus_2"]]) });
    expect(plan([contact("1", ann)], merged)[0]?.link).toMatchObject({ customerId: "cus_2" });
  });

  test.each([
    ["is not linked", { accountId: "9999" }, nothing, "contact.account_not_linked"],
    [
      "has left the view",
      {},
      knowing({ links: { 9000: link({ state: "out_of_view" }) } }),
      "contact.account_not_linked",
    ],
    [
      "has lost its customer",
      {},
      knowing({ links: { 9000: link({ customerId: undefined }) } }),
      "contact.account_not_linked",
    ],
    ["is not there", { accountId: undefined }, nothing, "contact.no_account"],
  ] as const)("F15 when its account %s, then it is left out", (_, more, knowledge, reason) => {
    expect(plan([contact("1", ann, more)], knowledge)).toEqual([
      {
        ...{ incoming: contact("1", ann, more), outcome: "skipped", reason, facts: {}, changes: [] },
        ...{ write: undefined, link: undefined, losers: [] },
      },
    ]);
  });

  test("when it came before and its account is not synced any more, then it leaves the view with it, once", () => {
    const lone = contact("1", ann, { accountId: "9999" });
    const was = link({ contactPersonId: "cpn_1" });
    const records = new Map([["cpn_1", person("cpn_1", ann)]]);
    expect(plan([lone], knowing({ links: { 1: was }, records }))).toMatchObject([
      { outcome: "out_of_view", reason: "view.left", link: { ...was, state: "out_of_view" } },
    ]);
    const left = { ...was, state: "out_of_view" } as const;
    expect(plan([lone], knowing({ links: { 1: left }, records }))).toMatchObject([
      { outcome: "unchanged", reason: "contact.account_not_linked", link: undefined },
    ]);
  });

  test("when its account is not synced any more, and it is gone in billing, then its link is closed, and stays so", () => {
    const lone = contact("1", ann, { accountId: "9999" });
    const of = (state: "linked" | "out_of_view" | "closed" | "duplicate") =>
      plan([lone], knowing({ links: { 1: link({ contactPersonId: "cpn_1", state }) } }))[0];
    for (const state of ["linked", "out_of_view"] as const)
      expect(of(state)).toMatchObject({
        ...{ outcome: "skipped", reason: "customer.gone", link: { state: "closed" } },
      });
    expect(of("closed")).toMatchObject({ outcome: "skipped", reason: "closed", link: undefined });
    expect(of("duplicate")).toMatchObject({
      ...{ outcome: "unchanged", reason: "contact.account_not_linked", link: undefined },
    });
  });

  test("when its account is not synced any more, and neither was its person, then it is closed, and has not left the view", () => {
    const lone = contact("1", ann, { accountId: "9999" });
    const closed = link({ contactPersonId: "cpn_1", state: "closed" });
    const records = new Map([["cpn_1", person("cpn_1", ann)]]);
    expect(plan([lone], knowing({ links: { 1: closed }, records }))).toMatchObject([
      { outcome: "skipped", reason: "closed", link: undefined },
    ]);
  });

  test.each(["first_name", "last_name", "email", "phone", "mobile"])(
    "when it has a %s, then that is enough",
    (field) => {
      expect(plan([contact("1", { [field]: "x" })])[0]?.outcome).toBe("created");
    },
  );

  test("when it has nothing to be known by, then that is told, with the values that were no good", () => {
    const none = contact(
      "1",
      { first_name: null, department: "Sales" },
      {
        issues: [
          { field: "last_name", problem: "too long", value: "x" },
          { field: "phone", problem: "no number", value: "x" },
        ],
      },
    );
    expect(plan([none])).toMatchObject([
      {
        ...{ outcome: "failed", reason: "required.missing", write: undefined, link: undefined },
        facts: { fields: ["last_name"], issues: [{ field: "last_name", problem: "too long" }] },
      },
    ]);
  });

  test("when it moved to another linked account, then its person moves", () => {
    const knowledge = knowing({
      links: { 1: link({ contactPersonId: "cpn_1", base: ann }), 9001: link({ customerId: "cus_2" }) },
      records: new Map([["cpn_1", person("cpn_1", ann)]]),
    });
    expect(plan([contact("1", ann, { accountId: "9001" })], knowledge)).toMatchObject([
      { reason: "contact.moved", write: { moveTo: "cus_2" }, link: { customerId: "cus_2" } },
    ]);
    expect(plan([contact("1", ann)], knowledge)).toMatchObject([{ reason: "linked.equal" }]);
    const merged = { ...knowledge, survivors: new Map([["cus_1", "cus_2"]]) } as Knowledge;
    expect(plan([contact("1", ann)], merged)).toMatchObject([{ reason: "linked.equal" }]);
  });

  test("when a person of the same address is there, then it is matched within its customer and merged with nobody", () => {
    const found = (id: ContactPersonId): Candidate => ({
      ...{ record: person(id, ann), id, name: "Ann Miles", currency: undefined, createdAt: at },
      ...{ hasTransactions: false, linkedTo: undefined, keys: [] },
    });
    const index = new Map([
      ["cus_1:email:ann@acme.example", [found("cpn_1"), found("cpn_2")]],
      ["email:ann@acme.example", [found("cpn_3")]],
    ]);
    const [decision] = plan([contact("1", ann)], { ...nothing, index });
    expect(decision).toMatchObject({
      ...{ outcome: "overwritten", reason: "match.overwritten", losers: [], changes: [], write: undefined },
      link: { customerId: "cus_1", contactPersonId: "cpn_1" },
      matched: { id: "cpn_1" },
    });
    expect(decision?.facts).toEqual({
      matches: ["cpn_1", "cpn_2"].map(() => ({
        ...{ customer: "cus_1", name: "Ann Miles", keys: ["email"], strength: "strong" },
      })),
    });
  });

  test("when two contacts of one batch have one address, then the second is the duplicate of the first in one account only", () => {
    const knowledge = knowing({ links: { 9001: link({ customerId: "cus_2" }) } });
    const there = { accountId: "9001" };
    const [one, two, three] = plan(
      [contact("1", ann), contact("2", ann), contact("3", ann, there)],
      knowledge,
    );
    expect([one?.outcome, two?.outcome, three?.outcome]).toEqual(["created", "duplicate", "created"]);
    expect(two?.link).toMatchObject({ state: "duplicate", customerId: "cus_1", contactPersonId: "cpn_new1" });
  });

  test("when it was linked as a customer, then it stays one although it has an account now, and the other way round", () => {
    const asCustomer = contact("1", { display_name: "Ann" }, { target: "customer", arrived: undefined });
    const asPerson = contact("1", ann);
    const records = new Map<string, BillingRecord>([
      ["cus_5", customer("cus_5", { display_name: "Bob" })],
      ["cpn_1", person("cpn_1", {})],
    ]);
    const arrived = new Map([["display_name", "Ann"]]);
    const was = knowing({ links: { 1: link({ customerId: "cus_5" }) }, records });
    const [stays] = plan([{ ...asPerson, arrived, otherwise: () => asCustomer }], was);
    expect(stays).toMatchObject({ outcome: "updated", changes: [{ field: "display_name", to: "Ann" }] });
    expect(stays?.incoming.arrived).toBe(arrived);
    const wasPerson = knowing({ links: { 1: link({ contactPersonId: "cpn_1" }) }, records });
    const [person1] = plan([{ ...asCustomer, otherwise: () => asPerson }], wasPerson);
    expect(person1?.changes.map(({ field }) => field)).toEqual(["first_name", "last_name", "email"]);
    // What is as it was linked, or never was, stays what it is.
    const [same] = plan([{ ...asPerson, otherwise: () => asCustomer }], wasPerson);
    expect(same?.incoming.target).toBe("contact_person");
    const [fresh] = plan([{ ...asPerson, otherwise: () => asCustomer }]);
    expect(fresh?.incoming.target).toBe("contact_person");
  });
});
