import { unzipSync } from "fflate";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCsv } from "#kernel/csv.ts";
import { systemActor } from "#platform/auth/actor.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import { type Criteria, criteriaJson } from "#crm/criteria/criteria.ts";
import { exportLines } from "#crm/export/export.commands.ts";
import type { CrmWorld, Json } from "./support/crm-world.ts";
import { is, openLargeCrm } from "./support/large-crm.ts";

let crm: CrmWorld;
beforeAll(async () => {
  ({ crm } = await openLargeCrm(100_000));
});
afterAll(() => crm.stop());

/** Of 100,000 accounts. Twice what is looked at before an index is asked, and as many as it may find. */
const few = 9_000;

const named = (...numbers: number[]): string[] => numbers.map((number) => `Account ${number}`);

/** Does something, and says how many accounts the database read for it. */
async function lookedAtBy(work: () => Promise<void>): Promise<number> {
  const { deps } = crm.system;
  const { db } = deps;
  let looked = 0;
  const transaction = () => ({
    execute: <Value>(within: (tx: Tx) => Promise<Value>) =>
      db.transaction().execute(async (tx) => {
        const before = await readSoFar(tx);
        const value = await within(tx);
        looked += (await readSoFar(tx)) - before;
        return value;
      }),
  });
  deps.db = { transaction } as unknown as Db;
  try {
    await work();
  } finally {
    deps.db = db;
  }
  expect(looked).toBeGreaterThan(0);
  return looked;
}

/** How many accounts this session has read, as far as that is not reported yet; inside of a transaction nothing is. */
async function readSoFar(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as count
    from pg_stat_xact_user_tables where relname = 'crm_record'`.execute(tx);
  return Number(rows[0]?.count ?? 0);
}

describe("F91 a query that hardly any record meets is answered by an index", () => {
  /** The names that a query tells, in its order. */
  async function query(rest: string): Promise<string[]> {
    const { status, body } = await crm.call("POST", "/crm/v8/coql", {
      select_query: `select Account_Name from Accounts where ${rest}`,
    });
    if (status === 204) return [];
    expect(status).toBe(200);
    return body.data.map((row: Json) => row.Account_Name);
  }

  test.each<[string, string, string[]]>([
    ["a name", "Account_Name = 'Account 7777'", named(7777)],
    ["a phone number", "Phone = '+1 4321'", named(4321)],
    [
      "one of two, by their time",
      "Phone in ('+1 4321', '+1 99') order by Created_Time desc",
      named(99, 4321),
    ],
    ["a number beyond all", "Employees > 5000", []],
    [
      "a number that twenty have, by a value that no index orders",
      "(Employees = 4321 and Account_Name != 'Account 4321') order by Phone desc limit 1, 2",
      named(94321, 9321),
    ],
    [
      "a page of those, from a place on",
      "((Employees = 4321 and id is not null) and Modified_Time > '2000-01-01T00:00:00+00:00') order by id asc limit 3, 2",
      named(19321, 24321),
    ],
  ])("%s", async (_name, rest, expected) => {
    const lookedAt = await lookedAtBy(async () => expect(await query(rest)).toEqual(expected));
    expect(lookedAt).toBeLessThan(few);
  });

  test("what the first records answer is not looked for further, and what most are is paged as it stands", async () => {
    const lookedAt = await lookedAtBy(async () => {
      expect(await query("Segment = 'Large' limit 0, 2")).toEqual(named(2, 4));
    });
    expect(lookedAt).toBeLessThan(2_100);
    expect(await query("Segment = 'Large' order by id asc limit 40000, 1")).toEqual(named(80_002));
  });
});

describe("F91 a file of what hardly any record is takes no walk through all of them", () => {
  async function viewOf(criteria: Criteria): Promise<string> {
    const made = await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", {
      custom_views: [{ name: `View ${Math.random()}`, criteria: criteriaJson(criteria, () => undefined) }],
    });
    return made.body.custom_views[0].details.id;
  }

  const namesIn = (text: string, heading: string): string[] => {
    const [head, ...rows] = [...readCsv(text, ",")].map(({ cells }) => cells);
    return rows.map((cells) => cells[head?.indexOf(heading) ?? 0] ?? "");
  };

  test("an export of a view, narrowed by criteria", async () => {
    const view = await viewOf(is("Employees", 4321));
    const { organizationId } = crm;
    const member = { organizationId, actor: systemActor, role: "owner" as const, email: undefined };
    const exported = async (criteria?: string): Promise<string[]> => {
      const { head, lines } = await exportLines(
        { deps: crm.system.deps, member },
        { module: "Accounts", view, criteria },
      );
      let text = head;
      for await (const part of lines) text += part;
      return namesIn(text, "Account Name");
    };
    const lookedAt = await lookedAtBy(async () => {
      expect(await exported()).toHaveLength(20);
      expect(await exported("(Phone:equals:+1 9321)")).toEqual(named(9321));
    });
    expect(lookedAt).toBeLessThan(few);
  });

  test("a bulk read of a view, narrowed by criteria", async () => {
    const view = await viewOf(is("Employees", 4321));
    const criteria = criteriaJson(is("Phone", ["+1 9321", "+1 14321"], "in"), () => undefined);
    const read = { module: { api_name: "Accounts" }, fields: ["Account_Name"], cvid: view, criteria };
    let file = "";
    const lookedAt = await lookedAtBy(async () => {
      const made = await crm.call("POST", "/crm/bulk/v8/read", { query: read });
      const path = `/crm/bulk/v8/read/${made.body.data[0].details.id}`;
      const state = async (): Promise<string> => (await crm.call("GET", path)).body.data[0].state;
      await expect.poll(state, { timeout: 20_000, interval: 50 }).toBe("COMPLETED");
      const headers = { authorization: `Zoho-oauthtoken ${crm.token}` };
      const answer = await fetch(`${crm.url}${path}/result`, { headers });
      const [bytes] = Object.values(unzipSync(new Uint8Array(await answer.arrayBuffer())));
      file = Buffer.from(bytes ?? []).toString();
    });
    expect(namesIn(file, "Account_Name")).toEqual(named(9321, 14321));
    expect(lookedAt).toBeLessThan(few);
  });
});
