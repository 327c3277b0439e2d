import { describe, expect, test } from "vitest";
import { type Customer, newCustomer } from "#billing/customer/customer.ts";
import { newContactPerson } from "#billing/customer/contact-person.ts";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import { customerRecord, personRecord } from "#sync/change/billing-record.ts";
import type { KnownConflict } from "#sync/conflict/conflict.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import { changesOf, isTold } from "#sync/history/record.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { BillingRecord, Decision, KnownLink, Values } from "#sync/plan/decision.ts";
import { type FieldRules, mergeFields } from "#sync/plan/merge-fields.ts";
import { fieldsInConflict, planLinked } from "#sync/plan/plan-linked.ts";

const at = "2026-03-01T10:00:00.000Z";
const rows = new Map<string, MappingRow>(
  ["display_name", "phone", "fax"].map((billing) => [
    billing,
    { crm: billing, billing, direction: "both", blank_erases: true },
  ]),
);

const oneWay: FieldRules = { rows, policy: "ask" };
/** What a run goes by that has read the record by its id, to send what the CRM lacks. */
const exact: FieldRules = {
  ...oneWay,
  put: (crm, raw) =>
    raw === "never" ? { ok: false, problem: "The CRM cannot hold it" } : { ok: true, crm, raw },
  isExact: true,
};
const listed: FieldRules = { ...exact, isExact: false };

function customer(values: Values, row: Partial<Customer> = {}): BillingRecord {
  const draft = { display_name: "Acme", type: "business", currency_code: "USD" } as const;
  const origin = { organizationId: "org_1", id: "cus_1" as CustomerId, source: "local", now: at } as const;
  const known = customerRecord({ ...newCustomer(draft, origin), ...row });
  return { ...known, values: { ...known.values, ...values } };
}

function crm(values: Values, more: Partial<Incoming> = {}): Incoming {
  return {
    ...{ module: "Accounts", crmId: "9001", name: "Acme", modifiedTime: at, target: "customer" },
    ...{ values: { display_name: "Acme", ...values }, issues: [], accountId: undefined },
    ...more,
  };
}

function link(base: Values, more: Partial<KnownLink> = {}): KnownLink {
  return {
    ...{ state: "linked", customerId: "cus_1", contactPersonId: undefined },
    ...{ base: { display_name: "Acme", ...base }, issues: [] },
    ...more,
  };
}

const conflict: KnownConflict = {
  ...{ id: "cfl_1", field: "phone", base: "0", crm: "1", billing: "2", decision: undefined },
};
/** Both sides changed the phone since they agreed on 0. */
const apart = [crm({ phone: "1" }), link({ phone: "0" }), customer({ phone: "2" })] as const;

function plan(
  rules: FieldRules,
  [incoming, known, record]: readonly [Incoming, KnownLink, BillingRecord],
): Decision {
  return planLinked(rules, incoming, known, record);
}

