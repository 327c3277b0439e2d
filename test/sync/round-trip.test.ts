import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BillingField, customerField } from "#billing/customer/customer-fields.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import { isCompatible } from "#sync/mapping/check-mapping.ts";
import type { CrmField } from "#sync/mapping/crm-field.ts";
import { createLens, readIncoming } from "#sync/mapping/incoming.ts";
import { createPut, isSendable } from "#sync/mapping/outgoing.ts";
import { isRefused, type PairTrial, type TriedRecord, tryMapping } from "#sync/mapping/round-trip.ts";
import { mergeFields } from "#sync/plan/merge-fields.ts";
import type { Value } from "#sync/plan/reconcile.ts";

function billing(type: BillingField["type"], more: Partial<BillingField> = {}): BillingField {
  return { ...customerField("notes"), name: "cf_value", label: "Ours", maxLength: 200, type, ...more };
}

function crm(data_type: string, more: Partial<CrmField> = {}): CrmField {
  const plain = { length: undefined, read_only: false, custom: true, required: false, options: [] };
  return { api_name: "Value", label: "Theirs", data_type, ...plain, ...more };
}

type Pair = { crm: CrmField; billing: BillingField };

function tried(pair: Pair, values: { crm?: unknown[]; billing?: unknown[] }, more: Partial<MappingRow> = {}) {
  const records = (["crm", "billing"] as const).flatMap((side) =>
    (values[side] ?? []).map((value, at): TriedRecord => {
      return { side, name: `${side} ${at}`, values: { [side === "crm" ? "Value" : "cf_value"]: value } };
    }),
  );
  const row: MappingRow = {
    crm: "Value",
    billing: "cf_value",
    direction: "both",
    blank_erases: false,
    ...more,
  };
  const trials = tryMapping({ rows: [row], crmFields: [pair.crm], billingFields: [pair.billing], records });
  expect(trials).toHaveLength(1);
  return { row, trial: trials[0] as PairTrial };
}

/** What each kind of loss looks like; the other side's values come through. */
const losing: {
  what: string;
  pair: Pair;
  crm?: unknown[];
  billing?: unknown[];
  loss: Partial<PairTrial["losses"][number]>;
}[] = [
  {
    what: "text that is longer than the CRM's field",
    pair: { crm: crm("text", { length: 5 }), billing: billing("text") },
    crm: ["short"],
    billing: ["too long"],
    loss: {
      side: "billing",
      before: "too long",
      after: null,
      reason: expect.stringMatching(/holds 5 charac/),
    },
  },
  {
    what: "text that is longer than billing's field",
    pair: { crm: crm("textarea", { length: 32_000 }), billing: billing("text_area", { maxLength: 6 }) },
    crm: ["too long"],
    billing: ["short"],
    loss: { side: "crm", before: "too long", after: null, reason: expect.stringMatching(/at most 6 fit/) },
  },
  {
    what: "lines in a field of one line",
    pair: { crm: crm("textarea"), billing: billing("text") },
    crm: ["two\nlines"],
    loss: { side: "crm", reason: expect.stringMatching(/one line/) },
  },
  {
    what: "an option that billing has not",
    pair: {
      crm: crm("picklist", { options: ["Gold", "Tin"] }),
      billing: billing("pick_list", { options: ["Gold"] }),
    },
    crm: ["Gold", "Tin"],
    billing: ["Gold"],
    loss: {
      side: "crm",
      record: "crm 1",
      before: "Tin",
      after: null,
      reason: expect.stringMatching(/one of: Gold/),
    },
  },
  {
    what: "an option that the CRM has not",
    pair: { crm: crm("picklist", { options: ["Gold"] }), billing: billing("text") },
    crm: ["Gold"],
    billing: ["Silver"],
    loss: {
      side: "billing",
      before: "Silver",
      after: null,
      reason: expect.stringMatching(/no value Silver/),
    },
  },
  {
    what: "an option that the CRM no longer has",
    pair: { crm: crm("picklist", { options: ["Gold"] }), billing: billing("text") },
    crm: ["Of old"],
    loss: { side: "crm", before: "Of old", after: null },
  },
  {
    what: "digits that the CRM rounds away",
    pair: { crm: crm("currency", { decimals: 2, length: 16 }), billing: billing("decimal") },
    crm: [12.35],
    billing: ["12.345", "12.5"],
    loss: { side: "billing", record: "billing 0", before: "12.345", after: "12.35" },
  },
  {
    what: "a number that is too large for the CRM",
    pair: { crm: crm("integer", { length: 9 }), billing: billing("number") },
    billing: [1_234_567_890],
    loss: { side: "billing", before: 1_234_567_890, reason: expect.stringMatching(/holds 9 digits/) },
  },
  {
    what: "a spelling that a number does not keep",
    pair: { crm: crm("double", { decimals: 2 }), billing: billing("text") },
    crm: [1.5],
    billing: ["1.50", "1.5"],
    loss: { side: "billing", before: "1.50", after: "1.5" },
  },
  {
    what: "words for yes and no",
    pair: { crm: crm("boolean"), billing: billing("text") },
    crm: [true, false],
    billing: ["true", "yes"],
    loss: { side: "billing", before: "yes", after: null },
  },
  {
    what: "words in a field of phone numbers",
    pair: { crm: crm("text"), billing: billing("phone") },
    crm: ["ask reception", "+49 30 1"],
    loss: { side: "crm", before: "ask reception", reason: expect.stringMatching(/phone number/) },
  },
];

