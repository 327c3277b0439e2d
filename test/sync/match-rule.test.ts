import { describe, expect, test } from "vitest";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { Candidate, Decision, Values } from "#sync/plan/decision.ts";
import { addCandidate, candidatesFor, indexText, keysOf } from "#sync/plan/match.ts";
import { enabledKeys, isAlive, parentOf, type PlanRules } from "#sync/plan/plan-batch.ts";
import {
  account,
  ann,
  candidate,
  contact,
  customer,
  knowing,
  link,
  nothing,
  plan,
  rules,
} from "./planned-batch.ts";

describe("given a record that is to become a customer", () => {
  test("when what a customer needs is blank or was no good, then that is told, and nothing is made", () => {
    const issues = [{ field: "phone", problem: "no number", value: "x" }];
    expect(plan([account("1", { display_name: null }, { issues })])).toMatchObject([
      { outcome: "failed", reason: "required.missing", facts: { fields: ["display_name"] } },
    ]);
    expect(plan([account("1", { display_name: null }, { issues })])[0]?.facts).not.toHaveProperty("issues");
    expect(plan([{ ...account("1"), values: {} }])[0]?.outcome).toBe("failed");
  });

  test("when it is linked already, then a blank name erases nothing and fails nothing", () => {
    const knowledge = knowing({ links: { 1: link() }, records: new Map([["cus_1", customer("cus_1")]]) });
    expect(plan([account("1", { display_name: null })], knowledge)[0]?.outcome).toBe("unchanged");
  });

  test("when it is made, then of what comes to billing and is no blank; what both agree on is all of it", () => {
    const rows = { ...rules.rows, customer: new Map(rules.rows.customer) };
    rows.customer.set("phone", { crm: "phone", billing: "phone", direction: "to_crm", blank_erases: false });
    const issues = [{ field: "currency_code", problem: "no currency", value: "x" }];
    const given = account("1", { phone: "+1 5", notes: null }, { issues });
    const [decision] = plan([given], nothing, { rows });
    expect(decision).toMatchObject({
      changes: [{ field: "display_name", from: null, to: "Acme" }],
      write: { do: "insert", id: "cus_new1", values: { display_name: "Acme" } },
      facts: { issues: [{ field: "currency_code", problem: "no currency" }] },
      link: { base: { display_name: "Acme", notes: null }, contactPersonId: undefined, issues },
    });
    expect(Object.keys(decision?.write?.values ?? {})).toEqual(["display_name"]);
    expect(decision?.link?.base).not.toHaveProperty("phone");
  });

  test("when candidates have more than one key or the address, then the evidence is strong", () => {
    const found = candidate("cus_1");
    const by = (values: Values, keys: PlanRules["matchKeys"], index: Map<string, Candidate[]>) =>
      plan([account("1", values)], { ...nothing, index }, { matchKeys: keys, duplicates: "skip" })[0]?.facts;
    const both = new Map([
      ["name:acme", [found]],
      ["email:a@b.example", [found]],
      ["phone:5551234567", [found]],
    ]);
    const strength = (facts: Decision["facts"] = {}) =>
      (facts["matches"] as { strength: string; keys: string[] }[]).map((one) => [one.strength, ...one.keys]);
    expect(strength(by({}, ["name"], both))).toEqual([["likely", "name"]]);
    expect(strength(by({ email: "a@b.example" }, ["email"], both))).toEqual([["strong", "email"]]);
    expect(strength(by({ phone: "5551234567" }, ["name", "phone"], both))).toEqual([
      ["strong", "name", "phone"],
    ]);
  });

  test("when many match, then twenty are named", () => {
    const many = Array.from({ length: 21 }, (_, one) => candidate(`cus_${one}`));
    const [decision] = plan(
      [account("1")],
      { ...nothing, index: new Map([["name:acme", many]]) },
      { duplicates: "skip" },
    );
    expect(decision?.facts["matches"]).toHaveLength(20);
  });

  test("when those that match are of another currency, then they are named, and it is made", () => {
    const index = new Map([["name:acme", [candidate("cus_1", { currency: "EUR" })]]]);
    expect(plan([account("1", { currency_code: "USD" })], { ...nothing, index })).toMatchObject([
      { reason: "match.other_currency", facts: { matches: [{ customer: "cus_1", currency: "EUR" }] } },
    ]);
  });
});

