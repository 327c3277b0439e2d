import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type BillingField, customerFields } from "#billing/customer/customer-fields.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import { bringsName, checkRows, fittingRows, isCompatible, mapsMoney } from "#sync/mapping/check-mapping.ts";
import {
  composedFields,
  type CrmField,
  fieldsToRead,
  isComposed,
  rawValue,
} from "#sync/mapping/crm-field.ts";
import {
  defaultMapping,
  defaultMatchKeys,
  defaultPersonMapping,
  unassociatedMapping,
  withDirections,
} from "#sync/mapping/default-mapping.ts";
import { isSendable } from "#sync/mapping/outgoing.ts";
import { tablesOf } from "../support/tables.ts";

const [pairs = [], types = []] = tablesOf(
  readFileSync(join(import.meta.dirname, "../../docs/spec/mapping.md"), "utf8"),
);

function crmField(api_name: string, more: Partial<CrmField> = {}): CrmField {
  return {
    ...{ api_name, label: api_name.replaceAll("_", " "), data_type: "text", length: 100 },
    ...{ read_only: false, custom: false, required: false, options: [] },
    ...more,
  };
}

const row = (
  crm: string,
  billing: string,
  direction: MappingRow["direction"] = "to_billing",
): MappingRow => ({
  ...{ crm, billing, direction, blank_erases: false },
});

/** The page's pairs of one column, in any order. */
function pairsOf(column: string): string[] {
  return pairs.flatMap((one) => (one[column] === "–" ? [] : [`${one[column]} ${one["billing"]}`])).toSorted();
}

function asPairs(rows: readonly MappingRow[]): string[] {
  return rows.map(({ crm, billing }) => `${crm} ${billing}`).toSorted();
}

describe("F31 given the mapping that a set-up begins with", () => {
  test("when the CRM has several currencies, then it is the page's", () => {
    expect(asPairs(defaultMapping("accounts", true))).toEqual(pairsOf("of an account"));
    expect(asPairs(defaultMapping("accounts-and-contacts", true))).toEqual(pairsOf("of an account"));
    expect(asPairs(defaultMapping("contacts", true))).toEqual(pairsOf("of a contact"));
    expect(asPairs(unassociatedMapping(true))).toEqual(pairsOf("of a contact"));
    expect(asPairs(defaultPersonMapping())).toEqual(pairsOf("of a contact person"));
  });

  test("when the CRM has one currency, then it is the same without it", () => {
    const [without, all] = [defaultMapping("accounts", false), defaultMapping("accounts", true)];
    expect(without).toEqual(all.filter(({ billing }) => billing !== "currency_code"));
    expect(unassociatedMapping(false)).toHaveLength(unassociatedMapping(true).length - 1);
  });

  test("when a row is made, then it brings values to billing and blanks erase nothing", () => {
    for (const one of [...defaultMapping("accounts", true), ...defaultPersonMapping()])
      expect(one).toMatchObject({ direction: "to_billing", blank_erases: false });
  });

  test("when it is to go both ways, then the first row of each field that can be written does, and no other", () => {
    const rows = [
      row("Name", "display_name"),
      row("Name", "company_name"),
      row("Made", "notes"),
      row("X", "fax"),
    ];
    const fields = [crmField("Name"), crmField("Made", { read_only: true })];
    expect(withDirections(rows, fields).map(({ direction }) => direction)).toEqual([
      ...["both", "to_billing", "to_billing", "to_billing"],
    ]);
  });

  test("when records are matched, then companies are by name, and people by e-mail address", () => {
    expect(defaultMatchKeys("accounts")).toEqual(["name"]);
    expect(defaultMatchKeys("accounts-and-contacts")).toEqual(["name"]);
    expect(defaultMatchKeys("contacts")).toEqual(["email"]);
  });
});

describe("F31 given a CRM field and a billing field", () => {
  const billingTypes = [...new Set(customerFields.map(({ type }) => type)), "decimal", "date", "check_box"];

  test("when the page is read, then it names every type of a CRM field once and every type of billing somewhere", () => {
    expect(new Set(types.map((one) => one["CRM"])).size).toBe(types.length);
    const named = new Set(types.flatMap((one) => (one["goes into"] ?? "").split(" ")));
    for (const type of billingTypes) expect(named).toContain(type);
  });

  test.each(types)("when the CRM's is $CRM, then it goes into: ${goes into}", (one) => {
    const crm = crmField("Value", { data_type: one["CRM"] ?? "" });
    const into = billingTypes.filter((type) => isCompatible(crm, { type } as BillingField));
    expect(into.toSorted()).toEqual(
      (one["goes into"] ?? "")
        .split(" ")
        .filter((type) => type !== "–")
        .toSorted(),
    );
    expect(isSendable(crm) ? "yes" : "no").toBe(one["is written"]);
    expect(isSendable({ ...crm, read_only: true })).toBe(false);
  });
});