describe("B19 given a pair of fields that is to go both ways", () => {
  test.each(losing)("when records hold $what, then that value is found, with whose it is and why", (one) => {
    const { row, trial } = tried(one.pair, one);
    expect(trial).toMatchObject({ on: "records", lost: 1, losses: [one.loss] });
    expect(trial.tried).toBe((one.crm ?? []).length + (one.billing ?? []).length);
    expect(isRefused(row, trial)).toBe(true);
    expect(isRefused({ ...row, accepts_loss: true }, trial)).toBe(false);
  });

  test.each(losing)(
    "when $what meet a pair of one direction, then they are told where they go, and never refused",
    (one) => {
      for (const direction of ["to_billing", "to_crm"] as const) {
        const { row, trial } = tried(one.pair, one, { direction });
        expect(isRefused(row, trial)).toBe(false);
        expect(trial.losses.every(({ side }) => side === (direction === "to_crm" ? "billing" : "crm"))).toBe(
          true,
        );
      }
    },
  );

  test("when values differ only in what neither side minds, then nothing is lost", () => {
    const options = { crm: crm("text"), billing: billing("pick_list", { options: ["Gold"] }) };
    expect(tried(options, { crm: ["gold", "  Gold "] }).trial).toMatchObject({ tried: 2, lost: 0 });
    const text = { crm: crm("textarea"), billing: billing("text_area") };
    expect(tried(text, { crm: ["a\r\nb "], billing: ["a\nb"] }).trial).toMatchObject({ tried: 2, lost: 0 });
  });

  test("when a blank is all that a record holds, then it counts for nothing", () => {
    const { trial } = tried(
      { crm: crm("text"), billing: billing("text") },
      { crm: [null, ""], billing: [null] },
    );
    expect(trial).toMatchObject({ on: "possible_values", lost: 0 });
    expect(trial.tried).toBeGreaterThan(0);
  });

  test("when no record holds anything, then the entries of the lists are tried", () => {
    const lists = {
      crm: crm("picklist", { options: ["-None-", "Gold", "Tin"] }),
      billing: billing("pick_list", { options: ["Gold", "Lead"] }),
    };
    const { row, trial } = tried(lists, {});
    expect(trial).toMatchObject({
      on: "possible_values",
      tried: 4,
      lost: 2,
      losses: [
        { side: "crm", record: null, before: "Tin" },
        { side: "billing", record: null, before: "Lead" },
      ],
    });
    expect(isRefused(row, trial)).toBe(true);
  });

  test("when the same value is lost often, then it is counted each time and shown once, a long one shortened", () => {
    const pair = { crm: crm("text", { length: 5 }), billing: billing("text") };
    const values = ["same one", "same one", "same one", "second", "x".repeat(200), "fourth"];
    const { trial } = tried(pair, { billing: values });
    expect(trial).toMatchObject({ tried: 6, lost: 6 });
    expect(trial.losses.map(({ before }) => before)).toEqual(["same one", "second", `${"x".repeat(120)}…`]);
    expect(trial.losses[0]?.record).toBe("billing 0");
  });

  test("when a row does not fit its fields, then it is left out, and the others keep their places", () => {
    const rows = [
      { crm: "Gone", billing: "notes", direction: "both", blank_erases: false },
      { crm: "Value", billing: "cf_value", direction: "both", blank_erases: false },
    ] as const;
    const fields = { crmFields: [crm("text")], billingFields: [billing("text"), customerField("notes")] };
    expect(tryMapping({ rows, ...fields, records: [] })).toMatchObject([{ at: 1, crm: "Value" }]);
  });
});

