import { describe, expect, test } from "vitest";
import { type BillingField, contactPersonFields, customerFields } from "#billing/customer/customer-fields.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import type { CrmField } from "#sync/mapping/crm-field.ts";
import { createLens, readIncoming } from "#sync/mapping/incoming.ts";
import { createPut } from "#sync/mapping/outgoing.ts";

const row = (crm: string, billing: string): MappingRow => ({
  ...{ crm, billing, direction: "both", blank_erases: false },
});
const renewal: BillingField = {
  ...{ name: "cf_renewal", label: "Renewal", type: "date", maxLength: null, required: false },
  ...{ column: "custom_fields", group: "custom", options: [] },
};
const lens = createLens(
  "Accounts",
  "customer",
  [
    row("Account_Name", "display_name"),
    row("Phone", "phone"),
    row("Renewal", "cf_renewal"),
    row("X", "gone"),
  ],
  [...customerFields, renewal],
);

describe("given a record of the CRM", () => {
  const acme = { id: "9001", Account_Name: "Acme", Modified_Time: "2026-03-01T11:00:00+01:00" };

  test("when it is read, then as billing would hold it, with when and by whom it was changed", () => {
    const told = { ...acme, Phone: " +1 5 ", Modified_By: { id: "700", name: "Eve" }, Concord_ID: "cus_1" };
    expect(readIncoming(lens, told)).toEqual({
      ...{ module: "Accounts", crmId: "9001", name: "Acme", target: "customer" },
      ...{ modifiedTime: "2026-03-01T10:00:00.000Z", modifiedBy: "Eve" },
      ...{ values: { display_name: "Acme", phone: "+1 5" }, issues: [] },
      ...{ accountId: undefined, madeOf: "cus_1" },
    });
  });

  test("when it does not tell when or by whom it was changed, nor of what it was made, then that is not known", () => {
    const bare = readIncoming(lens, { id: "9001", Modified_By: "Eve", Concord_ID: "" });
    expect(bare).toMatchObject({ modifiedTime: "1970-01-01T00:00:00.000Z", values: {} });
    expect([bare.modifiedBy, bare.madeOf]).toEqual([undefined, undefined]);
    const odd = readIncoming(lens, {
      id: "9001",
      Modified_By: { id: "700" },
      Concord_ID: 7,
      Modified_Time: 7,
    });
    expect([odd.modifiedBy, odd.madeOf]).toEqual([undefined, undefined]);
    expect(readIncoming(lens, { id: "9001", Modified_By: null }).modifiedBy).toBeUndefined();
  });

  test("when a row is of a field that billing has no more, then nothing is read for it", () => {
    const { rows } = createLens(
      "Accounts",
      "customer",
      [row("Phone", "phone"), row("X", "gone")],
      customerFields,
    );
    expect(rows.map(({ crm }) => crm)).toEqual(["Phone"]);
    expect(readIncoming(lens, { ...acme, X: "1" })).toMatchObject({
      values: { display_name: "Acme" },
      issues: [],
    });
  });

  test("when a field is empty, then it is blank, and when it is not told, nothing is said of it", () => {
    expect(readIncoming(lens, { ...acme, Phone: null }).values).toEqual({
      display_name: "Acme",
      phone: null,
    });
    expect(readIncoming(lens, acme).values).not.toHaveProperty("phone");
  });

  test("when billing cannot hold a value, then it is an issue with the value as it was", () => {
    const { values, issues } = readIncoming(lens, { ...acme, Phone: "call me" });
    expect(values).toEqual({ display_name: "Acme" });
    expect(issues).toEqual([
      { field: "phone", problem: "Phone must be a phone number like +49 30 1234567", value: "call me" },
    ]);
  });

  test.each([
    ["2026-03-01T23:30:00-08:00", "2026-03-01"],
    ["2026-03-01", "2026-03-01"],
  ])("when a time goes into a day, %s is %s, as its user sees it", (Renewal, day) => {
    expect(readIncoming(lens, { ...acme, Renewal }).values["cf_renewal"]).toBe(day);
  });

  test.each([
    [" 2026-03-01T10:00:00Z"],
    ["2026-03-01 to 2026-04-01T10:00:00Z"],
    ["12026-03-01T10:00:00Z"],
    ["2026-03-01 10:00"],
    [7],
  ])("when %j goes into a day, then it is none", (Renewal) => {
    expect(readIncoming(lens, { ...acme, Renewal }).issues).toMatchObject([
      { field: "cf_renewal", value: Renewal },
    ]);
  });

  test("when a time goes into a text, then it stays one", () => {
    const notes = createLens("Accounts", "customer", [row("Renewal", "notes")], customerFields);
    const Renewal = "2026-03-01T10:00:00Z";
    expect(readIncoming(notes, { id: "9001", Renewal }).values).toEqual({ notes: Renewal });
  });

  test.each([
    ["Acme", "Acme"],
    ["  Acme\u0000\u0007 Ltd ", "Acme  Ltd"],
    ["x".repeat(301), "x".repeat(300)],
    [`${"x".repeat(299)}😀`, `${"x".repeat(299)}\uFFFD`],
    ["\u0000 ", "9001"],
    ["", "9001"],
    [null, "9001"],
    [{ id: "1" }, "9001"],
  ])("when its name is %j, then it is called %j in lists", (Account_Name, name) => {
    expect(readIncoming(lens, { id: "9001", Account_Name }).name).toBe(name);
  });
});