describe("given a linked pair and what billing changed", () => {
  const mine = [crm({ phone: "0" }), link({ phone: "0" }), customer({ phone: "2" })] as const;
  const toSend = { values: { phone: "2" }, seen: { phone: "0" }, since: at };

  test("when it was read to be sent, then it is sent with what the CRM held, and noted at the link", () => {
    expect(plan(exact, mine)).toMatchObject({
      ...{ outcome: "unchanged", reason: "linked.equal", changes: [], write: undefined },
      outward: toSend,
      link: { state: "linked", base: { display_name: "Acme", phone: "0" }, intent: toSend },
    });
  });

  test("when a list shows it, then only that there is something to send is told, and the link stays as it is", () => {
    expect(plan(listed, mine)).toMatchObject({ outward: toSend, link: undefined, reason: "linked.equal" });
  });

  test("when nothing goes to the CRM, then billing keeps it, and that is told", () => {
    expect(plan(oneWay, mine)).toMatchObject({
      ...{ reason: "linked.kept_local", facts: { kept: ["phone"] }, outward: undefined },
    });
  });

  test("when others go to the CRM and this one only comes from it, then billing keeps it, and that is told", () => {
    const comes = { crm: "phone", billing: "phone", direction: "to_billing", blank_erases: true } as const;
    expect(plan({ ...exact, rows: new Map([...rows, ["phone", comes]]) }, mine)).toMatchObject({
      ...{ reason: "linked.kept_local", facts: { kept: ["phone"] }, outward: undefined },
    });
  });

  test("when the CRM cannot hold it, then that is an issue of the link", () => {
    const [incoming, known] = mine;
    const decision = plan(exact, [incoming, known, customer({ phone: "never" })]);
    const issues = [{ field: "phone", problem: "The CRM cannot hold it", value: "never" }];
    const told = { field: "phone", problem: "The CRM cannot hold it" };
    expect(decision).toMatchObject({
      ...{ outward: undefined, outcome: "unchanged", reason: "linked.not_held", facts: { issues: [told] } },
      ...{ link: { issues }, hasNewIssues: true },
    });
    const again = plan(exact, [incoming, { ...known, issues }, customer({ phone: "never" })]);
    expect(again).toMatchObject({ reason: "linked.not_held", link: undefined, hasNewIssues: false });
    expect([isTold(decision), isTold(again), isTold(again, true)]).toEqual([true, false, true]);
  });

  test("when the field goes to and fro, then it is left alone, and told why", () => {
    const decision = plan({ ...exact, flipping: new Set(["phone"]) }, mine);
    expect(decision).toMatchObject({ outward: undefined, reason: "linked.not_held" });
    expect(decision.link?.issues).toEqual([
      {
        ...{ field: "phone", value: "2" },
        problem:
          "The CRM answered each of the last updates with another value, so it is left alone; look for a workflow there",
      },
    ]);
    expect(plan({ ...exact, flipping: new Set(["fax"]) }, mine).outward).toEqual(toSend);
  });

  test("when another field came from the CRM, then both go their ways", () => {
    const both = [
      crm({ phone: "0", fax: "1" }),
      link({ phone: "0", fax: "0" }),
      customer({ phone: "2", fax: "0" }),
    ] as const;
    expect(plan(exact, both)).toMatchObject({
      ...{ outcome: "updated", reason: "linked.changed", outward: toSend },
      changes: [{ field: "fax", from: "0", to: "1" }],
      write: { do: "update", values: { fax: "1" } },
      link: { base: { fax: "1", phone: "0" } },
    });
  });
});