const billingTypes = ["text", "text_area", "email", "phone", "url", "number", "decimal", "date"] as const;
const moreBillingTypes = ["check_box", "pick_list", "currency"] as const;
const options = ["Gold", "silver", "EUR"];
const crmFields = [
  crm("text", { length: 12 }),
  crm("textarea", { length: 20 }),
  crm("email", { length: 20 }),
  crm("phone", { length: 12 }),
  crm("website", { length: 30 }),
  crm("picklist", { options }),
  crm("integer", { length: 4 }),
  crm("bigint", { length: 18 }),
  crm("double", { length: 6, decimals: 2 }),
  crm("currency", { length: 6, decimals: 0 }),
  crm("percent", { length: 5, decimals: 3 }),
  crm("boolean"),
  crm("date"),
];
const pairs = [...billingTypes, ...moreBillingTypes].flatMap((type) =>
  crmFields
    .map((field): Pair & { name: string } => {
      const pair = { crm: field, billing: billing(type, { options: ["Gold", "Tin"], maxLength: 25 }) };
      return { ...pair, name: `${type} and ${field.data_type}` };
    })
    .filter((pair) => isSendable(pair.crm) && isCompatible(pair.crm, pair.billing)),
);

/** The CRM as it is: what it cannot hold it refuses, numbers it rounds. */
function stored(field: CrmField, value: unknown): unknown {
  if (value === null) return field.data_type === "boolean" ? false : null;
  if (typeof value === "number") {
    if (Math.abs(value) >= 10 ** (field.length ?? 16)) return undefined;
    return field.decimals === undefined ? value : Number(value.toFixed(field.decimals));
  }
  if (typeof value === "string" && value.length > (field.length ?? Infinity)) return undefined;
  if (field.data_type === "picklist" && !field.options.some((option) => option === value)) return undefined;
  return value;
}

const raw = fc.oneof(
  fc.constantFrom(...options, "Tin", "gold", "yes", "1.50", "12.345", "0.125", "2026-02-28", "a@b.example"),
  fc.constantFrom("www.x.example", "+49 30 1", "two\nlines", " blank ", "99999999", true, false),
  fc.integer({ min: -99_999, max: 99_999 }),
  fc.double({ noDefaultInfinity: true, noNaN: true, min: -9999, max: 9999 }),
  fc.string({ maxLength: 30, unit: "grapheme" }),
);

type Sides = { crm: unknown; billing: Value };

/** One sync of a pair that both sides may have edited: what each holds afterwards, and what both agreed on. */
function sync(
  pair: Pair,
  row: MappingRow,
  { crm: theirs, billing: ours }: Sides,
  base: Record<string, Value>,
) {
  const lens = createLens("Accounts", "customer", [row], [pair.billing]);
  const put = createPut(lens, [pair.crm]);
  const rules = { rows: new Map([["cf_value", row]]), policy: "crm", put } as const;
  const merged = mergeFields(rules, readIncoming(lens, { id: "1", Value: theirs }), { cf_value: ours }, base);
  const sent = merged.outward.values["cf_value"];
  const written = sent === undefined ? undefined : put("cf_value", sent);
  const after: Sides = {
    crm: written?.ok ? stored(pair.crm, written.raw) : theirs,
    billing: merged.write["cf_value"] ?? ours,
  };
  return { after, base: { ...merged.base, ...merged.outward.values }, merged };
}

describe("B19 given a pair that the trial passes", () => {
  test.each(pairs)(
    "when $name hold one of its values, then two syncs bring it over and never change it",
    (pair) => {
      let passed = 0;
      fc.assert(
        fc.property(raw, fc.constantFrom("crm" as const, "billing" as const), (value, side) => {
          const theirs = side === "crm" ? stored(pair.crm, value) : null;
          const ours = side === "billing" ? createCanonical(pair, value) : null;
          if (theirs === undefined || ours === undefined) return;
          const { row, trial } = tried(pair, { crm: [theirs], billing: [ours] });
          if (trial.on !== "records" || trial.lost > 0) return;
          passed += 1;
          const seen = readIncoming(createLens("Accounts", "customer", [row], [pair.billing]), {
            id: "1",
            Value: theirs,
          });
          const meant = side === "crm" ? seen.values["cf_value"] : ours;
          const first = sync(pair, row, { crm: theirs, billing: ours }, {});
          const second = sync(pair, row, first.after, first.base);
          for (const { after } of [first, second]) {
            const read = readIncoming(createLens("Accounts", "customer", [row], [pair.billing]), {
              id: "1",
              Value: after.crm,
            });
            expect(read.values["cf_value"]).toBe(meant);
            expect(after.billing).toBe(meant);
          }
          expect(second.merged.write).toEqual({});
          expect(second.merged.outward.values).toEqual({});
        }),
        { numRuns: 400 },
      );
      expect(passed).toBeGreaterThan(0);
    },
  );
});

/** A value as billing would hold it; undefined where it would not. */
function createCanonical(pair: Pair, value: unknown): Value | undefined {
  const row: MappingRow = { crm: "Value", billing: "cf_value", direction: "to_billing", blank_erases: false };
  const lens = createLens("Accounts", "customer", [row], [pair.billing]);
  return readIncoming(lens, { id: "1", Value: value }).values["cf_value"];
}