describe("given a contact of the CRM", () => {
  const people = createLens(
    "Contacts",
    "contact_person",
    [row("Last_Name", "last_name")],
    contactPersonFields,
  );
  const ann = { id: "1", First_Name: "Ann", Last_Name: "Miles" };

  test("then it is called by both names, and belongs to the account that it refers to", () => {
    expect(readIncoming(people, { ...ann, Account_Name: { id: 9001, name: "Acme" } })).toMatchObject({
      ...{ module: "Contacts", target: "contact_person", name: "Ann Miles", accountId: "9001" },
    });
  });

  test.each([[null], ["Acme"], [{ name: "Acme" }], [undefined]])(
    "when its account is %j, then it has none",
    (Account_Name) => {
      expect(readIncoming(people, { ...ann, Account_Name }).accountId).toBeUndefined();
    },
  );
});

describe("given a value for a field of the CRM", () => {
  function put(
    field: Partial<CrmField>,
    value: string | number | boolean | null,
    type: BillingField["type"] = "text",
  ) {
    const to: CrmField = {
      ...{ api_name: "Value", label: "Worth", data_type: "text", length: undefined, read_only: false },
      ...{ custom: true, required: false, options: [] },
      ...field,
    };
    const from: BillingField = {
      ...renewal,
      name: "cf_value",
      label: "Value",
      type,
      maxLength: null,
      options: ["Gold", "x"],
    };
    return createPut(createLens("Accounts", "customer", [row("Value", "cf_value")], [from]), [to])(
      "cf_value",
      value,
    );
  }
  const sent = (raw: unknown) => ({ ok: true, crm: "Value", raw });
  const refused = (problem: string) => ({ ok: false, problem });

  test.each([
    ["a text that fits", { length: 3 }, "abc", sent("abc")],
    [
      "a text that is too long",
      { length: 3 },
      "abcd",
      refused("Worth of the CRM holds 3 characters; this has 4"),
    ],
    ["a blank", {}, null, sent(null)],
    [
      "a blank where something is required",
      { required: true },
      null,
      refused("Worth must not be empty in the CRM"),
    ],
    ["a value where something is required", { required: true }, "a", sent("a")],
    ["a field that is read-only", { read_only: true }, "a", refused("Worth of the CRM cannot be written")],
    [
      "a field of a type of its own",
      { data_type: "lookup" },
      "a",
      refused("Worth of the CRM cannot be written"),
    ],
    ["an option", { data_type: "picklist", options: ["a", "b"] }, "b", sent("b")],
    [
      "what is no option",
      { data_type: "picklist", options: ["a", "b"] },
      "c".repeat(101),
      refused(`Worth of the CRM has no value ${"c".repeat(100)}; it has: a, b`),
    ],
    ["a blank of an option", { data_type: "picklist" }, null, sent(null)],
  ] as const)("when it is %s, then it is sent or told why not", (_, field, value, written) => {
    expect(put({ ...field, options: "options" in field ? [...field.options] : [] }, value)).toEqual(written);
  });

  test("when there are many options, then twenty are named", () => {
    const options = Array.from({ length: 21 }, (_, at) => `o${at}`);
    const written = put({ data_type: "picklist", options }, "x");
    expect(written.ok ? "" : written.problem).toMatch(/it has: o0, .*o19$/);
  });

  test.each([
    ["integer", "7", sent(7)],
    ["bigint", "7.5", refused("Worth of the CRM takes whole numbers only")],
    ["integer", "9007199254740993", refused("Worth of the CRM takes whole numbers only")],
    ["double", "7.5", sent(7.5)],
    ["double", "x", refused("Worth of the CRM takes numbers only")],
    ["double", "1e999", refused("Worth of the CRM takes numbers only")],
    ["double", "0.10", { ...refused("Worth of the CRM would not hold this value unchanged"), back: "0.1" }],
    ["boolean", "true", sent(true)],
    ["boolean", "false", sent(false)],
    ["boolean", "yes", refused("Worth of the CRM takes true or false")],
    ["date", "2026-03-01", sent("2026-03-01")],
  ])(
    "when a text goes into a field of the type %s, %s is sent or told why not",
    (data_type, value, written) => {
      expect(put({ data_type }, value)).toEqual(written);
    },
  );

  test("when a check box is blank, then that is a no", () => {
    expect(put({ data_type: "boolean" }, null, "check_box")).toEqual(sent(false));
    expect(put({ data_type: "boolean" }, true, "check_box")).toEqual(sent(true));
    expect(put({ data_type: "boolean" }, false, "check_box")).toEqual(sent(false));
  });

  test("when no field is mapped to it, or the CRM has that field no more, then that is told", () => {
    const mapped = createPut(lens, []);
    expect(mapped("phone", "1")).toEqual(refused("no CRM field is mapped to phone"));
    expect(mapped("fax", "1")).toEqual(refused("no CRM field is mapped to fax"));
  });
});