describe("given an update of the CRM of which nobody heard", () => {
  const intent = { values: { phone: "2" }, seen: { phone: "0" }, since: at };
  const sent = link({ phone: "0" }, { intent });

  test("when a list shows the record, then it is read by its id first, and nothing is done", () => {
    const decision = plan(listed, [crm({ phone: "9" }), sent, customer({ phone: "2" })]);
    expect(decision).toMatchObject({
      ...{ outcome: "unchanged", reason: "linked.on_its_way", readsAnew: true },
      ...{ changes: [], write: undefined, link: undefined, losers: [], record: { id: "cus_1" } },
    });
  });

  test("when the record had left the view, then it is linked again for that", () => {
    const out = { ...sent, state: "out_of_view" } as const;
    expect(plan(listed, [crm({}), out, customer({ phone: "2" })])).toMatchObject({
      ...{ outcome: "unchanged", reason: "reentered", readsAnew: true, link: { ...out, state: "linked" } },
    });
  });

  test("when the CRM holds what was sent, then it had arrived, and both agree", () => {
    const written = crm({ phone: "2" }, { modifiedTime: "2026-03-01T10:00:01.000Z" });
    const decision = plan(exact, [written, sent, customer({ phone: "2" })]);
    expect(decision).toMatchObject({
      ...{ outcome: "unchanged", reason: "linked.equal", outward: undefined },
      confirmed: intent,
      link: { base: { display_name: "Acme", phone: "2" }, intent: undefined },
    });
  });

  test("when the CRM holds what it held before, then it is sent again", () => {
    expect(plan(exact, [crm({ phone: "0" }), sent, customer({ phone: "2" })])).toMatchObject({
      ...{ confirmed: undefined, outward: intent, link: { base: { phone: "0" }, intent } },
    });
  });

  test("when somebody changed it behind the update, as the timeline tells, then that is the CRM's change, and else a conflict", () => {
    const edited = crm({ phone: "5" });
    const mine = customer({ phone: "2" });
    expect(plan(exact, [{ ...edited, arrived: new Map([["phone", "2"]]) }, sent, mine])).toMatchObject({
      ...{ outcome: "updated", changes: [{ field: "phone", from: "2", to: "5" }] },
      confirmed: intent,
    });
    expect(plan(exact, [edited, sent, mine])).toMatchObject({ outcome: "conflicts", confirmed: undefined });
    expect(plan(exact, [{ ...edited, arrived: new Map([["fax", "2"]]) }, sent, mine]).outcome).toBe(
      "conflicts",
    );
  });

  test("when the CRM was empty before, then the history says so", () => {
    const blank = link({}, { intent: { values: { phone: "2" }, seen: {} } });
    const { confirmed } = plan(exact, [crm({ phone: "2" }), blank, customer({ phone: "2" })]);
    expect(confirmed && changesOf(confirmed)).toEqual([{ field: "phone", from: null, to: "2" }]);
  });

  test("when one of its fields had arrived, then that is told, and no other", () => {
    const two = link({ phone: "0", fax: "0" }, { intent: { ...intent, values: { phone: "2", fax: "2" } } });
    const decision = plan(exact, [crm({ phone: "2", fax: "0" }), two, customer({ phone: "2", fax: "2" })]);
    expect(decision).toMatchObject({ confirmed: intent, outward: { values: { fax: "2" } } });
    expect(decision.confirmed?.values).toEqual({ phone: "2" });
  });

  test("when both sides have changed the field since, then each change is told with what decided it itself", () => {
    const times = { take: "billing", crm_at: at, billing_at: at } as const;
    const word = [{ field: "phone", take: "billing", by: "Ann" }] as const;
    const first = link({ phone: "0" }, { intent: { ...intent, decided: word } });
    const later = new Map([["phone", { ...times, billing: "3" }]]);
    const both = crm({ phone: "5" }, { arrived: new Map([["phone", "2"]]), later });
    const decision = plan({ ...exact, policy: "latest" }, [both, first, customer({ phone: "3" })]);
    expect(decision.confirmed).toMatchObject({ values: { phone: "2" }, decided: word });
    expect(decision.outward).toMatchObject({
      values: { phone: "3" },
      decided: [{ field: "phone", ...times }],
    });
  });
});

describe("given an update of which nobody heard, and billing has changed since", () => {
  const intent = { values: { phone: "2" }, seen: { phone: "0" }, since: at };
  const sent = link({ phone: "0" }, { intent });
  const newer = customer({ phone: "3" });
  const next = { values: { phone: "3" }, seen: { phone: "0" }, since: at };
  const both = { ...next, earlier: { phone: ["2"] } };
  const edited = { modifiedTime: "2026-03-01T11:00:00.000Z" };

  test("when nobody has changed the record, then the newer value is sent, and both may arrive", () => {
    const decision = plan(exact, [crm({ phone: "0" }), sent, newer]);
    expect(decision.outward).toEqual(next);
    expect(decision.link?.intent).toEqual(both);
  });

  test("when billing has its old value again, then nothing is sent, and what slept may arrive yet", () => {
    const decision = plan(exact, [crm({ phone: "0" }), sent, customer({ phone: "0" })]);
    expect(decision.outward).toBeUndefined();
    expect(decision.link?.intent).toEqual({ ...next, values: {}, earlier: { phone: ["2"] } });
  });

  test("when somebody has changed the record, then what had not arrived never will", () => {
    const decision = plan(exact, [crm({ fax: "1", phone: "0" }, edited), sent, newer]);
    expect(decision.link?.intent).toEqual({ ...next, since: edited.modifiedTime });
  });

  test("when the first arrives after the second was refused, then it is ours, and the newer value is sent", () => {
    const refused = link({ phone: "0" }, { intent: { ...both, values: {} } });
    const decision = plan(exact, [crm({ phone: "2" }, edited), refused, newer]);
    expect(decision).toMatchObject({ outcome: "unchanged", confirmed: { values: { phone: "2" } } });
    expect(decision.outward).toMatchObject({ values: { phone: "3" }, seen: { phone: "2" } });
    expect(decision.link).toMatchObject({ base: { phone: "2" } });
    expect(decision.link?.intent?.earlier).toBeUndefined();
  });

  test("when somebody wrote on one of them, then the timeline tells on which, and that is the CRM's change", () => {
    const wrote = crm({ phone: "9" }, { ...edited, arrived: new Map([["phone", "2"]]) });
    const decision = plan(exact, [wrote, link({ phone: "0" }, { intent: both }), customer({ phone: "2" })]);
    expect(decision).toMatchObject({ outcome: "updated", changes: [{ field: "phone", from: "2", to: "9" }] });
  });
});

