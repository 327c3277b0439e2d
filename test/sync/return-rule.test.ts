import { describe, expect, test } from "vitest";
import { planReturn, type Written } from "#sync/undo/returning.ts";

const rules = { blankErases: () => false, goesToCrm: () => false };

describe("F86 given a field that a run wrote, the newest step first", () => {
  type Case = {
    name: string;
    steps: Written[];
    now: string | null;
    erases?: boolean;
    inCrm?: boolean;
    end: unknown;
  };
  const step = (from: string | null, to: string | null, side: Written["side"] = "billing"): Written => ({
    field: "phone",
    from,
    to,
    side,
  });
  const back = (from: string | null, to: string | null) => ({
    changes: [{ field: "phone", from, to }],
    stays: [],
  });
  const stays = (now: string | null, before: string | null, why: string) => ({
    changes: [],
    stays: [{ field: "phone", now, before, why }],
  });
  const nothing = { changes: [], stays: [] };
  const cases: Case[] = [
    { name: "it holds what was written", steps: [step("1", "2")], now: "2", end: back("2", "1") },
    { name: "it was blank before", steps: [step(null, "2")], now: "2", end: back("2", null) },
    { name: "it was made blank", steps: [step("1", null)], now: null, end: back(null, "1") },
    {
      name: "it was changed since",
      steps: [step("1", "2")],
      now: "3",
      end: stays("3", "1", "changed_since"),
    },
    {
      name: "it was emptied since",
      steps: [step("1", "2")],
      now: null,
      end: stays(null, "1", "changed_since"),
    },
    { name: "it is as before already", steps: [step("1", "2")], now: "1", end: nothing },
    { name: "it was written twice", steps: [step("2", "3"), step("1", "2")], now: "3", end: back("3", "1") },
    {
      name: "a person came between the two steps",
      steps: [step("5", "3"), step("1", "2")],
      now: "3",
      end: back("3", "5"),
    },
    {
      name: "it holds the older step",
      steps: [step("2", "3"), step("1", "2")],
      now: "2",
      end: stays("2", "1", "changed_since"),
    },
    { name: "it was sent to the CRM", steps: [step("1", "2", "crm")], now: "2", end: back("2", "1") },
    {
      name: "the CRM had a blank",
      steps: [step(null, "2", "crm")],
      now: "2",
      end: stays("2", null, "blank"),
    },
    {
      name: "it was blank on both sides, and a blank would go no further than billing",
      steps: [step(null, "2")],
      now: "2",
      inCrm: true,
      end: stays("2", null, "blank"),
    },
    {
      name: "it was blank on both sides, and blanks erase",
      steps: [step(null, "2")],
      now: "2",
      inCrm: true,
      erases: true,
      end: back("2", null),
    },
    {
      name: "the CRM had a blank, and blanks erase",
      steps: [step(null, "2", "crm")],
      now: "2",
      erases: true,
      end: back("2", null),
    },
  ];
  test.each(cases)(
    "when $name, then it ends as planned",
    ({ steps, now, erases = false, inCrm = false, end }) => {
      const known = { blankErases: () => erases, goesToCrm: () => inCrm, hasDocuments: false };
      expect(planReturn(steps, { phone: now }, known)).toEqual(end);
    },
  );

  const fixed = [
    { field: "customer_id", from: "cus_1", to: "cus_2", hasDocuments: false, why: "contact_moved" },
    { field: "currency_code", from: "EUR", to: "USD", hasDocuments: true, why: "documents" },
    { field: "display_name", from: null, to: "Acme", hasDocuments: false, why: "required" },
    { field: "currency_code", from: null, to: "USD", hasDocuments: false, why: "required" },
  ];
  test.each(fixed)("when it is $field, then it stays: $why", ({ field, from, to, hasDocuments, why }) => {
    const { stays: left } = planReturn(
      [{ field, from, to, side: "billing" }],
      { [field]: to },
      { ...rules, hasDocuments },
    );
    expect(left).toEqual([{ field, now: to, before: from, why }]);
  });
});

describe("F86 given several fields that a run wrote", () => {
  const back = (field: string, from: string | null, to: string, values: object, hasDocuments = false) =>
    planReturn([{ field, from, to, side: "billing" }], { ...values }, { ...rules, hasDocuments });

  test("when each has its own steps, then each returns by its own", () => {
    const steps: Written[] = [
      { field: "phone", from: "2", to: "3", side: "billing" },
      { field: "fax", from: "2", to: "9", side: "billing" },
      { field: "phone", from: "1", to: "2", side: "billing" },
    ];
    const now = { phone: "3", fax: "9" };
    expect(planReturn(steps, now, { ...rules, hasDocuments: false }).changes).toEqual([
      { field: "phone", from: "3", to: "1" },
      { field: "fax", from: "9", to: "2" },
    ]);
  });

  test("when the currency has no documents, or another field has some, then it returns", () => {
    const change = { field: "currency_code", from: "USD", to: "EUR" };
    expect(back("currency_code", "EUR", "USD", { currency_code: "USD" }).changes).toEqual([change]);
    expect(back("phone", "1", "2", { phone: "2" }, true).stays).toEqual([]);
  });

  test("when the name was another one, then it returns", () => {
    expect(back("display_name", "Acme", "Acme Ltd", { display_name: "Acme Ltd" }).stays).toEqual([]);
  });

  test("when the record does not have the field any more, then it was emptied since", () => {
    expect(back("phone", "1", "2", {}).stays).toEqual([
      { field: "phone", now: null, before: "1", why: "changed_since" },
    ]);
  });

  test("when a blank of billing came over a value, then it returns although blanks do not erase", () => {
    expect(back("phone", null, "2", { phone: "2" }).changes).toEqual([
      { field: "phone", from: "2", to: null },
    ]);
  });
});
