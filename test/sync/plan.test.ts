import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Customer, newCustomer } from "#billing/customer/customer.ts";
import type { CustomerId } from "#kernel/id.ts";
import type { DuplicatePolicy, MappingRow } from "#sync/connection/settings.api.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { Candidate, Decision, KnownLink } from "#sync/plan/decision.ts";
import { type Knowledge, planBatch, type PlanRules } from "#sync/plan/plan-batch.ts";
import { tablesOf } from "../support/tables.ts";

const [table = []] = tablesOf(
  readFileSync(join(import.meta.dirname, "../../docs/spec/duplicates.md"), "utf8"),
);

const rows = new Map<string, MappingRow>(
  ["display_name", "phone", "currency_code"].map((billing) => [
    billing,
    { crm: billing, billing, direction: "to_billing", blank_erases: false },
  ]),
);

function rulesOf(duplicates: DuplicatePolicy): PlanRules {
  return {
    rows: { customer: rows, person: rows, unassociated: rows },
    matchKeys: ["name"],
    unassociatedKeys: ["email"],
    policy: "crm",
    duplicates,
    required: ["display_name"],
    ignoresView: false,
  };
}

function customer(at: number, changes: Partial<Customer> = {}): Customer {
  const draft = { display_name: "Acme", type: "business", currency_code: "USD" } as const;
  return {
    ...newCustomer(draft, {
      organizationId: "org_1",
      id: `cus_${at}` as CustomerId,
      source: "local",
      now: `2026-01-0${at}T00:00:00.000Z`,
    }),
    ...changes,
  };
}

function candidate(at: number, kind: string): Candidate {
  const row = customer(at, kind === "other" ? { currency_code: "EUR" } : {});
  return {
    record: { target: "customer", id: row.id, values: { ...row } as never, row },
    id: row.id,
    name: row.display_name,
    currency: row.currency_code,
    createdAt: row.created_at,
    hasTransactions: kind === "busy",
    linkedTo: kind === "linked" ? `900${at}` : undefined,
    bereft: kind === "bereft" ? { crmId: `900${at}`, base: {}, at: "2026-01-01T00:00:00.000Z" } : undefined,
    keys: [],
  };
}

function account(
  crmId: string,
  values: Incoming["values"] = { display_name: "Acme", phone: "+1 5", currency_code: "USD" },
): Incoming {
  return {
    module: "Accounts",
    crmId,
    name: "Acme",
    modifiedTime: "2026-01-01T00:00:00.000Z",
    target: "customer",
    values,
    issues: [],
    accountId: undefined,
  };
}

function fresh(): Parameters<typeof planBatch>[3] {
  let made = 0;
  return {
    customer: () => `cus_new${(made += 1)}` as CustomerId,
    person: () => {
      throw new Error("no person here");
    },
  };
}

function plan(
  duplicates: DuplicatePolicy,
  incoming: Incoming[],
  knowledge: Partial<Knowledge>,
  approve = (planned: Decision) => planned,
  configVersion?: number,
): Decision[] {
  return planBatch(
    { ...rulesOf(duplicates), configVersion },
    incoming,
    {
      links: new Map(),
      records: new Map(),
      survivors: new Map(),
      fixedCurrency: new Set(),
      bereft: new Map(),
      flipping: new Map(),
      index: new Map(),
      ...knowledge,
    },
    fresh(),
    approve,
  );
}

function asRow(decision: Decision | undefined): Record<string, string> {
  const number = (id: string | undefined): string => id?.replace("cus_", "") ?? "–";
  const { outcome = "", reason = "", write, link, losers = [] } = decision ?? {};
  return {
    outcome,
    reason,
    "writes to":
      write === undefined ? "–" : write.do === "insert" ? "a new customer" : number(write.record.id),
    link:
      link === undefined
        ? "–"
        : link.state === "duplicate"
          ? `duplicate of ${number(link.customerId)}`
          : link.state,
    "merged away": losers.length === 0 ? "–" : losers.map(number).join(" "),
  };
}

