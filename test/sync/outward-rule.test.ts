import { describe, expect, test } from "vitest";
import { newContactPerson } from "#billing/customer/contact-person.ts";
import { type Customer, newCustomer } from "#billing/customer/customer.ts";
import { customerRecord, personRecord } from "#sync/change/billing-record.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import type { LinkPlace } from "#sync/link/link.table.ts";
import type { CrmField } from "#sync/mapping/crm-field.ts";
import type { Put } from "#sync/mapping/outgoing.ts";
import { newRecord } from "#sync/outward/creation.ts";
import { hasMarker, newMarker } from "#sync/outward/marker.ts";
import { customerOf, errandOf, type Marked, moduleFor, nameOf } from "#sync/outward/pair.ts";
import { quietBefore } from "#sync/outward/quiet.ts";
import type { Value } from "#sync/plan/reconcile.ts";

const now = "2026-03-01T10:00:00.000Z";
const customer = (changes: Partial<Customer> = {}): Customer => ({
  ...newCustomer(
    { display_name: "Acme", type: "business", currency_code: "USD" },
    { organizationId: "org_1", id: "cus_1", source: "local", now },
  ),
  ...changes,
});
const person = (values: object) =>
  newContactPerson(values, {
    organizationId: "org_1",
    customerId: "cus_1",
    id: "cpn_1",
    now,
  });

describe("given a reading of the CRM, what may be written on it", () => {
  test.each([
    { name: "an answer at once", server: "10:00:10.000", took: 0, kind: "embedded", before: "10:00:09.000" },
    { name: "within a second", server: "10:00:10.999", took: 0, kind: "embedded", before: "10:00:09.000" },
    { name: "a long call", server: "10:00:10.000", took: 1, kind: "embedded", before: "10:00:08.000" },
    {
      name: "our clock set back",
      server: "10:00:10.000",
      took: -9,
      kind: "embedded",
      before: "10:00:09.000",
    },
    { name: "zoho.com's many clocks", server: "10:00:10.000", took: 0, kind: "zoho", before: "10:00:08.000" },
  ] as const)("when it is $name, then what was changed by $before", ({ server, took, kind, before }) => {
    expect(quietBefore(`2026-03-01T${server}Z`, took, kind)).toBe(`2026-03-01T${before}Z`);
  });
});

test("given the fields of a module, the marker is told by its name, and made so that no two records have the same", () => {
  const field = { api_name: "Concord_ID" } as CrmField;
  expect(hasMarker([{ api_name: "Phone" } as CrmField, field])).toBe(true);
  expect(hasMarker([{ api_name: "Phone" } as CrmField])).toBe(false);
  // Its name in the CRM is made of its label.
  expect(newMarker.field_label.replaceAll(" ", "_")).toBe(field.api_name);
  expect(newMarker).toMatchObject({ data_type: "text", unique: { case_sensitive: false } });
});

describe("given the module choice, where new records are made", () => {
  test.each([
    ["accounts", "customer", "Accounts"],
    ["accounts", "contact_person", undefined],
    ["contacts", "customer", "Contacts"],
    ["contacts", "contact_person", undefined],
    ["accounts-and-contacts", "customer", "Accounts"],
    ["accounts-and-contacts", "contact_person", "Contacts"],
  ] as const)("when it is %s, then a %s goes to %s", (choice, target, module) => {
    expect(moduleFor(choice, target)).toBe(module);
  });
});

