import { describe, expect, test } from "vitest";
import type { Direction, MappingRow } from "#sync/connection/settings.api.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { Put } from "#sync/mapping/outgoing.ts";
import type { Values } from "#sync/plan/decision.ts";
import { type Merged, mergeFields } from "#sync/plan/merge-fields.ts";

/** An account's name goes both ways with the display name, and comes to the company name too. */
const mapping: MappingRow[] = [
  { crm: "Account_Name", billing: "display_name", direction: "both", blank_erases: false },
  { crm: "Account_Name", billing: "company_name", direction: "to_billing", blank_erases: false },
];

const put: Put = (billing, value) => ({ ok: true, crm: billing, raw: value });

function merged(values: Values, billing: Values, base: Values, rows = mapping): Merged {
  const incoming = { values, modifiedTime: "2026-03-01T00:00:00.000Z" } as unknown as Incoming;
  const rules = { rows: new Map(rows.map((row) => [row.billing, row])), policy: "ask" as const, put };
  return mergeFields(rules, incoming, billing, base);
}

const both = (name: string): Values => ({ display_name: name, company_name: name });

/** The rows with others for the display name. */
const withName = (of: Partial<MappingRow>): MappingRow[] =>
  mapping.map((row) => (row.billing === "display_name" ? { ...row, ...of } : row));

describe("F18 given one CRM field that comes to two fields, of which one goes to it", () => {
  test("when what billing sent comes back, then a name that somebody wrote stays, and what the CRM holds is agreed on", () => {
    const now = { display_name: "New", company_name: "Legal Inc." };
    const { write, base, changes, kept, asked, outward } = merged(both("New"), now, {
      display_name: "New",
      company_name: "Old",
    });
    expect({ write, changes, asked, outward: outward.values }).toEqual({
      ...{ write: {}, changes: [], asked: [], outward: {} },
    });
    expect(base).toEqual(both("New"));
    expect(kept).toEqual(["company_name"]);
    expect(merged(both("New"), now, base)).toMatchObject({ write: {}, changes: [], asked: [] });
  });

  test("when it comes back to a name that the CRM gave, then that follows", () => {
    const { write, base } = merged(
      both("New"),
      { display_name: "New", company_name: "Old" },
      {
        display_name: "New",
        company_name: "Old",
      },
    );
    expect({ write, base }).toEqual({ write: { company_name: "New" }, base: both("New") });
  });

  test("when the CRM itself changes the name, then both have it, whatever somebody wrote", () => {
    const now = { display_name: "Old", company_name: "Legal Inc." };
    expect(merged(both("CRM"), now, both("Old"))).toMatchObject({
      write: both("CRM"),
      base: both("CRM"),
      changes: [
        { field: "display_name", from: "Old", to: "CRM" },
        { field: "company_name", from: "Legal Inc.", to: "CRM" },
      ],
    });
  });

  const now = { display_name: "New", company_name: "Legal Inc." };
  const base = { display_name: "New", company_name: "Old" };
  test.each<[string, Values, MappingRow[]]>([
    ["the two never agreed on the company name", { display_name: "New" }, mapping],
    ["they never agreed on the display name", { company_name: "Old" }, mapping],
    ["the display name only comes", base, withName({ direction: "to_billing" })],
    ["the display name goes with another field", base, withName({ crm: "Other" })],
    ["no other row is there", base, mapping.slice(1)],
  ])("when %s, then the CRM's value is taken as any", (_, agreed, rows) => {
    expect(merged(both("New"), now, agreed, rows).write).toEqual({ company_name: "New" });
  });

  test("when billing cannot hold the name, and the two never agreed on one, then nothing says that it was sent", () => {
    const unread = { company_name: "New" };
    expect(merged(unread, { company_name: "Legal Inc." }, { company_name: "Old" })).toMatchObject({
      write: unread,
      base: unread,
    });
  });

  test.each<Direction>(["both", "to_crm"])(
    "when the second goes %s, then it is a change like any",
    (direction) => {
      const rows = mapping.map((row) => (row.billing === "company_name" ? { ...row, direction } : row));
      const { kept, base: agreed } = merged(both("New"), now, base, rows);
      expect({ kept, agreed: agreed["company_name"] }).toEqual({ kept: [], agreed: "Old" });
    },
  );

  test("when a field of its own comes, then no other row has a say", () => {
    const rows: MappingRow[] = [
      { crm: "Phone", billing: "phone", direction: "to_billing", blank_erases: false },
      ...mapping,
    ];
    const found = merged(
      { ...both("New"), phone: "3" },
      { ...both("New"), phone: "2" },
      { ...both("New"), phone: "1" },
      rows,
    );
    expect(found.write).toEqual({ phone: "3" });
  });
});