describe("F82 B3 given a field that both sides changed", () => {
  const asked = { field: "phone", base: "0", crm: "1", billing: "2" };

  test("when a person is to decide, then a conflict is opened and neither side is written", () => {
    expect(plan(exact, apart)).toMatchObject({
      ...{ outcome: "conflicts", reason: "conflict.asked", facts: { asked: [asked] } },
      ...{ changes: [], write: undefined, outward: undefined, conflicts: [{ do: "open", asked }] },
      // The base stays; what is noted is the change with which the CRM's value was seen.
      link: { state: "linked", base: { display_name: "Acme", phone: "0" }, intent: undefined },
    });
  });

  test("when it was asked before, then it waits", () => {
    const [incoming, known, record] = apart;
    const waiting = plan(exact, [incoming, { ...known, conflicts: [conflict] }, record]);
    expect(waiting).toMatchObject({ outcome: "unchanged", reason: "conflict.waits", conflicts: [] });
    expect(waiting.facts).toEqual({});
  });

  test("when another field comes meanwhile, then it is written, and the outcome is still the conflict", () => {
    const [, known, record] = apart;
    const decision = plan(exact, [crm({ phone: "1", fax: "7" }), known, record]);
    expect(decision).toMatchObject({
      ...{ outcome: "conflicts", reason: "conflict.asked", facts: { asked: [asked] } },
      ...{ changes: [{ field: "fax", from: null, to: "7" }], write: { values: { fax: "7" } } },
    });
    const known1 = { ...known, conflicts: [conflict] };
    const waiting = plan(exact, [crm({ phone: "1", fax: "7" }), known1, record]);
    expect(waiting).toMatchObject({ outcome: "updated", reason: "linked.changed" });
    expect(waiting.facts).toEqual({});
  });

  test("when a person has taken the CRM's value, then it is written, with whose word it was", () => {
    const decided = { ...conflict, decision: { take: "crm", by: "Ann" } } as const;
    const known = link({ phone: "2" }, { conflicts: [decided] });
    expect(plan(exact, [crm({ phone: "1" }), known, customer({ phone: "2" })])).toMatchObject({
      ...{ outcome: "updated", reason: "conflict.decided" },
      facts: { decided: [{ field: "phone", take: "crm", by: "Ann" }] },
      decided: [{ field: "phone", take: "crm", by: "Ann" }],
      conflicts: [{ do: "settle", id: "cfl_1", why: "decided" }],
    });
  });

  test("when a person has taken billing's value, then it is sent, and the conflict lives until the CRM has it", () => {
    const decided = { ...conflict, decision: { take: "billing", by: "Ann" } } as const;
    const known = link({ phone: "1" }, { conflicts: [decided] });
    const decision = plan(exact, [crm({ phone: "1", fax: "7" }), known, customer({ phone: "2" })]);
    expect(decision).toMatchObject({
      outward: { values: { phone: "2" }, decided: [{ field: "phone", take: "billing", by: "Ann" }] },
      ...{ decided: [{ field: "phone", by: "Ann" }], conflicts: [] },
      reason: "linked.changed",
    });
    expect(decision.facts).toEqual({});
  });

  test("when a person has taken one field from each side, then each word goes its way", () => {
    const words = [
      { ...conflict, decision: { take: "billing", by: "Ann" } },
      { ...conflict, id: "cfl_2", field: "fax", decision: { take: "crm", by: "Ann" } },
    ] as const;
    const known = link({ phone: "1", fax: "8" }, { conflicts: words });
    const decision = plan(exact, [crm({ phone: "1", fax: "7" }), known, customer({ phone: "2", fax: "8" })]);
    expect(decision.outward?.decided).toEqual([{ field: "phone", take: "billing", by: "Ann" }]);
    expect(decision.facts).toEqual({ decided: [{ field: "fax", take: "crm", by: "Ann" }] });
  });

  test("when it was decided and nothing of it is written, then nobody's word is told", () => {
    const decided = { ...conflict, field: "fax", decision: { take: "crm", by: "Ann" } } as const;
    const known = link({ phone: "0" }, { conflicts: [decided, { ...conflict, id: "cfl_2" }] });
    const decision = plan(exact, [crm({ phone: "1" }), known, customer({ phone: "0" })]);
    expect(decision).toMatchObject({ reason: "linked.changed", decided: [] });
    expect(decision.facts).toEqual({});
  });

  test("when the later change counts, then it wins with its times, unless billing's value is another one by now", () => {
    const times = { take: "crm", crm_at: at, billing_at: "2026-03-01T09:00:00.000Z" } as const;
    const [, known, record] = apart;
    const found = (billing: string) =>
      crm({ phone: "1" }, { later: new Map([["phone", { ...times, billing }]]) });
    const rules = { ...exact, policy: "latest" } as const;
    expect(plan(rules, [found("2"), known, record])).toMatchObject({
      ...{ outcome: "updated", reason: "conflict.latest", decided: [{ field: "phone", ...times }] },
      facts: { decided: [{ field: "phone", ...times }] },
    });
    expect(plan(rules, [found("3"), known, record])).toMatchObject({ outcome: "conflicts", decided: [] });
    const merge = (billing: string) =>
      mergeFields(rules, found(billing), record.values, known.base).later.map(({ field }) => field);
    expect([merge("2"), merge("3")]).toEqual([["phone"], []]);
    const one = customer({ phone: "0" });
    const single = crm({ phone: "1" }, { later: new Map([["phone", { ...times, billing: "0" }]]) });
    expect(plan(rules, [single, known, one])).toMatchObject({ reason: "linked.changed", decided: [] });
  });

  test("when a time was found out and the side is chosen all the same, then no time is told", () => {
    const times = { take: "billing", crm_at: at, billing_at: at, billing: "2" } as const;
    const [, known, record] = apart;
    const found = crm({ phone: "1" }, { later: new Map([["phone", times]]) });
    expect(plan({ ...exact, policy: "crm" }, [found, known, record])).toMatchObject({
      ...{ reason: "linked.changed", decided: [] },
    });
  });

  test("when it was compared under a newer set-up and still waits, then the link remembers that", () => {
    const [incoming, known, record] = apart;
    const before = { ...known, configVersion: 1, conflicts: [conflict] };
    const rules = { ...exact, policy: "latest", configVersion: 2 } as const;
    const remembered = plan(rules, [incoming, before, record]);
    expect(remembered).toMatchObject({ reason: "conflict.waits", link: { state: "linked" } });
    expect(remembered.link?.base).toEqual(known.base);
    expect(plan({ ...rules, configVersion: 1 }, [incoming, before, record]).link).toBeUndefined();
    expect(plan({ ...rules, isExact: false }, [incoming, before, record]).link).toBeUndefined();
    expect(plan({ ...rules, policy: "ask" }, [incoming, before, record]).link).toBeUndefined();
    const agreed = customer({ phone: "1" });
    expect(
      plan(rules, [incoming, { ...before, base: { display_name: "Acme", phone: "1" } }, agreed]).link,
    ).toBeUndefined();
  });

  test("when it is asked which fields are in conflict, then whoever would win", () => {
    const rules = { ...exact, policy: "crm" } as const;
    const [incoming, known, record] = apart;
    expect(fieldsInConflict(rules, incoming, known, record)).toEqual(["phone"]);
    expect(fieldsInConflict(rules, incoming, known, customer({ phone: "0" }))).toEqual([]);
    const arrived = { ...known, intent: { values: { phone: "1" }, seen: {} } };
    expect(fieldsInConflict(rules, incoming, arrived, record)).toEqual([]);
  });
});