describe("a record that no link knows", () => {
  test("the page names every policy with none, one and several candidates", () => {
    expect(table.length).toBeGreaterThanOrEqual(26);
    expect(new Set(table.map((row) => row["policy"]))).toEqual(new Set(["skip", "clone", "overwrite"]));
  });

  test.each(table)("$policy with $candidates is $outcome", ({ policy, candidates, ...expected }) => {
    const kinds = candidates === "–" ? [] : (candidates ?? "").split(" ");
    const index = new Map([["name:acme", kinds.map((kind, at) => candidate(at + 1, kind))]]);
    expect(asRow(plan(policy as DuplicatePolicy, [account("1")], { index })[0])).toEqual(expected);
  });

  test("F23 the facts name each match, its keys and how strong they are", () => {
    const [decision] = plan("skip", [account("1")], {
      index: new Map([["name:acme", [candidate(1, "free")]]]),
    });
    expect(decision?.facts).toEqual({
      matches: [{ customer: "cus_1", name: "Acme", keys: ["name"], strength: "likely", currency: "USD" }],
    });
  });

  test("overwriting writes the CRM's values, and a blank of the CRM erases nothing", () => {
    const known = candidate(1, "free");
    if (known.record?.target === "customer")
      known.record = { ...known.record, values: { ...known.record.values, phone: "+49 1", notes: "ours" } };
    const index = new Map([["name:acme", [known]]]);
    expect(plan("overwrite", [account("1")], { index })[0]?.changes).toEqual([
      { field: "phone", from: "+49 1", to: "+1 5" },
    ]);
    expect(
      plan("overwrite", [account("1", { display_name: "Acme", phone: null })], { index })[0]?.changes,
    ).toEqual([]);
  });
});

describe("records of one batch", () => {
  test("given two accounts of one name, when they are overwritten, then the second is the duplicate of the first", () => {
    const [one, two] = plan("overwrite", [account("1"), account("2")], {});
    expect(one).toMatchObject({ outcome: "created", link: { state: "linked", customerId: "cus_new1" } });
    expect(two).toMatchObject({
      outcome: "duplicate",
      reason: "duplicate.of_linked",
      write: undefined,
      link: { state: "duplicate", customerId: "cus_new1" },
    });
  });

  test("given a customer that the first account merged away, when the second matches it, then it is no candidate any more", () => {
    const index = new Map([["name:acme", [candidate(1, "free"), candidate(2, "free")]]]);
    const [one, two] = plan("overwrite", [account("1"), account("2")], { index });
    expect(one?.losers).toEqual(["cus_2"]);
    expect(two).toMatchObject({ reason: "duplicate.of_linked", losers: [], link: { customerId: "cus_1" } });
  });

  test("given an approved preview that does not allow the first, then the second is planned as if the first were not there", () => {
    const hold = (planned: Decision): Decision =>
      planned.incoming.crmId === "1"
        ? { ...planned, outcome: "held", write: undefined, link: undefined, losers: [] }
        : planned;
    const [one, two] = plan("overwrite", [account("1"), account("2")], {}, hold);
    expect([one?.outcome, two?.outcome]).toEqual(["held", "created"]);
  });
});

describe("given a customer whose CRM record was deleted", () => {
  const row = customer(1, { phone: "+1 4" });
  const duplicate: KnownLink = {
    state: "duplicate",
    customerId: "cus_1",
    contactPersonId: undefined,
    base: {},
    issues: [],
  };
  const records = new Map([
    [row.id, { target: "customer" as const, id: row.id, values: { ...row } as never, row }],
  ]);

  test("when a record matches it, then it takes the place, and the next one is its duplicate", () => {
    const index = new Map([["name:acme", [candidate(1, "bereft")]]]);
    const [one, two] = plan("overwrite", [account("1"), account("2")], { index });
    expect(one).toMatchObject({
      outcome: "overwritten",
      replaces: "9001",
      link: { state: "linked", customerId: "cus_1" },
    });
    expect(two).toMatchObject({ reason: "duplicate.of_linked", link: { state: "duplicate" } });
    expect(two?.replaces).toBeUndefined();
  });

  test("when duplicates of it are remembered, then the first of them takes the place, with its values", () => {
    const links = new Map([
      ["1", duplicate],
      ["2", duplicate],
    ]);
    const bereft = new Map([["cus_1", { crmId: "9001", base: {}, at: "2026-01-01T00:00:00.000Z" }]]);
    const [one, two] = plan("skip", [account("1"), account("2")], { links, records, bereft });
    expect(one).toMatchObject({
      outcome: "overwritten",
      reason: "duplicate.takes_place",
      replaces: "9001",
      changes: [{ field: "phone", from: "+1 4", to: "+1 5" }],
      link: { state: "linked", customerId: "cus_1" },
    });
    expect(two).toMatchObject({ outcome: "unchanged", reason: "duplicate.remembered" });
  });

  test("when its own record comes back in one page with a duplicate, then the one read first has the place", () => {
    const links = new Map([
      ["1", duplicate],
      ["2", { ...duplicate, state: "deleted_in_crm" as const }],
    ]);
    const bereft = new Map([["cus_1", { crmId: "2", base: {}, at: "2026-01-01T00:00:00.000Z" }]]);
    const outcomes = (order: string[]): unknown[] =>
      plan(
        "skip",
        order.map((id) => account(id)),
        { links, records, bereft },
      ).map((one) => [one.incoming.crmId, one.reason, one.link?.state]);
    expect(outcomes(["1", "2"])).toEqual([
      ["1", "duplicate.takes_place", "linked"],
      ["2", "duplicate.remembered", undefined],
    ]);
    expect(outcomes(["2", "1"])).toEqual([
      ["2", "reentered", "linked"],
      ["1", "duplicate.remembered", undefined],
    ]);
  });
});

