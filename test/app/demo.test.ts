import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { concord, dataFolder, freePort, type Program, run } from "./processes.ts";

const signedIn = /Sign in as demo@concord\.test with the password (\S+)/;

/** Each moment is one in which the fill is killed; the last start completes it. */
const moments = [
  /Demo: Writing CRM records/,
  /Demo: Adding customers/,
  /Demo: Adding products, plans, addons and coupons/,
  /Demo: Running the first sync/,
  /Demo: Changing the same fields on both sides/,
  /Demo: two years pass/,
];

/** Seven starts, each with a database of its own to start, and two years to pass. */
const startsMs = 300_000;

describe("B18 given a first start that is killed again and again while it fills the demo", () => {
  const data = dataFolder();
  let env: Record<string, string>;
  let server: Program;
  let password: string;

  beforeAll(async () => {
    env = { CONCORD_DATA: data.path, PORT: String(await freePort()), CONCORD_LOG: "error" };
    for (const moment of moments) {
      const victim = run("main.ts", [], env);
      await victim.says(moment);
      victim.kill("SIGKILL");
      await victim.ended;
    }
    server = run("main.ts", [], env);
    await server.says(/Two years of the demo have passed/);
    password = await server.says(signedIn);
  }, startsMs);
  afterAll(async () => {
    server.kill("SIGTERM");
    await server.ended;
    data.remove();
  });

  test("then the demo is whole, and nothing is in it twice", async () => {
    expect(server.stdout()).toMatch(/Two years of the demo have passed: subscriptions, invoices, payments/);
    expect(server.stderr()).toBe("");
    const twice = await rows(
      `select 'account' as what from crm_record where module = 'Accounts' group by organization_id, name having count(*) > 1
       union all select 'link' from link where state = 'linked' group by organization_id, connection_id, crm_id having count(*) > 1
       union all select 'product' from product group by organization_id, name having count(*) > 1
       union all select 'plan' from plan group by organization_id, plan_code having count(*) > 1
       union all select 'organization' from auth.organization group by name having count(*) > 1
       union all select 'connection' from connection group by organization_id having count(*) > 1`,
    );
    expect(twice).toEqual([]);
    const [counts] = await rows<{
      accounts: number;
      linked: number;
      organizations: number;
      conflicts: number;
    }>(
      `select (select count(*)::int from crm_record where module = 'Accounts') as accounts,
              (select count(distinct customer_id)::int from link where target = 'customer' and state = 'linked') as linked,
              (select count(*)::int from auth.organization) as organizations,
              (select count(*)::int from sync_conflict where state = 'open') as conflicts`,
    );
    // 300 of the CRM's own, and the seven customers that only billing had.
    expect(counts?.accounts).toBe(307);
    expect(counts?.conflicts).toBe(3);
    expect(counts?.linked).toBeGreaterThanOrEqual(280);
    expect(counts?.organizations).toBe(2);
  });

  test("F72 F73 then what it sells is there: plans in two currencies, addons of each scheme, coupons of each length", async () => {
    const [counts] = await rows(
      `select (select count(*)::int from product) as products,
              (select count(*)::int from plan) as plans,
              (select count(*)::int from plan_price) as prices,
              (select array_agg(distinct pricing_scheme order by pricing_scheme) from addon) as schemes,
              (select array_agg(type order by type) from coupon) as lengths`,
    );
    expect(counts).toEqual({
      products: 3,
      plans: 5,
      prices: 10,
      schemes: ["package", "tier", "unit", "volume"],
      lengths: ["duration", "forever", "one_time"],
    });
  });

  test("F74 then its invoices are there once, in different states, with what was paid of them", async () => {
    const found = await rows(
      `select reference_number as reference, status, balance > 0 as is_open, paid > 0 as is_paid
       from document where kind = 'invoice' and reference_number like 'PO 10%' order by reference_number`,
    );
    expect(found).toEqual([
      { reference: "PO 1001", status: "sent", is_open: false, is_paid: true },
      { reference: "PO 1002", status: "sent", is_open: true, is_paid: false },
      { reference: "PO 1003", status: "sent", is_open: true, is_paid: true },
      { reference: "PO 1004", status: "sent", is_open: true, is_paid: false },
      { reference: "PO 1005", status: "draft", is_open: true, is_paid: false },
    ]);
  });

  test("F74 F96 then its papers say who sells, and the e-mails of the last weeks are caught, each once", async () => {
    const [seller] = await rows(
      `select tax_label, tax_number, bank_account ->> 'account_number' as account, payment_instructions <> '' as is_told
         from billing_organization where tax_number is not null`,
    );
    expect(seller).toEqual({
      ...{ tax_label: "EIN", tax_number: "00-0000000" },
      ...{ account: "000123456789", is_told: true },
    });
    const caught = `select kind, count(*)::int as count from email where status = 'caught' and subject <> ''
       group by kind order by kind`;
    // A file that could not be made at once is tried again after a minute.
    await expect
      .poll(async () => (await rows("select id from email where status = 'queued'")).length, {
        timeout: 200_000,
      })
      .toBe(0);
    const kinds = Object.fromEntries(
      (await rows<{ kind: string; count: number }>(caught)).map(({ kind, count }) => [kind, count]),
    );
    expect(kinds["invoice"]).toBeGreaterThan(10);
    expect(kinds["payment_receipt"]).toBe(2);
    const wrong = await rows(
      `select 'twice' as what from email where kind = 'invoice' group by document_id having count(*) > 1
       union all select status || coalesce(problem, '') from email where status <> 'caught'
       union all select 'without its file' from email e where document_id is not null and not exists
         (select from email_attachment a where a.organization_id = e.organization_id and a.email_id = e.id)
       union all select 'to nobody' from email where cardinality(to_addresses) = 0`,
    );
    expect(wrong).toEqual([]);
  });

  test("then two years have passed, each month once: lives of every kind, numbers in the order of days, what each brings at its end", async () => {
    const [counts] = await rows(
      `select (select count(*)::int from subscription) as subscriptions, (select count(distinct reference)::int from subscription) as orders,
              (select count(*)::int from test_clock) as clocks,
              (select array_agg(distinct status order by status) from subscription) as statuses,
              (select array_agg(distinct kind order by kind) from mrr_change) as movements,
              (select count(distinct currency_code)::int from subscription) as currencies,
              (select count(*)::int from document where kind = 'credit_note' and status = 'open') as credit_notes,
              (select max(current_date - date) > 680 from document where kind = 'invoice') as is_old`,
    );
    expect(counts).toEqual({
      subscriptions: 32,
      orders: 32,
      clocks: 0,
      statuses: [
        "cancelled",
        "cancelled_from_dunning",
        "dunning",
        "expired",
        "live",
        "non_renewing",
        "paused",
        "trial",
      ],
      movements: ["churn", "contraction", "expansion", "new", "reactivation"],
      currencies: 2,
      credit_notes: expect.any(Number),
      is_old: true,
    });
    const wrong = await rows(
      `select 'a number before an earlier one' from (
         select date, lag(date) over (order by number) as before from document
          where kind = 'invoice' and number is not null and subscription_id is not null) numbered where date < before
       union all
       select 'what it brings is not what it sells' from subscription s
        where (s.status in ('live', 'non_renewing', 'dunning') and s.term_start is not null) <>
              (coalesce((select after from mrr_change m where m.subscription_id = s.id order by id desc limit 1), 0) > 0)
       union all
       select 'the ledger is not balanced' from ledger_entry having sum(base_amount) <> 0`,
    );
    expect(wrong).toEqual([]);
  });

  test("then its administrator signs in with the password that is kept for the owner of the folder", async () => {
    expect(readFileSync(join(data.path, "demo-password"), "utf8").trim()).toBe(password);
    expect(statSync(join(data.path, "demo-password")).mode & 0o777).toBe(0o600);
    const address = `http://localhost:${env["PORT"]}`;
    const answer = await fetch(`${address}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: address },
      body: JSON.stringify({ email: "demo@concord.test", password }),
    });
    expect(answer.status).toBe(200);
  });

  test("then an empty organization is there to try the set-up in", async () => {
    const { stdout } = await concord(["--json", "--org", "Empty Company", "customers", "list"], env);
    expect(JSON.parse(stdout)).toMatchObject({ items: [] });
  });

  test("then a command names one of the two, whether it changes something or reads", async () => {
    for (const args of [
      ["customers", "list"],
      ["customers", "fields", "add", "Colour"],
    ]) {
      const { code, stderr } = await concord(args, env);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(
          /^cli\.organization_unclear: There are several organizations; .*Northwind Subscriptions .*Empty Company /,
        ),
      });
      const named = await concord(["--org", "Empty Company", ...args], env);
      expect(named).toMatchObject({ code: 0, stderr: "" });
    }
  });

  test("when it starts once more, then it has the same password, and nothing is filled anew", async () => {
    server.kill("SIGTERM");
    await server.ended;
    server = run("main.ts", [], env);
    expect(await server.says(signedIn)).toBe(password);
    expect(server.stdout()).not.toContain("Demo:");
  });

  async function rows<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
    const file = join(data.path, "server.json");
    expect(existsSync(file)).toBe(true);
    const { database_url } = JSON.parse(readFileSync(file, "utf8")) as { database_url: string };
    const client = new pg.Client({ connectionString: database_url });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }
});