describe("given a field of which the CRM says nothing", () => {
  test("then it is neither written nor forgotten, and its conflict stays", () => {
    const known = link({ phone: "0" }, { conflicts: [conflict] });
    const decision = plan(exact, [crm({ fax: "7" }), known, customer({ phone: "2" })]);
    expect(decision).toMatchObject({ changes: [{ field: "fax" }], outward: undefined, conflicts: [] });
    expect(decision.link?.base).toEqual({ display_name: "Acme", phone: "0", fax: "7" });
  });

  test("when it was never agreed on, then there is no base of it either", () => {
    const decision = plan(exact, [crm({ fax: "7" }), link({}), customer({ phone: "2" })]);
    expect(decision.link?.base).toStrictEqual({ display_name: "Acme", fax: "7" });
    const kept = plan(oneWay, [crm({ phone: null, fax: "7" }), link({}), customer({ phone: "2" })]);
    expect(kept.link?.base).toStrictEqual({ display_name: "Acme", fax: "7" });
  });
});

describe("given a pair of which nothing is written", () => {
  const same = [crm({ phone: "1" }), link({ phone: "1" }), customer({ phone: "1" })] as const;

  test("when nothing changed, in whatever order the base was stored, then its link is left alone", () => {
    const [incoming, known, record] = same;
    const stored = { ...known, base: { fax: null, phone: "1", display_name: "Acme" } };
    const told = { ...incoming, values: { display_name: "Acme", phone: "1", fax: null } };
    expect(plan(exact, [told, stored, record])).toMatchObject({ reason: "linked.equal", link: undefined });
  });

  test("when both sides came to the same value, then they agree on it", () => {
    const [incoming, , record] = same;
    expect(plan(exact, [incoming, link({ phone: "0" }), record])).toMatchObject({
      ...{ outcome: "unchanged", reason: "linked.equal", link: { base: { phone: "1" } } },
    });
  });

  test("when it has an issue more or less than before, then the link says so", () => {
    const [incoming, known, record] = same;
    const issues = [{ field: "fax", problem: "too long", value: "x" }];
    expect(plan(exact, [{ ...incoming, issues }, known, record]).link?.issues).toEqual(issues);
    const solved = plan(exact, [incoming, { ...known, issues }, record]);
    expect(solved).toMatchObject({ link: { issues: [] }, hasNewIssues: false });
    expect(plan(exact, [{ ...incoming, issues }, { ...known, issues }, record]).link).toBeUndefined();
  });

  test("when the record carries its billing id and is no link yet, then it is linked now", () => {
    const [incoming, known, record] = same;
    const made = { ...known, isNew: true, madeOf: { phone: "1" } };
    expect(plan(exact, [incoming, made, record])).toMatchObject({
      ...{ link: { state: "linked", base: { phone: "1" } }, made: { phone: "1" } },
    });
  });

  test("when something is written and a value could not be taken, then both are told", () => {
    const issues = [{ field: "fax", problem: "too long", value: "x" }];
    const decision = plan(exact, [crm({ phone: "2" }, { issues }), same[1], same[2]]);
    expect(decision.facts).toEqual({ issues: [{ field: "fax", problem: "too long" }] });
    expect(plan(exact, [crm({ phone: "2" }), same[1], same[2]]).facts).toEqual({});
  });
});