describe("F20 given customers that match", () => {
  const overwrite = (candidates: Candidate[], values: Values = {}, more: Partial<PlanRules> = {}) =>
    plan([account("1", values)], { ...nothing, index: new Map([["name:acme", candidates]]) }, more)[0];

  test("when they are of one age, then the one of the first id stays", () => {
    const decision = overwrite([candidate("cus_2"), candidate("cus_1"), candidate("cus_3")]);
    expect(decision).toMatchObject({ link: { customerId: "cus_1" }, losers: ["cus_2", "cus_3"] });
  });

  test("when one is older, then that stays, unless another one has transactions", () => {
    const old = candidate("cus_2", { createdAt: "2026-02-01T10:00:00.000Z" });
    const used = candidate("cus_3", { hasTransactions: true });
    expect(overwrite([candidate("cus_1"), old])).toMatchObject({
      ...{ reason: "match.merged", link: { customerId: "cus_2" }, losers: ["cus_1"] },
    });
    expect(overwrite([candidate("cus_1"), old, used])).toMatchObject({
      ...{ link: { customerId: "cus_3" }, losers: ["cus_2", "cus_1"] },
    });
  });

  test("when those that match are to be left alone, then they are named, and nothing else is done", () => {
    const decision = overwrite([candidate("cus_1")], {}, { duplicates: "skip" });
    expect(decision).toEqual({
      ...{ incoming: account("1"), outcome: "skipped", reason: "match.skipped", changes: [], losers: [] },
      ...{ write: undefined, link: undefined, facts: decision?.facts },
    });
    expect(decision?.facts).toMatchObject({ matches: [{ customer: "cus_1" }] });
  });

  test("when none does, then it is made, and no matches are told", () => {
    expect(overwrite([])).toMatchObject({ outcome: "created", reason: "new" });
    expect(overwrite([])?.facts).toEqual({});
  });

  test("when both sides hold a value, then the CRM's is taken whatever the policy is, and nothing goes to the CRM for it", () => {
    const put = () => ({ ok: true, crm: "x", raw: "x" }) as const;
    const known = candidate("cus_1", { record: customer("cus_1", { phone: "2" }) });
    expect(overwrite([known], { phone: "1" }, { policy: "billing" })).toMatchObject({
      ...{ changes: [{ field: "phone", from: "2", to: "1" }], outward: undefined, record: { id: "cus_1" } },
      write: { do: "update", record: { id: "cus_1" }, values: { phone: "1" } },
      link: { base: { display_name: "Acme", phone: "1" } },
    });
    const puts = { customer: put, person: put, unassociated: put };
    expect(overwrite([known], { phone: null }, { puts })).toMatchObject({
      ...{ changes: [], write: undefined, outward: { values: { phone: "2" }, seen: { phone: null } } },
    });
  });

  test("when a value could not be taken, then that is told beside the matches", () => {
    const issues = [{ field: "phone", problem: "no number", value: "x" }];
    const index = new Map([["name:acme", [candidate("cus_1")]]]);
    expect(plan([account("1", {}, { issues })], { ...nothing, index })[0]).toMatchObject({
      facts: { matches: [{ customer: "cus_1" }], issues: [{ field: "phone", problem: "no number" }] },
      link: { issues },
    });
  });

  test("when one is linked and others are not, then those of its currency are merged into it", () => {
    const decision = overwrite([
      candidate("cus_1", { linkedTo: "900" }),
      candidate("cus_2"),
      candidate("cus_3", { currency: "EUR" }),
      candidate("cus_4", { linkedTo: "901" }),
    ]);
    expect(decision).toMatchObject({
      ...{ outcome: "merged", reason: "duplicate.of_linked", losers: ["cus_2"], changes: [] },
      ...{ facts: { linked_to: "900" }, link: { state: "duplicate", customerId: "cus_1", base: {} } },
    });
  });

  test("when one is only planned in an earlier batch of a preview, then it is a duplicate of that, and no link is told", () => {
    const planned = candidate("cus_1", { record: undefined, id: undefined });
    expect(overwrite([planned])).toMatchObject({
      ...{ outcome: "duplicate", link: undefined, losers: [], facts: { linked_to: null } },
    });
    expect(overwrite([planned])?.facts).toMatchObject({ matches: [{ customer: null }] });
  });
});

