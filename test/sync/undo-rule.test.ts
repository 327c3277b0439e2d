import { describe, expect, test } from "vitest";
import { type Customer, newCustomer } from "#billing/customer/customer.ts";
import { newContactPerson } from "#billing/customer/contact-person.ts";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { BillingRecord, Change } from "#sync/plan/decision.ts";
import { type Deed, type Hanging, planUndo, type Subject } from "#sync/undo/plan-undo.ts";
import { planReturn, type Written } from "#sync/undo/returning.ts";

const id = "cus_1" as CustomerId;
const made: Change[] = [
  { field: "display_name", from: null, to: "Acme" },
  { field: "phone", from: null, to: "1" },
];

function customer(changes: Partial<Customer> = {}): BillingRecord {
  const draft = { display_name: "Acme", phone: "1", type: "business", currency_code: "USD" } as const;
  const origin = { organizationId: "org_1", id, source: "crm", now: "2026-01-01T00:00:00.000Z" } as const;
  const row = { ...newCustomer(draft, origin), crm_links: 1, ...changes };
  return { target: "customer", id, values: { ...row, ...row.custom_fields } as never, row };
}

function deed(outcome: string, changes: Change[], more: Partial<Deed> = {}): Deed {
  return {
    side: "billing",
    outcome,
    module: "Accounts",
    crmId: "9001",
    name: "Acme",
    changes,
    losers: [],
    ...more,
  };
}

function subject(deeds: Deed[], more: Partial<Subject> = {}): Subject {
  return {
    target: "customer",
    customerId: id,
    contactPersonId: undefined,
    deeds,
    record: customer(),
    links: new Map([["9001", "linked"]]),
    hanging: [],
    unmerges: false,
    ...more,
  };
}

const rules = { blankErases: () => false };

