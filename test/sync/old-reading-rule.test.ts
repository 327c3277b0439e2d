import { expect, test } from "vitest";
import { instantFromMs, msOf } from "#kernel/time.ts";
import type { KnownLink } from "#sync/plan/decision.ts";
import type { FieldRules } from "#sync/plan/merge-fields.ts";
import { mayBeOld } from "#sync/plan/old-reading.ts";

const known = "2026-01-01T00:00:10.000Z";

const link: KnownLink = {
  state: "linked",
  customerId: "cus_1",
  contactPersonId: undefined,
  base: {},
  issues: [],
  configVersion: 1,
  crmModifiedTime: known,
};

/** Whether a list may be old that shows the record with a change so many milliseconds after the one that is known. */
function isOld(ms: number, rules: Partial<FieldRules> = {}, of: Partial<KnownLink> = {}): boolean {
  const two: FieldRules = {
    rows: new Map(),
    policy: "crm",
    put: (crm, raw) => ({ ok: true, crm, raw }),
    configVersion: 1,
    ...rules,
  };
  const modifiedTime = instantFromMs(msOf(known) + ms);
  const incoming = {
    ...({ module: "Accounts", crmId: "1", name: "Acme", target: "customer", accountId: undefined } as const),
    ...{ modifiedTime, values: {}, issues: [] },
  };
  return mayBeOld(two, incoming, { ...link, ...of });
}

test("a list may be old that shows no later change than is known", () => {
  expect([-1, 0, 1].map((ms) => isOld(ms))).toEqual([true, true, false]);
});

test("given a CRM whose machines have clocks of their own, then a change counts as later only by more than these may be apart", () => {
  expect([1, 1000, 1001].map((ms) => isOld(ms, { jitterMs: 1000 }))).toEqual([true, true, false]);
});

test("given a newer set-up, then the state that is known says something new, and an older one does not", () => {
  expect([-1, 0, 1].map((ms) => isOld(ms, { configVersion: 2 }))).toEqual([true, false, false]);
});

test("nothing is old that was read by its id, of a CRM that takes nothing, or of a record that is not synced", () => {
  expect(isOld(-1, { isExact: true })).toBe(false);
  expect(isOld(-1, { ignoresView: true })).toBe(false);
  expect(isOld(-1, { put: undefined })).toBe(false);
  expect(isOld(-1, {}, { crmModifiedTime: undefined })).toBe(false);
  const states = ["linked", "out_of_view", "deleted_in_crm", "duplicate", "closed"] as const;
  expect(states.filter((state) => isOld(-1, {}, { state }))).toEqual([
    "linked",
    "out_of_view",
    "deleted_in_crm",
  ]);
});
