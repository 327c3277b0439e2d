import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Asked,
  asksAnew,
  baseFor,
  conflictChanges,
  type Found,
  type KnownConflict,
  withoutPair,
} from "#sync/conflict/conflict.ts";
import { reconcileField, type Value } from "#sync/plan/reconcile.ts";

const one: Asked = { field: "phone", base: "0", crm: "1", billing: "2" };
const known: KnownConflict = { ...one, id: "cfl_1", decision: undefined };
const decided: KnownConflict = { ...known, decision: { take: "billing", by: "Ann" } };
const nothing: Found = { asked: [], silent: new Set(), sent: new Set() };

describe("F82 B3 what becomes of the conflict of a field", () => {
  test.each([
    ["it is new", [], { ...nothing, asked: [one] }, [{ do: "open", asked: one }]],
    ["it is found again", [known], { ...nothing, asked: [one] }, []],
    [
      "a side has another value",
      [known],
      { ...nothing, asked: [{ ...one, crm: "3" }] },
      [{ do: "change", id: "cfl_1", asked: { ...one, crm: "3" } }],
    ],
    [
      "billing has another value",
      [known],
      { ...nothing, asked: [{ ...one, billing: "3" }] },
      [{ do: "change", id: "cfl_1", asked: { ...one, billing: "3" } }],
    ],
    [
      "the sides agreed on something else meanwhile",
      [known],
      { ...nothing, asked: [{ ...one, base: "3" }] },
      [{ do: "change", id: "cfl_1", asked: { ...one, base: "3" } }],
    ],
    [
      "it is another field's",
      [{ ...known, field: "fax" }],
      { ...nothing, asked: [one], silent: new Set(["fax"]) },
      [{ do: "open", asked: one }],
    ],
    [
      "nobody decided it and it is on its way",
      [known],
      { ...nothing, sent: new Set(["phone"]) },
      [{ do: "settle", id: "cfl_1", why: "alone" }],
    ],
    ["nothing is left to decide", [known], nothing, [{ do: "settle", id: "cfl_1", why: "alone" }]],
    ["the CRM says nothing of the field", [known], { ...nothing, silent: new Set(["phone"]) }, []],
    ["it was decided and carried out", [decided], nothing, [{ do: "settle", id: "cfl_1", why: "decided" }]],
    ["it was decided and is on its way", [decided], { ...nothing, sent: new Set(["phone"]) }, []],
    [
      "a side changed after the decision",
      [decided],
      { ...nothing, asked: [{ ...one, billing: "4" }] },
      [
        { do: "settle", id: "cfl_1", why: "changed" },
        { do: "open", asked: { ...one, billing: "4" } },
      ],
    ],
  ] as const)("when %s", (_, before, found, changes) => {
    expect(conflictChanges(before, found)).toEqual(changes);
  });

  test("when the pair is not synced any more, then all of its conflicts are over, and nothing is asked", () => {
    const over = withoutPair([known, { ...decided, id: "cfl_2" }]);
    expect(over).toEqual([
      { do: "settle", id: "cfl_1", why: "apart" },
      { do: "settle", id: "cfl_2", why: "apart" },
    ]);
    expect(asksAnew(over)).toBe(false);
  });

  test("when one is opened or has changed, then there is something new to decide", () => {
    const settled = withoutPair([known]);
    expect(asksAnew([...settled, { do: "open", asked: one }])).toBe(true);
    expect(asksAnew([...settled, { do: "change", id: "cfl_2", asked: one }])).toBe(true);
  });

  const values = fc.constantFrom<Value>(null, "a", "b", "c", 1, true);
  const conflict = fc
    .record({ base: fc.option(values, { nil: undefined }), crm: values, billing: values })
    .map((sides) => ({ field: "phone", ...sides }))
    .filter(
      ({ base, crm, billing }) => crm !== billing && crm !== (base ?? null) && billing !== (base ?? null),
    );

  test("when it is decided, then the rule writes the chosen value to the other side, whatever the values", () => {
    fc.assert(
      fc.property(conflict, fc.constantFrom("crm" as const, "billing" as const), (asked, take) => {
        const plan = reconcileField({
          ...asked,
          base: baseFor(take, asked),
          direction: "both",
          policy: "ask",
          blankErases: true,
        });
        expect(plan).toMatchObject(
          take === "crm"
            ? { do: "write_billing", value: asked.crm }
            : { do: "write_crm", value: asked.billing },
        );
      }),
    );
  });

  test("when the same is found again and again, then there is never more than one, and nothing to tell", () => {
    fc.assert(
      fc.property(conflict, (asked) => {
        const before = [{ ...asked, id: "cfl_1" as const, decision: undefined }];
        const again = conflictChanges(before, { ...nothing, asked: [asked] });
        expect(again).toEqual([]);
        expect(asksAnew(again)).toBe(false);
      }),
    );
  });
});