describe("given a record that comes back into the view", () => {
  const out = link({ phone: "0" }, { state: "out_of_view" });

  test("when it changed meanwhile, then it is linked again and updated", () => {
    expect(plan(exact, [crm({ phone: "1" }), out, customer({ phone: "0" })])).toMatchObject({
      ...{ outcome: "updated", reason: "reentered", link: { state: "linked" } },
    });
  });

  test("when it was asked for by itself, then nothing is said of its view", () => {
    const rules = { ...exact, ignoresView: true };
    expect(plan(rules, [crm({ phone: "1" }), out, customer({ phone: "0" })])).toMatchObject({
      ...{ outcome: "updated", reason: "linked.changed", link: { state: "out_of_view" } },
    });
    const deleted = { ...out, state: "deleted_in_crm" } as const;
    expect(plan(rules, [crm({ phone: "1" }), deleted, customer({ phone: "0" })])).toMatchObject({
      ...{ reason: "reentered", link: { state: "linked" } },
    });
  });
});

describe("given a newer set-up than the link's", () => {
  const rules = { ...exact, configVersion: 2 };
  const before = { configVersion: 1, crmModifiedTime: "2026-02-01T00:00:00.000Z" };
  const reason = (
    known: KnownLink,
    changes: Values = { phone: "1" },
    configVersion: number | undefined = 2,
  ) => plan({ ...rules, configVersion }, [crm(changes), known, customer({ phone: "0" })]).reason;

  test("when one field comes for the first time and another one changed in the CRM, then it is a change", () => {
    const known = link({ phone: "0" }, before);
    expect(reason(known, { fax: "7" })).toBe("linked.remapped");
    expect(reason(known, { phone: "1", fax: "7" })).toBe("linked.changed");
  });

  test("when nothing comes by it, then nothing is told of it", () => {
    expect(reason(link({ phone: "0" }, before), { phone: "0" })).toBe("linked.equal");
  });

  test("when what comes was decided by a person, then that is why", () => {
    const decided = { ...conflict, decision: { take: "crm", by: "Ann" } } as const;
    expect(reason(link({ phone: "0" }, { ...before, crmModifiedTime: at, conflicts: [decided] }))).toBe(
      "conflict.decided",
    );
  });

  test("when nobody knows a version, then it is a change", () => {
    const known = link({ phone: "0" }, { ...before, crmModifiedTime: at });
    expect(reason(known)).toBe("linked.remapped");
    expect(reason({ ...known, configVersion: undefined })).toBe("linked.changed");
    expect(plan(exact, [crm({ phone: "1" }), known, customer({ phone: "0" })]).reason).toBe("linked.changed");
    expect(reason({ ...known, configVersion: 2 })).toBe("linked.changed");
  });
});

