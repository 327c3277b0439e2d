import { describe, expect, test } from "vitest";
import { makeDemoData } from "#app/demo/people.ts";
import { companyWords, trades } from "#app/demo/company-words.ts";
import { familyNames, givenNames } from "#app/demo/person-words.ts";
import { type Collection, createCollection } from "#sync/duplicate/collection.ts";
import { compare, comparedFields, type ComparedField } from "#sync/duplicate/compare.ts";
import { crmSubject } from "#sync/duplicate/crm-subject.ts";
import { type Evidence, evidenceOf } from "#sync/duplicate/evidence.ts";
import { findPairs } from "#sync/duplicate/search.ts";
import { prepare, type Subject } from "#sync/duplicate/subject.ts";
import { createChance } from "../support/chance.ts";

type Pair = { left: Subject; right: Subject; evidence: Evidence[] };

/** Every pair that is offered, the surest first. */
function offered(records: Collection): Pair[] {
  const steps = findPairs(records, (a, b) => (a.place === b.place ? a.place : undefined));
  for (;;) {
    const step = steps.next();
    if (step.done !== true) continue;
    const { found, models } = step.value;
    return found.map(({ a, b, agreement }) => {
      const [left, right] = [records.subject(a), records.subject(b)];
      const model = models.get(left.place);
      if (!model) throw new Error("a group that was compared has weights");
      return { left, right, evidence: evidenceOf(model, agreement, left, right) };
    });
  }
}

const laura: Subject = {
  place: "Contacts",
  id: "1",
  name: "Laura Adeyemi",
  email: "laura.adeyemi@hazel-health.example",
  company: "Hazel Health",
  website: null,
  phones: ["+1 206 555 0184"],
  street: null,
  city: "Seattle",
  zip: null,
  country: "US",
  number: null,
};

/** How far a field of two records agrees; undefined where it is not compared. */
function level(field: ComparedField, one: Partial<Subject>, other: Partial<Subject>): number | undefined {
  const [a, b] = [prepare({ ...laura, ...one }), prepare({ ...laura, ...other })];
  const at = comparedFields.findIndex((compared) => compared.field === field);
  return compare(a, b, () => 1)[at];
}

describe("B7 given two records of one name", () => {
  test.each([
    ["laura.adeyemi@hazel-health.example", "Laura.Adeyemi@hazel-health.example", 2],
    ["laura.adeyemi@hazel-health.example", "laura.adeyemi@millstone-health.example", 0],
    ["laura.adeyemi@hazel-health.example", "laura.adeyemi@gmail.com", 0],
    ["laura.adeyemi@hazel.com", "laura.adeyemi@hazel.co.uk", 1],
    ["laura.adeyemi@hazel.com", "laura.adeyemi@mail.hazel.com", 1],
    ["laura.adeyemi@yahoo.com", "laura.adeyemi@yahoo.de", 0],
    ["laura.adeyemi@gmail.com", "laura.adeyemi@gmial.com", 1],
    ["laura.adeyemi@hazel.com", "laura.adeyeim@hazel.com", 1],
    ["laura.adeyemi@hazel.com", "laura.adeyemi2@hazel.com", 0],
    ["la@hazel.com", "lb@hazel.com", 0],
    ["laura.adeyemi@hazel1.com", "laura.adeyemi@hazel2.com", 0],
  ])("when one is at %s and the other at %s, then the addresses agree to %i of 2", (one, other, expected) => {
    expect(level("email", { email: one }, { email: other })).toBe(expected);
  });

  test.each([
    ["+1 206 555 0184", "+1 206 555 0184", 2],
    ["+1 206 555 0184", "+1 206 555 0164", 0],
    ["+1 206 555 0184", "+1 206 555 0148", 0],
    ["+1 206 555 0184", "+1 206 555 018", 0],
    ["+1 206 555 0184", "+1 260 555 0184", 1],
    ["+1 206 555 0184", "+1 206 545 0184", 1],
    ["+1 206 555 0184", "+1 266 545 0184", 0],
  ])("when one has %s and the other %s, then the numbers agree to %i of 2", (one, other, expected) => {
    expect(level("phone", { phones: [one] }, { phones: [other] })).toBe(expected);
  });

  test.each([
    ["Hazel Health", "HAZEL HEALTH, Inc.", 3],
    ["Hazel Health", "Hazle Health", 2],
    ["Hazel Health", "Millstone Foods", 0],
    ["Hazel Health", null, -1],
  ])("when one works for %s and the other for %s, then the companies agree to %i of 3", (a, b, expected) => {
    expect(level("company", { company: a }, { company: b })).toBe(expected);
  });

  test("when no company is said, then the domain says it, unless it is one of mailboxes for everybody", () => {
    const [hazel, gmail] = ["office@hazel.com", "laura.a@gmail.com"];
    const at = (email: string, company: string | null) => ({ email, company });
    expect(level("domain", at("laura@hazel.com", null), at(hazel, null))).toBe(1);
    expect(level("domain", at("laura@hazel.com", null), at(gmail, null))).toBe(-1);
    expect(level("domain", at("lora.a@gmail.com", null), at(gmail, null))).toBe(-1);
    expect(level("domain", at("laura@hazel.com", "Hazel"), at(hazel, "Hazel"))).toBe(-1);
  });
});

