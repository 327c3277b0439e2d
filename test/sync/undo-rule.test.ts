import { describe, expect, test } from "vitest";
import { type Customer, newCustomer } from "#billing/customer/customer.ts";
import { newContactPerson } from "#billing/customer/contact-person.ts";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { BillingRecord, Change } from "#sync/plan/decision.ts";
import type { RunRecordRow } from "#sync/run/run.table.ts";
import { deedsBySubject } from "#sync/undo/deeds.ts";
import { type Deed, type Hanging, planUndo, type Subject } from "#sync/undo/plan-undo.ts";

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

const rules = { blankErases: () => false, goesToCrm: () => false };

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
      // It goes or stays here: what the CRM holds is left to it.
      expect([plan.values, plan.inCrm]).toEqual([{}, []]);
    },
  );

  const told = (record: BillingRecord, hanging: Hanging[] = [], deeds = [deed("created", made)]) =>
    planUndo(subject(deeds, { record, hanging }), rules).told;

  test("when it is deleted, then with what it held, and without the blanks that it was made with", () => {
    const blank = { field: "fax", from: null, to: null };
    expect(told(customer(), [], [deed("created", [...made, blank])])).toEqual([
      {
        outcome: "deleted",
        reason: "undo.made",
        changes: [
          { field: "display_name", from: "Acme", to: null },
          { field: "phone", from: "1", to: null },
        ],
        facts: {},
      },
    ]);
  });

  test("when the run changed it again, then it is as the last of it left it", () => {
    const again = deed("updated", [{ field: "phone", from: "1", to: "2" }]);
    expect(told(customer({ phone: "2" }), [], [again, deed("cloned", made)])).toMatchObject([
      { reason: "undo.made" },
    ]);
  });

  test("when something was sent to the CRM, then that is not what the run left here", () => {
    const sent = deed("updated", [{ field: "phone", from: "1", to: "2" }], { side: "crm" });
    expect(told(customer(), [], [sent, deed("created", made)])).toMatchObject([
      { reason: "undo.made", changes: [{ field: "display_name" }, { field: "phone", from: "1" }] },
    ]);
    expect(told(customer(), [], [sent, deed("created", made)])[0]?.changes).toHaveLength(2);
  });

  test("when its type or currency are not what a new customer has, then nobody has touched it, unless the run wrote them", () => {
    const euro = customer({ currency_code: "EUR", type: "individual" });
    expect(told(euro)).toMatchObject([{ reason: "undo.made" }]);
    const dollar = { field: "currency_code", from: null, to: "USD" };
    expect(told(euro, [], [deed("created", [...made, dollar])])[1]).toMatchObject({
      facts: { stays: [{ field: "currency_code", now: "EUR", before: "USD", why: "changed_since" }] },
    });
  });

  test("when people worked on it, then each thing is named as it is and as it was left", () => {
    const touched = customer({ phone: "2", tags: ["vip", "new"], custom_fields: { cf_x: "1" } });
    expect(told(touched, ["links", "merges"])).toEqual([
      {
        outcome: "updated",
        reason: "undo.inactive",
        changes: [{ field: "status", from: "active", to: "inactive" }],
        facts: {},
      },
      {
        outcome: "skipped",
        reason: "undo.changed_since",
        changes: [],
        facts: {
          stays: [
            { field: "phone", now: "2", before: "1", why: "changed_since" },
            { field: "cf_x", now: "1", before: null, why: "changed_since" },
            { field: "tags", now: "vip, new", before: null, why: "changed_since" },
          ],
        },
      },
      { outcome: "skipped", reason: "undo.in_use", changes: [], facts: { hanging: ["links", "merges"] } },
    ]);
  });

  test("when it is inactive already, then only its link is closed", () => {
    expect(told(customer({ status: "inactive" }))).toMatchObject([
      { outcome: "unlinked", reason: "undo.inactive", changes: [] },
      { facts: { stays: [{ field: "status", now: "inactive", before: "active" }] } },
    ]);
  });

  test("when it was merged away, then the customer that has it now is named, whatever the run did", () => {
    expect(told(customer({ merged_into: "cus_9" }), ["documents"])).toEqual([
      {
        ...{ outcome: "skipped", reason: "undo.merged_away", changes: [] },
        facts: { merged_into: "cus_9" },
      },
    ]);
  });

  test.each(["out_of_view", "deleted_in_crm"])(
    "when it counts as %s, then its link is closed too",
    (state) => {
      const of = subject([deed("created", made)], { links: new Map([["9001", state as "out_of_view"]]) });
      expect(planUndo(of, rules).closes).toEqual(["9001"]);
    },
  );

  test("when the run found that it went, and it is deleted, then there is nothing more to tell", () => {
    const found = deed("deleted_in_crm", []);
    expect(told(customer(), [], [found, deed("created", made)])).toMatchObject([{ reason: "undo.made" }]);
  });

  test("when it was deleted since, then that is told and nothing else", () => {
    const plan = planUndo(subject([deed("created", made)], { record: undefined }), rules);
    expect(plan).toMatchObject({
      ...{ fate: "stays", values: {}, closes: [], inCrm: [] },
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

  const plan = (deeds: Deed[], more: Partial<Subject> = {}) => planUndo(subject(deeds, more), rules);

  test("when values came, then they return as they were", () => {
    expect(plan([deed("updated", update)])).toMatchObject({
      values: { phone: "0" },
      told: [{ changes: [{ field: "phone", from: "1", to: "0" }], facts: { edited_in: { phone: "crm" } } }],
    });
  });

  test("when edits of both sides return, then where each was made is told, by what the run did with it last", () => {
    const step = (field: string, from: string, to: string) => ({ field, from, to });
    const deeds = [
      deed("updated", [step("fax", "1", "2")]),
      deed("updated", [step("phone", "1", "2"), step("fax", "0", "1")], { side: "crm" }),
      deed("updated", [step("phone", "0", "1"), step("notes", "0", "1")]),
    ];
    const record = customer({ phone: "2", fax: "2", notes: "3" });
    expect(plan(deeds, { record }).told).toMatchObject([
      { reason: "undo.returned", facts: { edited_in: { fax: "crm", phone: "billing" } } },
      { reason: "undo.changed_since", facts: { stays: [{ field: "notes" }] } },
    ]);
    expect(plan(deeds, { record }).told[0]?.facts).toEqual({ edited_in: { fax: "crm", phone: "billing" } });
  });

  test("when it was only linked, then no edit is told", () => {
    expect(plan([deed("overwritten", [])]).told).toEqual([
      { outcome: "unlinked", reason: "undo.unlinked", changes: [], facts: {} },
    ]);
  });

  test("when something was sent to the CRM, then it returns, but what it was made of there is not what billing had before", () => {
    const sent = [{ field: "phone", from: "0", to: "1" }];
    expect(plan([deed("updated", sent, { side: "crm" })]).values).toEqual({ phone: "0" });
    expect(plan([deed("created", sent, { side: "crm" })]).values).toEqual({});
  });

  test("when it was matched and made by one run, then each link is closed once", () => {
    const deeds = [
      deed("overwritten", update),
      deed("merged", []),
      deed("created", made, { side: "crm", crmId: "9002" }),
    ];
    const live = new Map([
      ["9001", "linked"],
      ["9002", "linked"],
    ] as const);
    expect(plan(deeds, { links: live })).toMatchObject({
      closes: ["9001", "9002"],
      told: [{ outcome: "unlinked", reason: "undo.made_in_crm" }],
    });
  });

  test("when the run matched it in the CRM, then that made no link here", () => {
    expect(plan([deed("overwritten", [], { side: "crm" })]).closes).toEqual([]);
  });

  test("when fields stay for different reasons, then each reason is told once, with its fields", () => {
    const changes = ["phone", "fax", "customer_id"].map((field) => ({ field, from: "0", to: "1" }));
    const now = { ...customer().values, phone: "2", fax: "2", customer_id: "1" };
    const record = { ...customer(), values: now } as BillingRecord;
    expect(plan([deed("updated", changes)], { record })).toMatchObject({
      values: {},
      told: [
        {
          ...{ outcome: "skipped", reason: "undo.changed_since", changes: [] },
          facts: { stays: [{ field: "phone" }, { field: "fax" }] },
        },
        { reason: "undo.contact_moved", facts: { stays: [{ field: "customer_id" }] } },
      ],
    });
  });

  test("when documents hang on it, then its currency stays", () => {
    const deeds = [deed("updated", [{ field: "currency_code", from: "EUR", to: "USD" }])];
    expect(plan(deeds, { hanging: ["documents"] }).told).toMatchObject([{ reason: "undo.documents" }]);
    expect(plan(deeds).values).toEqual({ currency_code: "EUR" });
  });

  test("when blanks erase, then a value that was sent over a blank returns to it", () => {
    const deeds = [deed("updated", [{ field: "phone", from: null, to: "1" }], { side: "crm" })];
    expect(plan(deeds).told).toMatchObject([{ reason: "undo.blank" }]);
    expect(planUndo(subject(deeds), { ...rules, blankErases: () => true }).values).toEqual({ phone: null });
  });

  test("when its link was closed since, then there is nothing to do", () => {
    const plan = planUndo(
      subject([deed("overwritten", [])], { links: new Map([["9001", "closed"]]) }),
      rules,
    );
    expect(plan.told).toEqual([]);
  });

  const both = { ...rules, goesToCrm: (field: string) => field !== "notes" };
  const twoFields = [
    { field: "phone", from: "0", to: "1" },
    { field: "notes", from: "old", to: "new" },
  ];
  const noted = customer({ notes: "new" });

  test("when it is linked still, then what the CRM takes of billing goes back there too, and nothing else", () => {
    const returned = planUndo(subject([deed("updated", twoFields)], { record: noted }), both);
    expect(returned.values).toEqual({ phone: "0", notes: "old" });
    expect(returned.inCrm).toEqual([{ field: "phone", from: "1", to: "0" }]);
  });

  test.each(["closed", "out_of_view", "deleted_in_crm", "duplicate"] as const)(
    "when its link is %s by now, then nothing goes to the CRM, whatever else the run has linked",
    (state) => {
      const states = new Map([
        ["9001", state],
        ["9002", "linked" as const],
      ]);
      expect(planUndo(subject([deed("updated", update)], { links: states }), both)).toMatchObject({
        values: { phone: "0" },
        inCrm: [],
      });
    },
  );

  test("when its link is closed by now, then a value returns to the blank that it was, as no CRM record differs by that", () => {
    const came = [deed("updated", [{ field: "phone", from: null, to: "1" }])];
    const states = new Map([
      ["9001", "closed"],
      ["9002", "linked"],
    ] as const);
    expect(planUndo(subject(came, { links: states }), both).values).toEqual({ phone: null });
    expect(planUndo(subject(came), both).told).toMatchObject([{ reason: "undo.blank" }]);
  });

  test("when a duplicate of its record was met as well, then it is linked all the same, and goes back there", () => {
    const states = new Map([
      ["9001", "linked"],
      ["9002", "duplicate"],
    ] as const);
    const deeds = [deed("duplicate", [], { crmId: "9002" }), deed("updated", update)];
    expect(planUndo(subject(deeds, { links: states }), both).inCrm).toHaveLength(1);
  });

  test("when undoing closes its link, then what returns stays in billing", () => {
    const linked = planUndo(subject([deed("overwritten", update)]), both);
    expect(linked).toMatchObject({ values: { phone: "0" }, inCrm: [], closes: ["9001"] });
  });

  test("when the run found that it left the view, then that stays, and is told", () => {
    for (const outcome of ["out_of_view", "deleted_in_crm"])
      expect(plan([deed(outcome, [])]).told).toMatchObject([{ outcome: "skipped", reason: "undo.found" }]);
  });

  test("when the run found that it left and brought values before, then both are told", () => {
    const { told } = plan([deed("out_of_view", []), deed("updated", update)]);
    expect(told.map(({ reason }) => reason)).toEqual(["undo.returned", "undo.found"]);
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
  test("when the run moved it to the customer and it was made the first one since, then that is told", () => {
    const moved = { field: "customer_id", from: null, to: "cus_1" };
    const record = person({ last_name: "Miles", is_primary: true });
    expect(of([deed("created", [...madeOf, moved])], record).told).toMatchObject([
      { facts: { stays: [{ field: "is_primary", now: true, before: false }] } },
    ]);
  });
  test("when the run moved it to the customer and nobody touched it, then it is deleted with what it held itself", () => {
    const moved = { field: "customer_id", from: null, to: "cus_1" };
    expect(of([deed("created", [...madeOf, moved])], person({ last_name: "Miles" })).told).toMatchObject([
      { reason: "undo.made", changes: [{ field: "last_name", from: "Miles", to: null }] },
    ]);
  });
  test("when something hangs on it, then it stays and that is told", () => {
    const deeds = [deed("created", madeOf)];
    const record = person({ last_name: "Miles" });
    const hanging = subject(deeds, { target: "contact_person", record, hanging: ["links"] });
    expect(planUndo(hanging, rules)).toMatchObject({ fate: "stays", told: [{ reason: "undo.in_use" }] });
  });
  test("when it keeps something that it is known by, then the rest returns", () => {
    const changes = [{ field: "email", from: null, to: "a@b.example" }];
    expect(of([deed("updated", changes)], person({ email: "a@b.example", phone: "1" }))).toMatchObject({
      values: { email: null },
      told: [{ reason: "undo.returned" }],
    });
  });
  test("when it would lose all that it is known by, then it keeps it", () => {
    const changes = [{ field: "email", from: null, to: "a@b.example" }];
    expect(of([deed("updated", changes)], person({ email: "a@b.example" }))).toMatchObject({
      values: {},
      told: [
        {
          reason: "undo.required",
          facts: { stays: [{ field: "email", now: "a@b.example", before: null, why: "required" }] },
        },
      ],
    });
  });
});

describe("F86 given the rows of a run's history", () => {
  const row = (of: Partial<RunRecordRow>): RunRecordRow => ({
    ...{ organization_id: "org_1", run_id: "run_1", seq: "1", crm_module: "Accounts", crm_id: "9001" },
    ...{ customer_id: id, contact_person_id: null, name: "Acme", side: "billing", outcome: "updated" },
    ...{ reason: "linked.changed", facts: null, changes: null, plan_hash: null },
    ...of,
  });

  test("then each record has its own deeds, in their order, and what no customer is known of has none", () => {
    const rows = [
      row({ changes: JSON.stringify(made) }),
      row({ contact_person_id: "cpn_1", crm_id: "9002", crm_module: "Contacts", side: "crm" }),
      row({ outcome: "merged", facts: JSON.stringify({ merged_customers: ["cus_7"] }) }),
    ];
    const touched = [
      { customer_id: id, contact_person_id: "cpn_1" as ContactPersonId },
      { customer_id: null, contact_person_id: null },
      { customer_id: id, contact_person_id: null },
      { customer_id: "cus_8" as CustomerId, contact_person_id: null },
    ];
    expect(deedsBySubject(touched, rows)).toEqual([
      {
        customerId: "cus_1",
        contactPersonId: "cpn_1",
        deeds: [deed("updated", [], { crmId: "9002", module: "Contacts", side: "crm" })],
      },
      {
        customerId: "cus_1",
        contactPersonId: undefined,
        deeds: [deed("updated", made), deed("merged", [], { losers: ["cus_7"] })],
      },
      { customerId: "cus_8", contactPersonId: undefined, deeds: [] },
    ]);
  });
});
