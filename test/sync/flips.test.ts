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
  ["to and fro three times", "cbcbcb", true],
  ["beginning with billing", "bcbcbcb", true],
  ["somebody in billing changes it five times", "ccccc", false],
  ["somebody in the CRM changes it five times", "bbbbb", false],
  ["first one side, then the other, many times each", "cccbbb", false],
])("fault 56 given a field of which %s, it flips: %s -> %s", ([, sides, flips]) => {
  expect(flippingFields(story(sides)).get("1")?.has("phone") ?? false).toBe(flips);
});

test("fault 56 given two fields, each has rounds of its own", () => {
  const rows = [...story("cbcb", "phone"), ...story("cb", "notes")];
  expect(flippingFields(rows).size).toBe(0);
  expect(flippingFields([...rows, ...story("cb", "phone")]).get("1")).toEqual(new Set(["phone"]));
});