describe("given a marked record, what is to be done for it", () => {
  const mark = { recordId: "cus_1", number: "7" };
  const place: LinkPlace = {
    crm_id: "9001",
    crm_module: "Accounts",
    state: "linked",
    intent: null,
  };
  const marked = (of: Partial<Marked> = {}): Marked => ({
    mark,
    record: customerRecord(customer()),
    customer: customer(),
    link: undefined,
    parentCrmId: undefined,
    ...of,
  });
  const gone = customer({ merged_into: "cus_9" });
  const ann = personRecord(person({ first_name: "Ann" }));
  const cases: { name: string; of: Marked; errand: string }[] = [
    { name: "it was never linked", of: marked(), errand: "create" },
    { name: "it is linked", of: marked({ link: place }), errand: "update" },
    {
      name: "it is linked and not in use",
      of: marked({ link: place, customer: customer({ status: "inactive" }) }),
      errand: "update",
    },
    {
      name: "it is not in use",
      of: marked({ customer: customer({ status: "inactive" }) }),
      errand: "nothing",
    },
    { name: "it was deleted", of: marked({ record: undefined }), errand: "nothing" },
    { name: "its customer was deleted", of: marked({ customer: undefined }), errand: "nothing" },
    { name: "it was merged away", of: marked({ customer: gone, link: place }), errand: "nothing" },
    { name: "its link is closed", of: marked({ link: { ...place, state: "closed" } }), errand: "nothing" },
    { name: "it left the view", of: marked({ link: { ...place, state: "out_of_view" } }), errand: "nothing" },
    {
      name: "it is a person and its customer has an account",
      of: marked({ record: ann, parentCrmId: "9000" }),
      errand: "create",
    },
    { name: "it is a person and its customer has none", of: marked({ record: ann }), errand: "nothing" },
  ];
  test.each(cases)("when $name, then: $errand", ({ of, errand }) => {
    expect(errandOf("accounts-and-contacts", of)).toMatchObject({ do: errand, mark });
  });

  test("when persons are not synced, then one is not made even where its customer has an account", () => {
    expect(errandOf("accounts", marked({ record: ann, parentCrmId: "9000" }))).toEqual({
      do: "nothing",
      mark,
    });
  });

  test("when it is made, then in the module of its kind, under its customer's account", () => {
    const of = marked({ record: ann, parentCrmId: "9000" });
    expect(errandOf("accounts-and-contacts", of)).toEqual({
      do: "create",
      mark,
      module: "Contacts",
      record: ann,
      parentCrmId: "9000",
    });
  });

  test("when an update may be on its way, then it is told; else nothing is", () => {
    const intent = { values: { phone: "2" }, seen: { phone: "1" } };
    const update = { do: "update", mark, module: "Accounts", crmId: "9001", record: marked().record };
    expect(errandOf("accounts", marked({ link: { ...place, intent: JSON.stringify(intent) } }))).toEqual({
      ...update,
      unheard: { crmId: "9001", intent },
    });
    expect(errandOf("accounts", marked({ link: place }))).toEqual({ ...update, unheard: undefined });
  });
});

describe("given a billing record", () => {
  test("then its own fields are values by name, and a customer's custom fields stand beside them", () => {
    const row = customer({ phone: "+1 5", custom_fields: { cf_tier: "Gold" } });
    expect(customerRecord(row)).toMatchObject({
      target: "customer",
      id: "cus_1",
      values: { display_name: "Acme", phone: "+1 5", cf_tier: "Gold" },
      row,
    });
    const ann = person({ first_name: "Ann" });
    expect(personRecord(ann)).toEqual({ target: "contact_person", id: "cpn_1", values: ann, row: ann });
  });

  test("then a person belongs to a customer, and a customer to itself", () => {
    expect(customerOf(customerRecord(customer({ id: "cus_2" })))).toBe("cus_2");
    expect(customerOf(personRecord(person({ first_name: "Ann" })))).toBe("cus_1");
  });

  test.each([
    [{ first_name: "Ann", last_name: "Miles" }, "Ann Miles"],
    [{ first_name: "", last_name: "Miles", email: "ann@acme.example" }, "Miles"],
    [{ email: "ann@acme.example", phone: "+1 5" }, "ann@acme.example"],
    [{ phone: "+1 5" }, "+1 5"],
    [{ mobile: "+1 6" }, "cpn_1"],
  ])("when a person has %j, then it is called %s", (values, name) => {
    expect(nameOf(personRecord(person(values)))).toBe(name);
  });

  test("when it is a customer, then it is called by the display name", () => {
    expect(nameOf(customerRecord(customer()))).toBe("Acme");
  });
});