describe("B7 given the demo's 700 contacts, of whom many have the name of another one, and three accounts that are one", () => {
  test("when duplicates are looked for, then the three are found and nobody is taken for a namesake; who was entered twice is found, by the company too", () => {
    const collect = (copies: number): Collection => {
      const { accounts, singles } = makeDemoData();
      const records = createCollection();
      const beside = { own: { email: undefined, number: undefined }, home: "US", accounts: new Map() };
      const same = ["Walkfive Ltd", "WalkFive", "Walkfive Limited"];
      const people = accounts.flatMap(({ record, contacts }) =>
        contacts.map((one) => ({ ...one, Account_Name: { id: "1", name: record.Account_Name } })),
      );
      const add = (place: "Accounts" | "Contacts", record: object): void =>
        records.add(crmSubject(place, { ...record, id: String(records.size) }, beside));
      for (const { record } of accounts) add("Accounts", record);
      for (const name of same) add("Accounts", { Account_Name: name, Phone: "+1 206 555 0177" });
      for (const one of [...people, ...singles]) add("Contacts", one);
      for (const one of people.slice(0, copies)) add("Contacts", { ...one, Email: null });
      return records;
    };
    const found = offered(collect(0));
    expect(found.map(({ left, right }) => `${left.name}, ${right.name}`)).toEqual([
      "Walkfive Ltd, WalkFive",
      "Walkfive Ltd, Walkfive Limited",
      "WalkFive, Walkfive Limited",
    ]);
    const twice = offered(collect(20)).filter(({ left }) => left.place === "Contacts");
    expect(twice).toHaveLength(20);
    for (const { left, right, evidence } of twice) {
      expect(right).toMatchObject({ name: left.name, company: left.company });
      const company = evidence.find(({ field }) => field === "company");
      expect(company).toMatchObject({ left: left.company, level: 3, of: 3 });
      expect(company?.bits).toBeGreaterThan(2);
    }
  });
});

/** So many people in companies of two, by few names: nearly each has a namesake elsewhere. `gaps` of all values are missing. */
function crowd(size: number, gaps: number, withCompany: boolean): Subject[] {
  const chance = createChance(3);
  const firms = Array.from({ length: size / 2 }, (_, at) => ({
    name: `${chance.of(companyWords)}${at} ${chance.of(trades)[0]}`,
    phone: `+1 ${200 + (at % 700)} 55${at % 10} ${1000 + at}`,
    city: `Town ${at % 40}`,
  }));
  return Array.from({ length: size }, (_, at) => {
    const { name: firm, phone, city } = firms[at % firms.length] ?? { name: "", phone: "", city: "" };
    const unlessMissing = <Value>(value: Value): Value | null => (chance.next() < gaps ? null : value);
    return {
      ...laura,
      ...{ id: `${at}`, name: `${chance.of(givenNames)} ${chance.of(familyNames)}`, city },
      email: unlessMissing(`p${at}@${firm.replaceAll(" ", "")}.example`),
      company: withCompany ? unlessMissing(firm) : null,
      phones: [unlessMissing(phone)],
    };
  });
}

/** What of the people who were entered twice is found: without an address, with a private one, with a typing error. */
function twiceIn(people: readonly Subject[], twice: number): { precision: number; recall: number } {
  const alter = (one: Subject, at: number): Partial<Subject> => {
    if (at % 3 === 0) return { email: null };
    if (at % 3 === 1) return { email: `private${at}@gmail.com` };
    return { name: one.name.slice(0, -2) + one.name.slice(-1) };
  };
  const records = createCollection();
  for (const one of people) records.add(one);
  for (const [at, one] of people.slice(0, twice).entries())
    records.add({ ...one, ...alter(one, at), id: `${one.id} again` });
  const found = offered(records);
  const right = found.filter(({ left, right: other }) => other.id === `${left.id} again`).length;
  return { precision: right / found.length, recall: right / twice };
}

describe("B7 given 10,000 people, of whom nearly each has a namesake at another company, and 200 were entered twice", () => {
  test.each([
    ["all say their company", 0, true, 0.97],
    ["three in ten values are missing", 0.3, true, 0.7],
    ["nobody says their company, and three in ten values are missing", 0.3, false, 0.5],
  ])("when %s, then those are found, and no namesakes are offered", (words, gaps, withCompany, least) => {
    const { precision, recall } = twiceIn(crowd(10_000, gaps, withCompany), 200);
    console.log(
      `duplicates: namesakes, ${words}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
    );
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(least);
  });
});

test("B7 given a contact of a bulk file, which says only the account's id, when it is compared, then its company is what the account is called", () => {
  const beside = {
    own: { email: undefined, number: undefined },
    home: null,
    accounts: new Map([["7", "Hazel Health"]]),
  };
  const company = (account: unknown) =>
    crmSubject("Contacts", { id: "1", Last_Name: "Adeyemi", Account_Name: account }, beside).company;
  expect([{ id: "7" }, { id: "7", name: "Hazel" }, { id: "8" }, null].map(company)).toEqual([
    "Hazel Health",
    "Hazel",
    null,
    null,
  ]);
});
