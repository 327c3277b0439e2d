import { expect, test } from "vitest";
import { flippingFields, type Written } from "#sync/plan/flips.ts";

const change = (field: string) => [{ field, from: null, to: "x" }];
const story = (sides: string, field = "phone"): Written[] =>
  sides
    .split("")
    .map((side) => ({ crmId: "1", side: side === "c" ? "crm" : "billing", changes: change(field) }));

test.for<[string, string, boolean]>([
  ["nothing was written", "", false],
  ["sent once, and back once", "cb", false],
  ["to and fro twice", "cbcb", false],
  ["to and fro eleven times", "cb".repeat(11), false],
  ["to and fro twelve times", "cb".repeat(12), true],
  ["beginning with billing", `b${"cb".repeat(12)}`, true],
  ["somebody in billing changes it twenty times", "c".repeat(20), false],
  ["somebody in the CRM changes it twenty times", "b".repeat(20), false],
  ["first one side, then the other, many times each", "cccbbb", false],
])("fault 56 given a field of which %s, it flips: %s -> %s", ([, sides, flips]) => {
  expect(flippingFields(story(sides)).get("1")?.has("phone") ?? false).toBe(flips);
});

test("fault 56 given two fields, each has rounds of its own", () => {
  const rows = [...story("cb".repeat(11), "phone"), ...story("cb", "notes")];
  expect(flippingFields(rows).size).toBe(0);
  expect(flippingFields([...rows, ...story("cb", "phone")]).get("1")).toEqual(new Set(["phone"]));
});
