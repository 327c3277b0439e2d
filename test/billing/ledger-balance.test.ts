import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { trialBalance } from "#billing/ledger/ledger.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;
let session: pg.Client;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  shop = await world.organization("Balance");
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: "Buyer" } });
  const line_items = [{ name: "Thing", quantity: "1", price: "10" }];
  await shop.send(createInvoice, { body: { customer_id, line_items, send: true } });
  session = new pg.Client({ connectionString: world.databaseUrl });
  await session.connect();
});
afterAll(async () => {
  await session?.end();
  await world?.stop();
});

/** A row of the ledger: its posting is the first one, or a new one. */
type Row = { posting?: "first" | "new"; position: number; amount: number; base?: number };

/** Writes entries under a role; answers the rule that they break. */
async function write(role: string, entries: readonly Row[]): Promise<string | undefined> {
  await session.query("begin");
  try {
    await session.query("select set_config('concord.organization_id', $1, true)", [shop.id]);
    await session.query(`insert into ledger_posting
      select organization_id, 'pst_new', date, kind, document_id, payment_id, customer_id, currency_code, created_at
        from ledger_posting where organization_id = '${shop.id}' limit 1`);
    const { rows } = await session.query<{ id: string }>(
      "select min(id) as id from ledger_posting where id <> 'pst_new'",
    );
    await session.query(`set local role ${role}`);
    const values = entries.map(
      ({ posting = "new", position, amount, base = amount }) =>
        `('${shop.id}', '${posting === "new" ? "pst_new" : rows[0]?.id}', ${position}, 'revenue', ${amount}, ${base})`,
    );
    await session.query(`insert into ledger_entry values ${values.join(", ")}`);
    await session.query("set constraints all immediate");
    return undefined;
  } catch (error) {
    return (error as pg.DatabaseError).constraint ?? String(error);
  } finally {
    await session.query("rollback");
  }
}

const one = { position: 0, amount: 5 };
const back = { position: 1, amount: -5 };
const more = { posting: "first" as const, position: 9, amount: 1 };

describe.each([
  { who: "the application", role: "concord_app" },
  { who: "the owner of the tables", role: "none" },
])("given a session of $who that writes to the ledger", ({ role }) => {
  test("when entries sum to zero, then they are taken", async () => {
    expect(await write(role, [one, back])).toBeUndefined();
  });

  test.each<[string, Row[]]>([
    ["one entry alone", [one]],
    ["amounts that sum to zero in one currency only", [{ ...one, base: 6 }, back]],
    ["two postings that do so only together", [one, { ...more, amount: -5 }]],
    ["more to a posting that was balanced", [more]],
    ["a balanced posting beside one that is not", [one, back, more]],
  ])("when it writes %s, then it is refused", async (_what, entries) => {
    expect(await write(role, entries)).toBe("posting_balanced");
  });
});

test.each(["update ledger_entry set amount = amount + 1", "delete from ledger_entry"])(
  "given the owner of the tables, when it tries %s, then nothing is changed",
  async (statement) => {
    await expect(session.query(statement)).rejects.toMatchObject({ constraint: "entries_kept" });
    const { accounts } = await shop.send(trialBalance, {});
    expect(accounts.map(({ account, amount }) => [account, amount])).toEqual([
      ["receivable", "10.00"],
      ["revenue", "-10.00"],
    ]);
  },
);