describe("F31 given the rows of a mapping", () => {
  const crm = [
    crmField("Name"),
    crmField("Phone", { data_type: "phone" }),
    crmField("Score", { data_type: "integer" }),
    crmField("Made", { read_only: true }),
    crmField("Owner", { data_type: "ownerlookup" }),
  ];
  const sides = { path: "mapping", crm, billing: customerFields, isPerson: false };
  const name = row("Name", "display_name");
  const cases: { name: string; rows: MappingRow[]; problems: [path: string, problem: string][] }[] = [
    { name: "all fit", rows: [name, row("Phone", "phone", "both")], problems: [] },
    {
      name: "the CRM has no such field",
      rows: [name, row("Gone", "notes")],
      problems: [
        [
          "mapping.1.crm",
          "the CRM has no field Gone that its user may see; choose another one or remove the row",
        ],
      ],
    },
    {
      name: "billing has no such field",
      rows: [name, row("Phone", "cf_gone")],
      problems: [["mapping.1.billing", "billing has no field cf_gone; choose another one or remove the row"]],
    },
    {
      name: "two rows bring one field",
      rows: [name, row("Phone", "notes"), row("Score", "notes")],
      problems: [
        ["mapping.2.billing", "Notes is mapped from Phone already; one billing field takes one CRM field"],
      ],
    },
    {
      name: "the types do not fit",
      rows: [name, row("Score", "email")],
      problems: [
        ["mapping.1.crm", "Score (integer) can't go into E-mail (email); choose a field of a fitting type"],
      ],
    },
    {
      name: "a field that is read-only is to be written",
      rows: [name, row("Made", "notes", "both")],
      problems: [["mapping.1.crm", "Made is read-only in the CRM; it can only go to billing"]],
    },
    {
      name: "a field of a type that cannot be written is to be",
      rows: [name, row("Owner", "notes", "to_crm")],
      problems: [
        ["mapping.1.crm", "Owner (ownerlookup) cannot be written from billing; it can only go to billing"],
      ],
    },
    {
      name: "two rows write one field",
      rows: [name, row("Phone", "phone", "to_crm"), row("Phone", "notes", "both")],
      problems: [
        ["mapping.2.crm", "Phone takes its value from phone already; let this row go to billing only"],
      ],
    },
    {
      name: "two rows read one field and one of them writes it",
      rows: [name, row("Phone", "phone"), row("Phone", "notes", "both")],
      problems: [],
    },
    {
      name: "a field that cannot be written is only read",
      rows: [name, row("Made", "notes"), row("Owner", "department")],
      problems: [],
    },
    {
      name: "nothing brings the display name",
      rows: [row("Name", "display_name", "to_crm"), row("Phone", "phone")],
      problems: [["mapping", "map a CRM field to the display name: every customer needs one"]],
    },
  ];
  test.each(cases)("when $name, then that is told at its row", ({ rows, problems }) => {
    expect(checkRows(rows, sides).map(({ path, problem }) => [path, problem])).toEqual(problems);
  });

  test("when they are of a contact person, then no display name is wanted", () => {
    expect(checkRows([row("Phone", "phone")], { ...sides, isPerson: true })).toEqual([]);
  });

  test("when some do not fit any more, then the others do", () => {
    const rows = [name, row("Gone", "notes"), row("Phone", "phone"), row("Score", "email")];
    expect(fittingRows(rows, sides)).toEqual([rows[0], rows[2]]);
  });

  test("when one maps to the display name, then it brings it unless it only goes to the CRM", () => {
    expect(bringsName(row("Name", "display_name"))).toBe(true);
    expect(bringsName(row("Name", "display_name", "both"))).toBe(true);
    expect(bringsName(row("Name", "display_name", "to_crm"))).toBe(false);
    expect(bringsName(row("Name", "company_name"))).toBe(false);
  });

  test("when one of them maps the currency, then they map money", () => {
    expect(mapsMoney({ mapping: [name, row("Currency", "currency_code")] })).toBe(true);
    expect(mapsMoney({ mapping: [name] })).toBe(false);
  });
});

describe("given a mapped name that is no field of the CRM", () => {
  test("when it is a contact's full name, then it is offered, read only, and made of the two names", () => {
    expect(composedFields("Accounts")).toEqual([]);
    expect(composedFields("Contacts")).toEqual([
      crmField("Full_Name", { label: "Full Name (first and last name)", length: undefined, read_only: true }),
    ]);
    expect([isComposed("Full_Name"), isComposed("Last_Name")]).toEqual([true, false]);
  });

  test.each([
    [{ First_Name: "Ann", Last_Name: "Miles" }, "Ann Miles"],
    [{ First_Name: "", Last_Name: "Miles" }, "Miles"],
    [{ First_Name: null, Last_Name: "Miles" }, "Miles"],
    [{ First_Name: "Ann" }, "Ann"],
    [{}, ""],
  ])("when the record has %j, then it is %j", (record, name) => {
    expect(rawValue(record, "Full_Name")).toBe(name);
  });

  test("when fields are asked for, then those that it is made of are, each once and in order", () => {
    expect(fieldsToRead(["Phone", "Full_Name", "Last_Name"], ["Modified_Time", "Email"])).toEqual([
      ...["Email", "First_Name", "Last_Name", "Modified_Time", "Phone"],
    ]);
  });
});

describe("given the raw value of a CRM field", () => {
  test.each([
    ["a text", "x", "x"],
    ["a number", 7, 7],
    ["nothing", null, null],
    ["several values, in whatever order", ["b", "a", 3], "3; a; b"],
    ["a look-up", { id: "1", name: "Acme" }, "Acme"],
    ["something without a name", { id: "1" }, undefined],
  ])("when it is %s, then it is read as one value", (_, raw, value) => {
    expect(rawValue({ Value: raw }, "Value")).toEqual(value);
  });
});