describe("F86 given a field that a run wrote, the newest step first", () => {
  type Case = { name: string; steps: Written[]; now: string | null; erases?: boolean; end: unknown };
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
      name: "the CRM had a blank, and blanks erase",
      steps: [step(null, "2", "crm")],
      now: "2",
      erases: true,
      end: back("2", null),
    },
  ];
  test.each(cases)("when $name, then it ends as planned", ({ steps, now, erases = false, end }) => {
    expect(planReturn(steps, { phone: now }, { blankErases: () => erases, hasDocuments: false })).toEqual(
      end,
    );
  });

  const fixed = [
    { field: "customer_id", from: "cus_1", to: "cus_2", hasDocuments: false, why: "contact_moved" },
    { field: "currency_code", from: "EUR", to: "USD", hasDocuments: true, why: "documents" },
    { field: "display_name", from: null, to: "Acme", hasDocuments: false, why: "required" },
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

describe("F86 F84 given a customer that a run made", () => {
  const cases: {
    name: string;
    record?: BillingRecord;
    hanging?: Hanging[];
    fate: string;
    reasons: string[];
  }[] = [
    { name: "nobody touched it", fate: "deleted", reasons: ["undo.made"] },
    {
      name: "a value was changed",
      record: customer({ phone: "2" }),
      fate: "inactive",
      reasons: ["undo.inactive", "undo.changed_since"],
    },
    {
      name: "a value was added",
      record: customer({ notes: "VIP" }),
      fate: "inactive",
      reasons: ["undo.inactive", "undo.changed_since"],
    },
    {
      name: "a custom value was added",
      record: customer({ custom_fields: { cf_x: "1" } }),
      fate: "inactive",
      reasons: ["undo.inactive", "undo.changed_since"],
    },
    {
      name: "a tag was added",
      record: customer({ tags: ["vip"] }),
      fate: "inactive",
      reasons: ["undo.inactive", "undo.changed_since"],
    },
    {
      name: "it was made inactive",
      record: customer({ status: "inactive" }),
      fate: "inactive",
      reasons: ["undo.inactive", "undo.changed_since"],
    },
    {
      name: "it has contact persons",
      hanging: ["contact_persons"],
      fate: "inactive",
      reasons: ["undo.inactive", "undo.in_use"],
    },
    {
      name: "it has a merge",
      hanging: ["merges"],
      fate: "inactive",
      reasons: ["undo.inactive", "undo.in_use"],
    },
    { name: "it has documents", hanging: ["documents"], fate: "stays", reasons: ["undo.has_documents"] },
    {
      name: "it was merged away",
      record: customer({ merged_into: "cus_9" }),
      fate: "stays",
      reasons: ["undo.merged_away"],
    },
  ];
  test.each(cases)(
    "when $name, then it is $fate and told why",
    ({ record = customer(), hanging = [], fate, reasons }) => {
      const plan = planUndo(subject([deed("created", made)], { record, hanging }), rules);
      expect(plan.fate).toBe(fate);
      expect(plan.told.map((one) => one.reason)).toEqual(reasons);
      expect(plan.closes).toEqual(fate === "stays" ? [] : ["9001"]);
    },
  );

  test("when it was deleted since, then that is told and nothing else", () => {
    const plan = planUndo(subject([deed("created", made)], { record: undefined }), rules);
    expect(plan).toMatchObject({
      fate: "stays",
      closes: [],
      told: [{ outcome: "skipped", reason: "undo.gone" }],
    });
  });
});

describe("F86 B4 given a customer that was there before the run", () => {
  const update = [{ field: "phone", from: "0", to: "1" }];
  const cases: {
    name: string;
    deeds: Deed[];
    more?: Partial<Subject>;
    outcome: string;
    reason: string;
    closes: string[];
  }[] = [
    {
      name: "values came",
      deeds: [deed("updated", update)],
      outcome: "updated",
      reason: "undo.returned",
      closes: [],
    },
    {
      name: "it was overwritten",
      deeds: [deed("overwritten", update)],
      outcome: "unlinked",
      reason: "undo.unlinked",
      closes: ["9001"],
    },
    {
      name: "it was linked as it was",
      deeds: [deed("overwritten", [])],
      outcome: "unlinked",
      reason: "undo.unlinked",
      closes: ["9001"],
    },
    {
      name: "others were merged into it",
      deeds: [deed("merged", update)],
      more: { unmerges: true },
      outcome: "unlinked",
      reason: "undo.unlinked",
      closes: ["9001"],
    },
    {
      name: "others were merged into it by a duplicate",
      deeds: [deed("merged", [])],
      more: { unmerges: true, links: new Map([["9001", "duplicate"]]) },
      outcome: "updated",
      reason: "undo.unmerged",
      closes: [],
    },
    {
      name: "it was made in the CRM",
      deeds: [deed("created", made, { side: "crm" })],
      outcome: "unlinked",
      reason: "undo.made_in_crm",
      closes: ["9001"],
    },
  ];
  test.each(cases)(
    "when $name, then it is $outcome: $reason",
    ({ deeds, more = {}, outcome, reason, closes }) => {
      const plan = planUndo(subject(deeds, more), rules);
      expect(plan.told).toMatchObject([{ outcome, reason }]);
      expect(plan.closes).toEqual(closes);
      expect(plan.fate).toBe("stays");
    },
  );

  test("when its link was closed since, then there is nothing to do", () => {
    const plan = planUndo(
      subject([deed("overwritten", [])], { links: new Map([["9001", "closed"]]) }),
      rules,
    );
    expect(plan.told).toEqual([]);
  });

  test("when the run found that it left the view, then that stays, and is told", () => {
    expect(planUndo(subject([deed("out_of_view", [])]), rules).told).toMatchObject([
      { reason: "undo.found" },
    ]);
  });
});

describe("F86 given a contact person", () => {
  const person = (values: object): BillingRecord => {
    const origin = {
      organizationId: "org_1",
      customerId: id,
      id: "cpn_1" as ContactPersonId,
      now: "2026-01-01T00:00:00.000Z",
    } as const;
    const row = newContactPerson(values, origin);
    return { target: "contact_person", id: row.id, values: row, row };
  };
  const of = (deeds: Deed[], record: BillingRecord) =>
    planUndo(subject(deeds, { target: "contact_person", contactPersonId: "cpn_1", record }), rules);
  const madeOf = [{ field: "last_name", from: null, to: "Miles" }];

  test("when the run made it and nobody touched it, then it is deleted", () => {
    expect(of([deed("created", madeOf)], person({ last_name: "Miles" }))).toMatchObject({
      fate: "deleted",
      closes: ["9001"],
    });
  });
  test("when it was changed since, then it stays, its link is closed, and it is told", () => {
    expect(of([deed("created", madeOf)], person({ last_name: "Miles", phone: "1" }))).toMatchObject({
      fate: "stays",
      closes: ["9001"],
      told: [
        { reason: "undo.changed_since", facts: { stays: [{ field: "phone", now: "1", before: null }] } },
      ],
    });
  });
  test("when it would lose all that it is known by, then it keeps it", () => {
    const changes = [{ field: "email", from: null, to: "a@b.example" }];
    expect(of([deed("updated", changes)], person({ email: "a@b.example" }))).toMatchObject({
      values: {},
      told: [{ reason: "undo.required" }],
    });
  });
});
