import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BillingField } from "#billing/customer/customer-fields.ts";
import { validateValue } from "#billing/customer/field-value.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import { isCompatible } from "#sync/mapping/check-mapping.ts";
import type { CrmField } from "#sync/mapping/crm-field.ts";
import { createLens, readIncoming } from "#sync/mapping/incoming.ts";
import { createPut, isSendable } from "#sync/mapping/outgoing.ts";
import { mergeFields } from "#sync/plan/merge-fields.ts";
import type { Value } from "#sync/plan/reconcile.ts";

const options = ["Gold", "silver", "Ärzte", "7"];

function billingField(type: BillingField["type"]): BillingField {
  return {
    name: "cf_value",
    label: "Value",
    type,
    maxLength: 200,
    required: false,
    column: "custom_fields",
    group: "custom",
    options,
  };
}

function crmField(data_type: string): CrmField {
  return {
    api_name: "Value",
    label: "Value",
    data_type,
    length: data_type === "text" ? 40 : undefined,
    read_only: false,
    custom: true,
    required: false,
    // One option fewer than billing has, and one that billing has not.
    options: ["Gold", "silver", "Ärzte", "Bronze", "EUR"],
  };
}

const billingTypes: BillingField["type"][] = [
  "text",
  "text_area",
  "email",
  "phone",
  "url",
  "number",
  "decimal",
  "date",
  "check_box",
  "pick_list",
  "currency",
];
const crmTypes = [
  "text",
  "textarea",
  "email",
  "phone",
  "website",
  "picklist",
  "integer",
  "bigint",
  "double",
  "decimal",
  "currency",
  "percent",
  "boolean",
  "date",
  "datetime",
];

/** Every pair of types that a mapping may send to the CRM. */
const pairs = billingTypes.flatMap((billing) =>
  crmTypes.flatMap((crm) => {
    const pair = { billing: billingField(billing), crm: crmField(crm) };
    return isSendable(pair.crm) && isCompatible(pair.crm, pair.billing)
      ? [{ ...pair, name: `${billing} and ${crm}` }]
      : [];
  }),
);

/** What people and programs write into fields: plain, blank, long, odd letters, numbers of every kind. */
const raw = fc.oneof(
  fc.string({ maxLength: 60, unit: "grapheme" }),
  fc.string({ maxLength: 60, unit: "binary" }),
  fc.constantFrom(
    ...options,
    "gold",
    "  Gold ",
    "EUR",
    "yes",
    "0",
    "-0",
    "1e3",
    "1.50",
    "2026-02-29",
    "2026-03-01",
  ),
  fc.constantFrom(
    "a@b.example",
    "https://x.example/a?b",
    "www.x.example",
    "+49 (30) 1",
    "12345678901234567890",
  ),
  fc.integer(),
  fc.double({ noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

function lensOf({ billing, crm }: (typeof pairs)[number]) {
  const row: MappingRow = { crm: crm.api_name, billing: billing.name, direction: "both", blank_erases: true };
  return createLens("Accounts", "customer", [row], [billing]);
}

/** What billing sees of a value of the CRM; undefined where it cannot hold it. */
function get(pair: (typeof pairs)[number], value: unknown): Value | undefined {
  return readIncoming(lensOf(pair), { id: "1", Value: value }).values[pair.billing.name];
}

describe("given the way of a value to the CRM and back", () => {
  test("when types are paired, then there are pairs of every billing type", () => {
    console.log(`lens laws: ${pairs.length} pairs of types`);
    expect(new Set(pairs.map(({ billing }) => billing.type)).size).toBe(billingTypes.length);
  });

  test.each(pairs)(
    "when $name hold it, then it comes back as it is, or is not sent, and is never cut",
    (pair) => {
      const put = createPut(lensOf(pair), [pair.crm]);
      let sent = 0;
      fc.assert(
        fc.property(raw, (given) => {
          const canonical = validateValue(pair.billing, given);
          if (!canonical.ok) return;
          const written = put(pair.billing.name, canonical.value);
          if (!written.ok) {
            expect(written.problem).not.toBe("");
            return;
          }
          sent += 1;
          const back = get(pair, written.raw);
          // A check box of the CRM has no third state: nothing is no.
          expect(back).toBe(
            canonical.value === null && pair.crm.data_type === "boolean" ? false : canonical.value,
          );
        }),
        { numRuns: 300 },
      );
      expect(sent).toBeGreaterThan(0);
    },
  );

  test.each(pairs)(
    "when $name hold what the CRM had, then writing back what was read changes nothing that is seen",
    (pair) => {
      const put = createPut(lensOf(pair), [pair.crm]);
      fc.assert(
        fc.property(raw, (given) => {
          const seen = get(pair, given);
          if (seen === undefined) return;
          const written = put(pair.billing.name, seen);
          if (written.ok && seen !== null) expect(get(pair, written.raw)).toBe(seen);
        }),
        { numRuns: 300 },
      );
    },
  );
});

describe("given a plan for a pair that was carried out on both sides", () => {
  const values = fc.constantFrom<Value>(null, "a", "b", "c");
  const pair = { billing: billingField("text"), crm: crmField("text"), name: "text" };
  const put = createPut(lensOf(pair), [pair.crm]);

  test("when it is planned again, then there is nothing more to write on either side, and nothing was written beside the mapping", () => {
    fc.assert(
      fc.property(
        fc.record({
          base: fc.option(values, { nil: undefined }),
          crm: values,
          billing: values,
          direction: fc.constantFrom("to_billing" as const, "to_crm" as const, "both" as const),
          policy: fc.constantFrom("crm" as const, "billing" as const, "ask" as const),
          blank_erases: fc.boolean(),
        }),
        ({ base, crm, billing, direction, policy, blank_erases }) => {
          const row: MappingRow = { crm: "Value", billing: "cf_value", direction, blank_erases };
          const rules = { rows: new Map([["cf_value", row]]), policy, put };
          const incoming = (value: Value) => readIncoming(lensOf(pair), { id: "1", Value: value });
          const first = mergeFields(
            rules,
            incoming(crm),
            { cf_value: billing, notes: "mine" },
            base === undefined ? {} : { cf_value: base },
          );
          for (const side of [first.write, first.outward.values])
            expect(Object.keys(side).filter((field) => field !== "cf_value")).toEqual([]);
          if (direction === "to_billing") expect(first.outward.values).toEqual({});
          if (direction === "to_crm") expect(first.write).toEqual({});
          const { cf_value: crmAfter = crm } = first.outward.values;
          const billingAfter = { cf_value: billing, ...first.write };
          const second = mergeFields(rules, incoming(crmAfter), billingAfter, {
            ...first.base,
            ...first.outward.values,
          });
          expect(second.write).toEqual({});
          expect(second.outward.values).toEqual({});
        },
      ),
      { numRuns: 2000 },
    );
  });
});