describe("given a record whose customer is not there any more", () => {
  test("when it was deleted, then the link is closed, and what the record was made of is told", () => {
    const known = link({}, { madeOf: { phone: "1" } });
    expect(planLinked(exact, crm({}), known, undefined)).toMatchObject({
      ...{ outcome: "skipped", reason: "customer.gone", link: { state: "closed" }, made: { phone: "1" } },
      ...{ facts: {}, changes: [], losers: [] },
    });
  });

  test("when it was merged away, then its conflicts are over; one that is linked only now is linked for that", () => {
    const merged = customer({}, { merged_into: "cus_9" });
    const known = link({}, { conflicts: [conflict], madeOf: { phone: "1" } });
    const decision = planLinked(exact, crm({}), known, merged);
    expect(decision).toMatchObject({
      ...{ outcome: "skipped", reason: "customer.merged", link: undefined },
      conflicts: [{ do: "settle", id: "cfl_1", why: "apart" }],
    });
    expect([decision.made, decision.record]).toEqual([undefined, undefined]);
    expect(planLinked(exact, crm({}), link({}), merged).conflicts).toEqual([]);
    const fresh = { ...known, isNew: true };
    expect(planLinked(exact, crm({}), fresh, merged)).toMatchObject({
      ...{ link: fresh, record: merged, made: { phone: "1" } },
    });
  });
});