describe("given how a record is matched", () => {
  test("then people by their address, companies and contacts by what was chosen for them", () => {
    const keys = (module: Incoming["module"], target: Incoming["target"]) =>
      enabledKeys(rules, { module, target });
    expect(keys("Contacts", "contact_person")).toEqual(["email"]);
    expect(keys("Contacts", "customer")).toEqual(["email"]);
    expect(
      enabledKeys({ ...rules, unassociatedKeys: ["phone"] }, { module: "Contacts", target: "customer" }),
    ).toEqual(["phone"]);
    expect(keys("Accounts", "customer")).toEqual(["name", "phone"]);
  });

  test("then a customer by each chosen key of which it has a value, and a person by its address only", () => {
    const all = ["name", "email", "phone", "website"] as const;
    const values = {
      display_name: "Acme",
      company_name: "Acme Inc",
      email: "a@b.example",
      mobile: "5551234567",
      website: "www.acme.example",
    };
    expect(keysOf({ target: "customer", values }, all)).toEqual([
      { key: "name", text: "acme inc" },
      { key: "email", text: "a@b.example" },
      { key: "phone", text: expect.stringContaining("5551234567") as string },
      { key: "website", text: "acme.example" },
    ]);
    expect(keysOf({ target: "customer", values: { ...values, phone: "5557654321" } }, ["phone"])).toEqual([
      { key: "phone", text: expect.stringContaining("5557654321") as string },
    ]);
    expect(keysOf({ target: "customer", values: { display_name: "Acme" } }, all)).toEqual([
      { key: "name", text: "acme" },
    ]);
    expect(keysOf({ target: "customer", values: { display_name: 7, company_name: null } }, all)).toEqual([]);
    expect(keysOf({ target: "contact_person", values }, ["name"])).toEqual([
      { key: "email", text: "a@b.example" },
    ]);
    expect(keysOf({ target: "contact_person", values: {} }, all)).toEqual([]);
  });

  test("then a candidate is found once, with all keys that found it, and within its customer only", () => {
    const one = candidate("cus_1");
    const other = candidate("cus_2");
    const index = new Map<string, Candidate[]>();
    const name = { key: "name", text: "acme" } as const;
    const phone = { key: "phone", text: "15" } as const;
    addCandidate(index, indexText(name, undefined), one);
    addCandidate(index, indexText(name, undefined), other);
    addCandidate(index, indexText(phone, undefined), one);
    addCandidate(index, indexText(phone, "cus_9"), other);
    expect(candidatesFor(index, [name, phone], undefined).map(({ id, keys }) => [id, ...keys])).toEqual([
      ["cus_1", "name", "phone"],
      ["cus_2", "name"],
    ]);
    expect(candidatesFor(index, [name, phone], "cus_9").map(({ id, keys }) => [id, ...keys])).toEqual([
      ["cus_2", "phone"],
    ]);
  });

  test("then a link is alive while it ties its record, as itself or as a duplicate", () => {
    const states = ["linked", "duplicate", "out_of_view", "deleted_in_crm", "closed"] as const;
    expect(states.map((state) => isAlive({ state }))).toEqual([true, true, false, false, false]);
  });

  test("then only a contact person has a customer above it", () => {
    expect(parentOf(nothing, contact("1", ann))).toBe("cus_1");
    expect(parentOf(nothing, contact("1", ann, { target: "customer" }))).toBeUndefined();
    const duplicate = knowing({ links: { 9000: link({ state: "duplicate" }) } });
    expect(parentOf(duplicate, contact("1", ann))).toBe("cus_1");
  });
});