describe("given a record to be made in the CRM", () => {
  const row = (
    crm: string,
    billing: string,
    direction: MappingRow["direction"] = "both",
  ): [string, MappingRow] => [billing, { crm, billing, direction, blank_erases: false }];
  const rows = new Map([
    row("Account_Name", "display_name"),
    row("Phone", "phone", "to_crm"),
    row("Fax", "fax", "to_billing"),
    row("Website", "website"),
  ]);
  const put: Put = (billing, value) =>
    value === "never"
      ? { ok: false, problem: "too long" }
      : { ok: true, crm: rows.get(billing)?.crm ?? billing, raw: value };
  const required = (...names: string[]): CrmField[] =>
    ["Account_Name", "Fax", "Last_Name"].map(
      (api_name) => ({ api_name, required: names.includes(api_name) }) as CrmField,
    );
  const made = (values: Record<string, Value>, crmFields = required(), name = "Acme", accountId?: string) =>
    newRecord({ ...customerRecord(customer()), values }, name, {
      ...{ rows, put, crmFields, ownerId: "700", accountId },
    });
  const plain = { Concord_ID: "cus_1", Owner: { id: "700" } };

  test("when it has values, then those go that may, blanks do not, and it carries its billing id and its owner", () => {
    expect(made({ display_name: "Acme", phone: "+1 5", fax: "9", website: null })).toEqual({
      payload: { ...plain, Account_Name: "Acme", Phone: "+1 5" },
      values: { display_name: "Acme", phone: "+1 5" },
      issues: [],
    });
  });

  test("when the CRM requires a field that only comes from it, then it is filled this once", () => {
    expect(made({ fax: "9" }, required("Fax")).payload).toEqual({ ...plain, Fax: "9" });
  });

  test("when the CRM cannot hold a value, then it is told and the rest is made", () => {
    expect(made({ display_name: "Acme", website: "never" })).toEqual({
      payload: { ...plain, Account_Name: "Acme" },
      values: { display_name: "Acme" },
      issues: [{ field: "website", problem: "too long", value: "never" }],
    });
  });

  test("when it belongs to an account, then that is named, and no mapped value takes its place", () => {
    expect(made({ display_name: "Acme" }, required(), "Acme", "9000")).toEqual({
      payload: { ...plain, Account_Name: { id: "9000" } },
      values: {},
      issues: [],
    });
  });

  test.each([
    ["Ann Mary Miles", { First_Name: "Ann Mary", Last_Name: "Miles" }],
    ["  Miles ", { Last_Name: "Miles" }],
    ["Ann \t Miles", { First_Name: "Ann", Last_Name: "Miles" }],
    [`${"a".repeat(41)} ${"b".repeat(81)}`, { First_Name: "a".repeat(40), Last_Name: "b".repeat(80) }],
  ])("when it must have a last name and has none, then %j is taken for its name", (name, names) => {
    expect(made({}, required("Last_Name"), name).payload).toEqual({ ...plain, ...names });
  });

  test("when a last name is not required, then none is made up", () => {
    expect(made({}, required(), "Ann Miles").payload).toEqual(plain);
  });

  const people = (erases: boolean) => {
    const named = new Map([row("Last_Name", "last_name"), row("First_Name", "first_name")]);
    for (const one of named.values()) one.blank_erases = erases;
    return (values: Record<string, Value>, name = "Bob Burns") =>
      newRecord({ ...customerRecord(customer()), values }, name, {
        ...{ rows: named, crmFields: required("Last_Name"), ownerId: "700", accountId: undefined },
        put: (billing, raw) => ({ ok: true, crm: named.get(billing)?.crm ?? "", raw }),
      });
  };

  test("when it has names of its own, then they stay, and what is filled in is told", () => {
    const of = people(false);
    expect(of({ last_name: "Miles" }).payload).toEqual({ ...plain, Last_Name: "Miles" });
    expect(of({ first_name: "Ann" })).toMatchObject({
      payload: { ...plain, First_Name: "Ann", Last_Name: "Burns" },
      values: { first_name: "Ann", last_name: "Burns" },
    });
  });

  test("when it has no name of its own, then each part of the one it is called by goes into the field of that name", () => {
    expect(people(false)({}, "Ann Mary Miles").values).toEqual({
      first_name: "Ann Mary",
      last_name: "Miles",
    });
  });

  test("when names are not mapped, then the CRM has what is filled in, and billing nothing to agree on", () => {
    expect(made({}, required("Last_Name"), "Ann Miles").values).toEqual({});
  });

  test("when its first name alone is longer than the CRM's last name may be, then as much as fits is taken", () => {
    const name = "a".repeat(81);
    expect(people(false)({ first_name: name }, name).payload).toMatchObject({ Last_Name: "a".repeat(80) });
  });

  test.each(["Madonna", "Mary Ann", "Mary  Ann"])(
    "when it has the first name %s alone, then it is called so once",
    (name) => {
      expect(people(false)({ first_name: name }, name)).toMatchObject({
        payload: { ...plain, Last_Name: name },
        values: { first_name: name, last_name: name },
      });
      expect(people(false)({ first_name: name }, name).payload).not.toHaveProperty("First_Name");
    },
  );

  test("when a blank may erase, then the first name goes along, or it would be taken from billing", () => {
    expect(people(true)({ first_name: "Madonna" }, "Madonna").payload).toMatchObject({
      First_Name: "Madonna",
      Last_Name: "Madonna",
    });
  });
});
