import { describe, expect, test } from "vitest";
import { account, at, candidate, customer, knowing, link, nothing, plan } from "./planned-batch.ts";

describe("given two records of one batch", () => {
  test("when the first takes a customer, then the second is its duplicate, although the customer was free", () => {
    const index = new Map([["name:acme", [candidate("cus_1")]]]);
    const [one, two] = plan([account("1"), account("2")], { ...nothing, index });
    expect(one).toMatchObject({ reason: "match.overwritten" });
    expect(two).toMatchObject({ reason: "duplicate.of_linked", facts: { linked_to: "1" }, losers: [] });
  });

  test("when the first is made in a currency, then the second of another currency is none of it", () => {
    const [one, two, three] = plan([
      account("1", { currency_code: "USD" }),
      account("2", { currency_code: "EUR" }),
      account("3", { currency_code: "USD" }),
    ]);
    expect([one, two, three].map((decision) => decision?.outcome)).toEqual([
      "created",
      "created",
      "duplicate",
    ]);
    expect(two?.facts).toEqual({
      matches: [{ customer: "cus_new1", name: "Acme", keys: ["name"], strength: "likely", currency: "USD" }],
    });
  });

  test("when both carry the mark of one customer, then the first is linked, and the second is its duplicate", () => {
    const made = link({ isNew: true, madeOf: { display_name: "Acme" }, base: { display_name: "Acme" } });
    const index = new Map([["name:acme", [candidate("cus_1")]]]);
    const records = new Map([["cus_1", customer("cus_1")]]);
    const knowledge = knowing({ links: { 1: made, 2: made }, records, index });
    const [one, two] = plan([account("1"), account("2")], knowledge);
    expect(one).toMatchObject({ made: made.madeOf, link: { state: "linked", customerId: "cus_1" } });
    expect(two).toMatchObject({ outcome: "duplicate", facts: { linked_to: "1" } });
    expect(two?.made).toBeUndefined();
  });

  test("when the first takes the place of the second, and both came back from the recycle bin, then the second is a duplicate", () => {
    const index = new Map([["name:acme", [candidate("cus_1")]]]);
    const records = new Map([["cus_1", customer("cus_1")]]);
    const links = { 2: link({ state: "deleted_in_crm" }) };
    const decisions = plan([account("1"), account("2")], knowing({ links, records, index }));
    expect(decisions).toMatchObject([
      { reason: "match.overwritten", link: { state: "linked", customerId: "cus_1" } },
      { outcome: "unchanged", reason: "duplicate.remembered", link: undefined },
    ]);
  });

  test("when more of them are duplicates of one customer, then each names the record that has it", () => {
    const index = new Map([["name:acme", [candidate("cus_1", { linkedTo: "900" })]]]);
    const decisions = plan([account("1"), account("2")], { ...nothing, index });
    expect(decisions.map(({ facts }) => facts["linked_to"])).toEqual(["900", "900"]);
  });

  test("when the second was not to be synced any more, then that stays so, whoever has its customer now", () => {
    const index = new Map([["name:acme", [candidate("cus_1")]]]);
    const knowledge = knowing({ links: { 2: link({ state: "closed" }) }, index });
    expect(plan([account("1"), account("2")], knowledge)).toMatchObject([
      { reason: "match.overwritten", link: { customerId: "cus_1" } },
      { outcome: "skipped", reason: "closed", link: undefined },
    ]);
  });

  test("when the customer of one was deleted in billing, then its link is closed, and the other is made", () => {
    const knowledge = knowing({ links: { 1: link({ customerId: undefined }) } });
    expect(plan([account("1"), account("2")], knowledge)).toMatchObject([
      { outcome: "skipped", reason: "customer.gone", link: { state: "closed" } },
      { outcome: "created" },
    ]);
  });

  test("when the first finds nothing of it in the CRM's view, then the second may still be made", () => {
    const knowledge = knowing({ links: { 1: link({ state: "closed" }) } });
    expect(plan([account("1"), account("2")], knowledge)[1]?.outcome).toBe("created");
  });
});

