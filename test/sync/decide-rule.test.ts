import { describe, expect, test } from "vitest";
import { type BillingField, contactPersonField } from "#billing/customer/customer-fields.ts";
import { AppError } from "#kernel/errors.ts";
import { conflictView } from "#sync/conflict/conflict-view.ts";
import type { Conflict, ListedConflict } from "#sync/conflict/conflict.table.ts";
import { type Choice, refuseChoices } from "#sync/conflict/decide.ts";
import { verdictOf } from "#sync/conflict/own-value.ts";

const at = "2026-03-01T10:00:00.000Z";

function conflict(id: string, of: Partial<ListedConflict> = {}): ListedConflict {
  return {
    ...{ organization_id: "org_1", id: id as Conflict["id"], connection_id: "con_1" },
    ...{ crm_module: "Accounts", crm_id: "9001", target: "customer", record_id: "cus_1" },
    ...{ customer_id: "cus_1", name: "Acme", field: "phone", base: '"0"', crm_value: '"1"' },
    ...{ billing_value: "null", crm_modified_at: at, crm_modified_by: "Eve", version: 1 },
    ...{ opened_by: "run_1", opened_at: at, changed_at: "2026-03-02T10:00:00.000Z", state: "open" },
    ...{ taken: null, given_value: null, decided_by_kind: null, decided_by_id: null, decided_by_name: null },
    ...{ decided_at: null, settled_why: null, settled_at: null },
    ...{ crm_company: "Acme CRM", api_url: "http://localhost:4000", kind: "embedded" },
    ...{ billing_at: null, billing_by: null },
    ...of,
  };
}

const choice = (id: string, version = 1): Choice => ({ conflict: id, take: "crm", version });
const decided = { state: "decided", taken: "billing", decided_by_name: "Ann", decided_at: at } as const;

describe("F82 B3 given conflicts and whose value is to be taken", () => {
  /** The refusal of what was chosen, or undefined. */
  function refusal(
    choices: Choice[],
    found: ListedConflict[],
    stale: string[] = [],
  ): { code: string; facts: object } | undefined {
    try {
      refuseChoices(
        choices,
        new Map(found.map((one) => [one.id, one])),
        new Set(stale),
        ({ field }) => field,
      );
    } catch (error) {
      if (error instanceof AppError) return { code: error.code, facts: error.facts };
      throw error;
    }
    return undefined;
  }
  const both = [choice("cfl_1"), choice("cfl_2")];
  const other = conflict("cfl_1");

  test("when all are open and as they were seen, then nothing is refused", () => {
    expect(refusal(both, [other, conflict("cfl_2")])).toBeUndefined();
    expect(refusal([], [])).toBeUndefined();
  });

  test("when there is no such conflict, then it is named", () => {
    expect(refusal(both, [other])).toEqual({ code: "conflict.not_found", facts: { conflicts: ["cfl_2"] } });
  });

  test.each([
    {
      name: "somebody took billing's value",
      of: decided,
      message: "Ann has decided phone of Acme already: billing's value is taken",
    },
    {
      name: "somebody took the CRM's value, and then it was carried out",
      of: { ...decided, state: "settled", taken: "crm", settled_why: "decided" },
      message: "Ann has decided phone of Acme already: the CRM's value is taken",
    },
    {
      name: "a program decided",
      of: { ...decided, decided_by_name: null },
      message: "Somebody has decided phone of Acme already: billing's value is taken",
    },
    {
      name: "somebody gave a value",
      of: { ...decided, given_value: '"7"' },
      message: "Ann has decided phone of Acme already: a value of their own is taken",
    },
    {
      name: "the sides agree by now",
      of: { state: "settled", settled_why: "alone" },
      message: "There is nothing left to decide about phone of Acme",
    },
  ] as const)("when $name, then that is told, and what else was chosen is refused too", ({ of, message }) => {
    expect(refusal(both, [other, conflict("cfl_2", of)])).toEqual({
      code: "conflict.decided",
      facts: { message, conflicts: ["cfl_2"] },
    });
  });

  test("when a side has changed since it was seen, in the CRM or in billing, then that is told", () => {
    const changed = {
      code: "conflict.changed",
      facts: {
        message: "A side of phone of Acme has changed since it was seen",
        conflicts: ["cfl_2"],
      },
    };
    expect(refusal(both, [other, conflict("cfl_2", { version: 2 })])).toEqual(changed);
    expect(refusal(both, [other, conflict("cfl_2")], ["cfl_2"])).toEqual(changed);
  });
});