describe("given a customer with documents", () => {
  test("fault 45 when the CRM says another currency, then that is an issue, and the rest of the record syncs", () => {
    const row = customer(1, { phone: "+1 4" });
    const link: KnownLink = {
      state: "linked",
      customerId: "cus_1",
      contactPersonId: undefined,
      base: { display_name: "Acme", phone: "+1 4", currency_code: "USD" },
      issues: [],
    };
    const knowledge = {
      links: new Map([["1", link]]),
      records: new Map([
        [row.id, { target: "customer" as const, id: row.id, values: { ...row } as never, row }],
      ]),
    };
    const euro = account("1", { display_name: "Acme", phone: "+1 5", currency_code: "EUR" });
    expect(plan("overwrite", [euro], knowledge)[0]?.changes.map((one) => one.field)).toEqual([
      "phone",
      "currency_code",
    ]);
    const [fixed] = plan("overwrite", [euro], { ...knowledge, fixedCurrency: new Set([row.id]) });
    expect(fixed?.changes.map((one) => one.field)).toEqual(["phone"]);
    expect(fixed?.link?.issues).toEqual([
      {
        field: "currency_code",
        value: "EUR",
        problem: "The customer has documents in USD, so that its currency stays",
      },
    ]);
    expect(fixed?.link?.base).toMatchObject({ currency_code: "USD" });
  });
});

describe("a record that is linked", () => {
  const link: KnownLink = {
    state: "linked",
    customerId: "cus_1",
    contactPersonId: undefined,
    base: { display_name: "Acme", phone: "+1 4" },
    issues: [],
  };

  function linked(
    changes: Partial<KnownLink>,
    row: Customer | undefined,
    configVersion?: number,
  ): Decision | undefined {
    const records = new Map(
      row ? [[row.id, { target: "customer" as const, id: row.id, values: { ...row } as never, row }]] : [],
    );
    const knowledge = { links: new Map([["1", { ...link, ...changes }]]), records };
    return plan("overwrite", [account("1")], knowledge, undefined, configVersion)[0];
  }

  test("takes the CRM's change, and keeps billing's change of another field", () => {
    expect(linked({}, customer(1, { phone: "+1 4", notes: "ours" }))).toMatchObject({
      outcome: "updated",
      changes: [{ field: "phone", from: "+1 4", to: "+1 5" }],
    });
    expect(
      linked(
        { base: { display_name: "Acme", phone: "+1 5", currency_code: "USD" } },
        customer(1, { phone: "+49 1" }),
      ),
    ).toMatchObject({
      outcome: "unchanged",
      reason: "linked.kept_local",
      facts: { kept: ["phone"] },
      write: undefined,
    });
  });

  test("given a set-up that is newer than the link, then what changes is put down to the mapping, unless the CRM record changed", () => {
    const modifiedTime = account("1").modifiedTime;
    const before = { configVersion: 1, crmModifiedTime: modifiedTime };
    const row = customer(1, { phone: "+1 4" });
    const later = "2025-12-31T00:00:00.000Z";
    expect(linked(before, row, 2)?.reason).toBe("linked.remapped");
    expect(linked(before, row, 1)?.reason).toBe("linked.changed");
    expect(linked({ ...before, crmModifiedTime: later }, row, 2)?.reason).toBe("linked.changed");
    const unmapped = { ...before, crmModifiedTime: later, base: { display_name: "Acme" } };
    expect(linked(unmapped, customer(1), 2)).toMatchObject({
      reason: "linked.remapped",
      changes: [{ field: "phone", from: null, to: "+1 5" }],
    });
  });

  test("is left alone when closed, a duplicate, without its customer, or merged away", () => {
    expect(linked({ state: "closed" }, customer(1))).toMatchObject({ outcome: "skipped", reason: "closed" });
    expect(linked({ state: "duplicate" }, customer(1))).toMatchObject({
      outcome: "unchanged",
      reason: "duplicate.remembered",
    });
    expect(linked({}, undefined)).toMatchObject({
      outcome: "skipped",
      reason: "customer.gone",
      link: { state: "closed" },
    });
    expect(linked({}, customer(1, { status: "inactive", merged_into: "cus_9" }))).toMatchObject({
      outcome: "skipped",
      reason: "customer.merged",
      write: undefined,
      link: undefined,
    });
  });

  test("comes back into the view with what it is, even when nothing changed", () => {
    const row = customer(1, { phone: "+1 5" });
    expect(
      linked(
        { state: "out_of_view", base: { display_name: "Acme", phone: "+1 5", currency_code: "USD" } },
        row,
      ),
    ).toMatchObject({ outcome: "unchanged", reason: "reentered", link: { state: "linked" } });
  });
});
