import { describe, expect, test } from "vitest";
import { newContactPerson } from "#billing/customer/contact-person.ts";
import { type Customer, newCustomer } from "#billing/customer/customer.ts";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import { customerRecord, personRecord } from "#sync/change/billing-record.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { BillingRecord, Candidate, Decision, KnownLink, Values } from "#sync/plan/decision.ts";
import { addCandidate, candidatesFor, indexText, keysOf } from "#sync/plan/match.ts";
import {
  enabledKeys,
  isAlive,
  type Knowledge,
  parentOf,
  planBatch,
  type PlanRules,
} from "#sync/plan/plan-batch.ts";

const at = "2026-03-01T10:00:00.000Z";
const mapped = (...fields: string[]): ReadonlyMap<string, MappingRow> =>
  new Map(
    fields.map((billing) => [billing, { crm: billing, billing, direction: "both", blank_erases: false }]),
  );

const rules: PlanRules = {
  rows: {
    customer: mapped("display_name", "phone", "currency_code"),
    person: mapped("first_name", "last_name", "email", "phone", "mobile"),
    unassociated: mapped("display_name", "email"),
  },
  ...{ matchKeys: ["name", "phone"], unassociatedKeys: ["email"], policy: "crm", duplicates: "overwrite" },
  ...{ required: ["display_name"], ignoresView: false },
};

function customer(id: CustomerId, row: Partial<Customer> = {}): BillingRecord & { target: "customer" } {
  const draft = { display_name: "Acme", type: "business", currency_code: "USD" } as const;
  const origin = { organizationId: "org_1", id, source: "local", now: at } as const;
  return customerRecord({ ...newCustomer(draft, origin), ...row }) as BillingRecord & { target: "customer" };
}

function person(id: ContactPersonId, values: object, customerId: CustomerId = "cus_1"): BillingRecord {
  return personRecord(newContactPerson(values, { organizationId: "org_1", customerId, id, now: at }));
}

function account(crmId: string, values: Values = {}, more: Partial<Incoming> = {}): Incoming {
  return {
    ...{ module: "Accounts", crmId, name: "Acme", modifiedTime: at, target: "customer" },
    ...{ values: { display_name: "Acme", ...values }, issues: [], accountId: undefined },
    ...more,
  };
}

function contact(crmId: string, values: Values, more: Partial<Incoming> = {}): Incoming {
  const person = { module: "Contacts", target: "contact_person", accountId: "9000" } as const;
  return { ...account(crmId, {}, person), values, ...more };
}

function link(of: Partial<KnownLink> = {}): KnownLink {
  return { state: "linked", customerId: "cus_1", contactPersonId: undefined, base: {}, issues: [], ...of };
}

/** The account 9000 is linked with cus_1. */
const nothing: Knowledge = {
  ...{
    links: new Map([["9000", link()]]),
    records: new Map(),
    survivors: new Map(),
    fixedCurrency: new Set(),
  },
  ...{ bereft: new Map(), flipping: new Map(), index: new Map() },
};

function knowing(
  of: Partial<Record<keyof Knowledge, unknown>> & { links?: Record<string, KnownLink> },
): Knowledge {
  const links = new Map([...nothing.links, ...Object.entries(of.links ?? {})]);
  return { ...nothing, ...of, links } as Knowledge;
}

function plan(incoming: Incoming[], knowledge = nothing, more: Partial<PlanRules> = {}): Decision[] {
  let made = 0;
  return planBatch(
    { ...rules, ...more },
    incoming,
    knowledge,
    {
      customer: () => `cus_new${(made += 1)}` as CustomerId,
      person: () => `cpn_new${(made += 1)}` as ContactPersonId,
    },
    (planned) => planned,
  );
}

const ann = { first_name: "Ann", last_name: "Miles", email: "ann@acme.example" };

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
    expect(plan([lone], knowing({ links: { 1: was } }))).toMatchObject([
      { outcome: "out_of_view", reason: "view.left", link: { ...was, state: "out_of_view" } },
    ]);
    const left = { ...was, state: "out_of_view" } as const;
    expect(plan([lone], knowing({ links: { 1: left } }))).toMatchObject([
      { outcome: "unchanged", reason: "contact.account_not_linked", link: undefined },
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
    const arrived = new Set(["display_name"]);
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

function candidate(id: CustomerId, of: Partial<Candidate> = {}): Candidate {
  return {
    ...{ record: customer(id), id, name: "Acme", currency: "USD", createdAt: at },
    ...{ hasTransactions: false, linkedTo: undefined, keys: [] },
    ...of,
  };
}

describe("F20 given customers that match", () => {
  const overwrite = (candidates: Candidate[], values: Values = {}, more: Partial<PlanRules> = {}) =>
    plan([account("1", values)], { ...nothing, index: new Map([["name:acme", candidates]]) }, more)[0];

  test("when they are of one age, then the one of the first id stays", () => {
    const decision = overwrite([candidate("cus_2"), candidate("cus_1"), candidate("cus_3")]);
    expect(decision).toMatchObject({ link: { customerId: "cus_1" }, losers: ["cus_2", "cus_3"] });
  });

  test("when both sides hold a value, then the CRM's is taken whatever the policy is, and nothing goes to the CRM for it", () => {
    const put = () => ({ ok: true, crm: "x", raw: "x" }) as const;
    const known = candidate("cus_1", { record: customer("cus_1", { phone: "2" }) });
    expect(overwrite([known], { phone: "1" }, { policy: "billing" })).toMatchObject({
      ...{ changes: [{ field: "phone", from: "2", to: "1" }], outward: undefined, record: { id: "cus_1" } },
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

  test("when the first finds nothing of it in the CRM's view, then the second may still be made", () => {
    const knowledge = knowing({ links: { 1: link({ state: "closed" }) } });
    expect(plan([account("1"), account("2")], knowledge)[1]?.outcome).toBe("created");
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