describe("given a duplicate whose customer lost its record", () => {
  const duplicate = link({}, { state: "duplicate" });
  const rules = { ...exact, replaces: { crmId: "9000", base: {}, at } };

  test("when it takes the place and brings nothing new, then only the link changes", () => {
    const decision = planLinked(rules, crm({}), duplicate, customer({}));
    expect(decision).toMatchObject({
      ...{ outcome: "overwritten", reason: "duplicate.takes_place", replaces: "9000", changes: [] },
      ...{ write: undefined, link: { state: "linked", customerId: "cus_1" } },
    });
    expect(decision.facts).toEqual({ replaces: "9000" });
  });

  test("when billing wins, then what the record lacks of it is sent to it", () => {
    const wins = { ...rules, policy: "billing" as const };
    const decision = planLinked(wins, crm({ phone: "1" }), duplicate, customer({ phone: "2" }));
    expect(decision).toMatchObject({
      changes: [],
      outward: { values: { phone: "2" }, seen: { phone: "1" } },
    });
  });

  test("when both hold different values, then that is asked, and told beside what could not be taken", () => {
    const issues = [{ field: "fax", problem: "too long", value: "x" }];
    const decision = planLinked(rules, crm({ phone: "1" }, { issues }), duplicate, customer({ phone: "2" }));
    expect(decision.facts).toEqual({
      ...{ replaces: "9000", issues: [{ field: "fax", problem: "too long" }] },
      asked: [{ field: "phone", base: undefined, crm: "1", billing: "2" }],
    });
    expect(decision.conflicts).toMatchObject([{ do: "open" }]);
  });

  test.each([
    {
      name: "was made of the customer",
      of: { madeOf: "cus_1" },
      changes: ["fax"],
      base: { phone: "0", fax: "1" },
    },
    {
      name: "was made of it, and not changed since before they agreed",
      of: { madeOf: "cus_1", modifiedTime: "2026-03-01T09:59:59.000Z" },
      ...{ changes: [], base: { phone: "0", fax: "1" } },
    },
    { name: "is a stranger", of: {}, changes: ["phone", "fax"], base: { phone: "0", fax: "1" } },
    {
      name: "was made of another customer",
      of: { madeOf: "cus_9" },
      ...{ changes: ["phone", "fax"], base: { phone: "0", fax: "1" } },
    },
  ])(
    "when the record $name, then what billing changed since $base is taken back accordingly",
    ({ of, changes, base }) => {
      const agreed = { phone: "0", fax: "0" };
      const taking = { ...rules, policy: "crm", replaces: { crmId: "9000", base: agreed, at } } as const;
      const decision = planLinked(
        taking,
        crm({ phone: "0", fax: "1" }, of),
        duplicate,
        customer({ phone: "2", fax: "0" }),
      );
      expect(decision.changes.map(({ field }) => field)).toEqual(changes);
      expect(decision.link?.base).toMatchObject(base);
    },
  );

  test("when it is a contact person that belongs elsewhere by now, then the link follows the person", () => {
    const origin = { organizationId: "org_1", customerId: "cus_2", id: "cpn_1", now: at } as const;
    const ann = personRecord(newContactPerson({ first_name: "Ann", phone: "0" }, origin));
    const known = { ...duplicate, contactPersonId: "cpn_1" as ContactPersonId };
    const person = crm({ phone: "1" }, { target: "contact_person", module: "Contacts" });
    expect(planLinked({ ...rules, policy: "crm" }, person, known, ann)).toMatchObject({
      ...{ link: { customerId: "cus_2", contactPersonId: "cpn_1" } },
      write: { do: "update", record: ann, values: { phone: "1" } },
    });
  });

  test("when its customer is gone or no place is free, then it stays a duplicate", () => {
    const stays = { outcome: "unchanged", reason: "duplicate.remembered", link: undefined };
    expect(planLinked(rules, crm({}), duplicate, undefined)).toMatchObject(stays);
    expect(planLinked(exact, crm({}), duplicate, customer({}))).toMatchObject(stays);
  });
});

describe("given a contact person whose contact moved to another account", () => {
  test("then it moves, whether or not its values changed", () => {
    const move = (phone: string) =>
      planLinked(exact, crm({ phone }), link({ phone: "0" }), customer({ phone: "0" }), "cus_2");
    const moved = { field: "customer_id", from: "cus_1", to: "cus_2" };
    expect(move("0")).toMatchObject({
      ...{ outcome: "updated", reason: "contact.moved", changes: [moved], link: { customerId: "cus_2" } },
      write: { do: "update", values: {}, moveTo: "cus_2" },
    });
    expect(move("1").changes).toEqual([moved, { field: "phone", from: "0", to: "1" }]);
  });

  test("when its customer was deleted before, then it came from nowhere", () => {
    const known = link({}, { customerId: undefined });
    expect(planLinked(exact, crm({}), known, customer({}), "cus_2").changes).toEqual([
      { field: "customer_id", from: null, to: "cus_2" },
    ]);
  });

  test("when it does not move, then its write says nothing of a customer", () => {
    const decision = planLinked(exact, crm({ phone: "1" }), link({ phone: "0" }), customer({ phone: "0" }));
    expect(decision.write).not.toHaveProperty("moveTo");
  });
});