describe("F82 B3 given a value of the person's own instead of both", () => {
  const phone = contactPersonField("phone");
  const sides = { crm: "+1 555 1", billing: "+1 555 2" };
  const verdict = (value: unknown, field: BillingField | undefined = phone) =>
    verdictOf({ conflict: "cfl_1", take: "value", value, version: 1 }, 3, sides, field);

  test.each([
    { name: "neither side holds it", value: " +1 555 7 ", verdict: { take: "billing", given: "+1 555 7" } },
    { name: "it empties the field", value: null, verdict: { take: "billing", given: null } },
    { name: "the CRM holds it", value: "+1 555 1", verdict: { take: "crm", given: undefined } },
    { name: "billing holds it", value: "+1 555 2", verdict: { take: "billing", given: undefined } },
  ])("when $name, then the verdict is $verdict", ({ value, verdict: wanted }) => {
    expect(verdict(value)).toEqual(wanted);
  });

  test.each([
    { name: "the field cannot hold it", of: ["call me", phone], problem: /Phone/ },
    { name: "the field is gone", of: ["1", undefined], problem: /gone/ },
  ] as const)("when $name, then that is said of this choice", ({ of: [value, field], problem }) => {
    const choice = { conflict: "cfl_1", take: "value", value, version: 1 } as const;
    let refusal: unknown;
    try {
      verdictOf(choice, 3, sides, field);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({
      code: "request.invalid",
      facts: { fields: [{ path: "decisions.3.value", problem: expect.stringMatching(problem) as string }] },
    });
  });

  test("when a side is taken, then it is that", () => {
    const choice = { conflict: "cfl_1", take: "crm", version: 1 } as const;
    expect(verdictOf(choice, 0, sides, undefined)).toEqual({ take: "crm", given: undefined });
  });
});

describe("F82 given a conflict, how it is shown", () => {
  const fields: Parameters<typeof conflictView>[1] = {
    customer: new Map([["phone", { label: "Phone", type: "phone", options: [] }]]),
    contact_person: new Map([["phone", { label: "His phone", type: "phone", options: ["1", "2"] }]]),
  };
  test("when it is open, then with what both sides hold, who gave it, and where the record is opened", () => {
    expect(conflictView(conflict("cfl_1"), fields)).toEqual({
      ...{ id: "cfl_1", version: 1, connection: "con_1", crm_company: "Acme CRM" },
      ...{ crm_module: "Accounts", crm_id: "9001", crm_url: "http://localhost:4000/go/crm/accounts/9001" },
      ...{ customer: "cus_1", contact_person: null, name: "Acme", field: "phone", label: "Phone" },
      input: { type: "phone", options: [] },
      base: { value: "0" },
      crm: { value: "1", at, by: "Eve" },
      billing: { value: null, at: null, by: null },
      ...{ opened_at: at, opened_by: "run_1", changed_at: "2026-03-02T10:00:00.000Z", state: "open" },
      ...{ decision: null, settled: null },
    });
  });

  test("when the sides never agreed, then there is no base, and where they agreed on a blank, it is one", () => {
    expect(conflictView(conflict("cfl_1", { base: null }), fields).base).toBeNull();
    expect(conflictView(conflict("cfl_1", { base: "null" }), fields).base).toEqual({ value: null });
  });

  test("when it is of a contact person, then that is named, and the field as of a person", () => {
    const of = conflict("cfl_1", { target: "contact_person", record_id: "cpn_1" });
    expect(conflictView(of, fields)).toMatchObject({
      customer: "cus_1",
      contact_person: "cpn_1",
      label: "His phone",
      input: { type: "phone", options: ["1", "2"] },
    });
  });

  test("when a field is not known any more, then it is called by its name", () => {
    expect(conflictView(conflict("cfl_1", { field: "cf_gone" }), fields)).toMatchObject({
      ...{ label: "cf_gone", input: null },
    });
  });

  test("when it is decided, then whose value is taken, and by whom", () => {
    expect(conflictView(conflict("cfl_1", decided), fields)).toMatchObject({
      decision: { take: "billing", by: "Ann", at },
      settled: null,
    });
    expect(conflictView(conflict("cfl_1", { ...decided, given_value: '"7"' }), fields).decision).toEqual({
      ...{ take: "value", value: "7", by: "Ann", at },
    });
    expect(conflictView(conflict("cfl_1", { ...decided, decided_by_name: null }), fields).decision?.by).toBe(
      "",
    );
  });

  test.each([
    ["decided", "The decision was carried out."],
    ["alone", "The sides agree again, or only one of them had changed."],
    ["changed", "A side changed after the decision, so it was asked again."],
    ["apart", "The pair is not synced any more."],
  ] as const)("when it is settled because %s, then: %s", (why, words) => {
    const of = conflict("cfl_1", { state: "settled", settled_why: why, settled_at: at });
    expect(conflictView(of, fields)).toMatchObject({ decision: null, settled: { why, words, at } });
  });
});