describe("given a listed state of a linked record", () => {
  const put = () => ({ ok: true, crm: "x", raw: "x" }) as const;
  const both = { puts: { customer: put, person: put, unassociated: put }, configVersion: 1 };
  const was = link({ base: { display_name: "Acme", phone: "0" }, configVersion: 1, crmModifiedTime: at });
  const records = new Map([["cus_1", customer("cus_1", { phone: "0" })]]);
  const knowledge = knowing({ links: { 1: was }, records });

  test("when it may be old and would do something, then it is read by its id, but a preview shows what it shows", () => {
    expect(plan([account("1", { phone: "1" })], knowledge, both)).toMatchObject([
      { reason: "linked.read_anew" },
    ]);
    expect(plan([account("1", { phone: "0" })], knowledge, both)).toMatchObject([{ reason: "linked.equal" }]);
    expect(plan([account("1", { phone: "1" })], knowledge, { ...both, isPreview: true })).toMatchObject([
      { outcome: "updated" },
    ]);
    expect(plan([account("1", { phone: "1" })], knowledge, { ...both, ignoresView: true })).toMatchObject([
      { outcome: "updated" },
    ]);
    expect(plan([account("1", { phone: "1" })], knowledge, { ...both, isExact: true })).toMatchObject([
      { outcome: "updated" },
    ]);
  });

  test("F82 when both sides changed a field and the later change counts, then it is read by its id to compare", () => {
    const apart = knowing({
      links: { 1: { ...was, crmModifiedTime: "2026-02-01T00:00:00.000Z" } },
      records: new Map([["cus_1", customer("cus_1", { phone: "2" })]]),
    });
    expect(plan([account("1", { phone: "1" })], apart, { ...both, policy: "latest" })).toMatchObject([
      { reason: "conflict.compared", readsAnew: true },
    ]);
    expect(plan([account("1", { phone: "1" })], apart, { ...both, policy: "ask" })).toMatchObject([
      { reason: "conflict.asked" },
    ]);
  });

  test("fault 56 when a field goes to and fro, then of that record only", () => {
    const mine = knowing({
      links: { 1: was },
      records: new Map([["cus_1", customer("cus_1", { phone: "2" })]]),
      flipping: new Map([["1", new Set(["phone"])]]),
    });
    expect(plan([account("1", { phone: "0" })], mine, both)[0]?.outward).toBeUndefined();
    expect(
      plan(
        [account("1", { phone: "0" })],
        { ...mine, flipping: new Map([["2", new Set(["phone"])]]) },
        both,
      )[0]?.outward,
    ).toMatchObject({ values: { phone: "2" } });
  });
});

describe("given a customer with documents, whose currency stays", () => {
  const euro = account("1", { currency_code: "EUR" });
  const records = new Map([["cus_1", customer("cus_1")]]);
  const fixed = knowing({
    links: { 1: link({ base: { display_name: "Acme", currency_code: "USD" } }) },
    records,
    fixedCurrency: new Set(["cus_1"]),
  });

  test("when the CRM says the same or none, then that is no issue", () => {
    expect(plan([account("1", { currency_code: "USD" })], fixed)[0]).toMatchObject({
      reason: "linked.equal",
    });
    expect(plan([account("1", { currency_code: null })], fixed)[0]?.incoming.issues).toEqual([]);
    expect(plan([account("1")], fixed)[0]?.incoming.issues).toEqual([]);
  });

  test("when another issue is there, then both are told", () => {
    const issues = [{ field: "phone", problem: "no number", value: "x" }];
    expect(plan([{ ...euro, issues }], fixed)[0]?.link?.issues.map(({ field }) => field)).toEqual([
      "phone",
      "currency_code",
    ]);
  });
});
