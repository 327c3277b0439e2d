import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "#zoho/failure.ts";
import { type CrmWorld, movableClock, openCrmWorld } from "../crm/support/crm-world.ts";
import { allOf, clientOf, type Tested } from "./client-in-test.ts";

/** The embedded CRM, whose records, view, tokens and keys change under a reader. */
const clock = movableClock();
let crm: CrmWorld;
let view: string;
let ids: string[];

beforeAll(async () => {
  crm = await openCrmWorld({ clock });
  const made = await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", {
    custom_views: [
      {
        name: "Employers",
        criteria: { comparator: "greater_than", field: { api_name: "Employees" }, value: 0 },
      },
    ],
  });
  view = made.body.custom_views[0].details.id;
  ids = [];
  for (let batch = 0; batch < 7; batch += 1) ids.push(...(await add(100)));
});
afterAll(() => crm.stop());

async function add(count: number): Promise<string[]> {
  const reply = await crm.call("POST", "/crm/v8/Accounts", {
    data: Array.from({ length: count }, (_, at) => ({ Account_Name: `Account ${at}`, Employees: 1 })),
  });
  return reply.body.data.map((item: { details: { id: string } }) => item.details.id);
}

function reader(): Tested {
  return clientOf(crm, { credential: { kind: "zsc", email: crm.adminEmail, key: crm.zscKey } });
}

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
  return outcome.value;
}

describe("a scan while the CRM changes", () => {
  it.each([
    ["id", undefined],
    ["Modified_Time", undefined],
    ["the view's own order", "view"],
  ] as const)(
    "given fault 33 records that come, change, leave the view and go between pages, in the order of %s, then every record that stayed comes once",
    async (order, inView) => {
      const touched = new Set<string>();
      const seen: string[] = [];
      const change = async (id: string | undefined, values: object): Promise<void> => {
        if (id === undefined) return;
        touched.add(id);
        await crm.call("PUT", `/crm/v8/Accounts/${id}`, { data: [values] });
      };
      const selection = {
        fields: ["Account_Name"],
        ...(inView
          ? { cvid: view }
          : { sortBy: order === "id" ? ("id" as const) : ("Modified_Time" as const) }),
      };
      const before = [...ids];
      for await (const page of reader().zoho.listPages("Accounts", selection)) {
        seen.push(...valueOf(page).records.map((record) => record.id));
        const left = before.filter((id) => !touched.has(id));
        await change(left[3], { Employees: 5 });
        await change(left.at(-3), { Employees: 6 });
        await change(left[5], { Employees: null });
        await change(left.at(-5), { Employees: null });
        const gone = left[Math.floor(left.length / 2)] ?? "";
        touched.add(gone);
        await crm.call("DELETE", `/crm/v8/Accounts/${gone}`);
        ids = ids.filter((id) => id !== gone);
        ids.push(...(await add(3)));
      }
      const stayed = before.filter((id) => !touched.has(id));
      expect(stayed.length).toBeGreaterThan(600);
      const counts = new Map<string, number>();
      for (const id of seen) counts.set(id, (counts.get(id) ?? 0) + 1);
      expect(stayed.filter((id) => counts.get(id) !== 1)).toEqual([]);
      // What is put back for the next order of this table.
      for (const id of touched) if (ids.includes(id)) await change(id, { Employees: 1 });
    },
  );

  it("given F6 and fault 12 a user who is deactivated during a scan, then it ends with that reason and never as complete", async () => {
    const userId = await crm.addUser("leaver@example.com", "Leaver");
    const key = await crm.keyFor(userId);
    const { zoho } = clientOf(crm, { credential: { kind: "zsc", email: "leaver@example.com", key } });
    const outcomes: Outcome<{ nextToken: string | null }>[] = [];
    for await (const page of zoho.listPages("Accounts", { fields: ["Account_Name"] })) {
      outcomes.push(page);
      await crm.call("PUT", `/crm/v8/users/${userId}`, { users: [{ status: "inactive" }] });
    }
    expect(outcomes.at(-1)).toMatchObject({
      ok: false,
      failure: { kind: "rejected", reason: "invalid_key" },
    });
    expect(outcomes.some((page) => page.ok && page.value.nextToken === null)).toBe(false);
  });

  it("given fault 60 a view that is deleted during a scan, then it ends with that reason", async () => {
    const outcomes: Outcome<unknown>[] = [];
    for await (const page of reader().zoho.listPages("Accounts", { fields: ["Account_Name"], cvid: view })) {
      outcomes.push(page);
      await crm.call("DELETE", `/crm/v8/settings/custom_views/${view}?module=Accounts`);
    }
    expect(outcomes.at(-1)).toMatchObject({ ok: false, failure: { kind: "invalid_view", view } });
  });

  // The clock only goes on: what follows is later by a day, and the administrator's own token has expired.
  it("given fault 35 a page token that is a day old, then the scan asks to be restarted, and the restart finds all", async () => {
    const { zoho } = reader();
    const [first] = await allOf(firstOf(zoho.listPages("Accounts", { fields: ["Account_Name"] })));
    const { nextToken } = first ? valueOf(first) : { nextToken: null };
    clock.plusMs(24 * 3_600_000 + 1_000);
    const resumed = await allOf(
      reader().zoho.listPages("Accounts", { fields: ["Account_Name"] }, nextToken ?? ""),
    );
    expect(resumed).toMatchObject([
      { ok: false, failure: { kind: "scan_expired", reason: "token_expired" } },
    ]);
    const again = await allOf(reader().zoho.listPages("Accounts", { fields: ["Account_Name"] }));
    expect(again.flatMap((page) => valueOf(page).records)).toHaveLength(ids.length);
  });

  it("given fault 9 an access token that expires between two pages, then another one is got and no record is lost", async () => {
    let pages = 0;
    let records = 0;
    for await (const page of reader().zoho.listPages("Accounts", { fields: ["Account_Name"] })) {
      records += valueOf(page).records.length;
      pages += 1;
      clock.plusMs(61 * 60_000);
    }
    expect([pages, records]).toEqual([Math.ceil(ids.length / 200), ids.length]);
  });
});

/** The first item of a generator that is then left. */
async function* firstOf<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  for await (const item of items) {
    yield item;
    return;
  }
}
