import pg from "pg";
import type { OrganizationId } from "#kernel/id.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { runBilling } from "#billing/subscription/run.commands.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { createDatabase } from "../support/database.ts";
import { startWorld, type World } from "../support/world.ts";
import { query } from "./fill.ts";
import { insertSame } from "./invoice-floor.ts";
import type { Figure } from "./main.ts";
import { round } from "./statistics.ts";

const size = Number(process.env["BENCH_INVOICES_SIZE"] ?? 100_000);
const leastOfFloor = 0.3;

/** A day in the past, so that nothing else is due while it is measured. */
const begin = "2026-01-31T12:00:00.000Z";
const renewal = "2026-02-28T12:00:00.000Z";

/** A billing run over subscriptions that are all due, against bare INSERTs of the same rows. */
export async function measureInvoices(serverUrl: string): Promise<Figure[]> {
  const database = await createDatabase(serverUrl);
  let now = begin;
  const world = await startWorld({ roles: "web", databaseUrl: database.url, clock: { now: () => now } });
  try {
    const organizationId = await fillDue(world);
    now = renewal;
    const since = await lastDocument(database.url);
    const started = performance.now();
    const { billed, failed } = await runBilling(
      world.system.deps,
      organizationId,
      new AbortController().signal,
    );
    const seconds = (performance.now() - started) / 1000;
    const invoices = await countAfter(database.url, since);
    if (failed > 0 || billed !== size || invoices !== size)
      throw new Error(
        `of ${size} subscriptions ${billed} were billed, ${failed} not, with ${invoices} invoices`,
      );
    const floorSeconds = await insertSame(database.url, organizationId, since);
    const ratio = floorSeconds / seconds;
    const details = { subscriptions: size, seconds: round(seconds), floor_seconds: round(floorSeconds) };
    return [
      {
        figure: "billing run against the floor",
        value: round(ratio),
        unit: "of the floor",
        goal: `at least ${leastOfFloor}`,
        met: ratio >= leastOfFloor,
        details,
      },
      {
        figure: "billing run, invoices a second",
        value: round(size / seconds),
        unit: "invoices/s",
        goal: "none",
        met: true,
        details: { ...details, floor_per_second: round(size / floorSeconds) },
      },
    ];
  } finally {
    await world.stop();
    await database.drop();
  }
}

/** One subscription that is sold as anybody's, and as many more like it, each of a customer of its own. */
async function fillDue(world: World): Promise<OrganizationId> {
  const shop = await world.organization("Bench", { currency: "USD", timeZone: "UTC" });
  const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
  const prices = [{ currency_code: "USD", price: "10" }];
  const plan = { plan_code: "basic", name: "Basic", product_id, interval: 1, prices };
  await shop.send(createPlan, { body: { ...plan, interval_unit: "months" } });
  const { id } = await shop.send(createCustomer, { body: { display_name: "Buyer" } });
  await shop.send(createSubscription, { body: { customer_id: id, plan: { plan: "basic" } } });
  for (const [table, keys] of copied) await copyRows(world.databaseUrl, table, keys);
  await query(world.databaseUrl, "vacuum analyze", []);
  return shop.id;
}

/** What each copy has of its own: an id with its number at the end, and what is unique beside. */
const copied: readonly [table: string, keys: Record<string, string>][] = [
  ["customer", { id: numbered("id") }],
  [
    "subscription",
    { id: numbered("id"), customer_id: numbered("customer_id"), number: "number || '-' || n" },
  ],
  ["subscription_item", { subscription_id: numbered("subscription_id") }],
  ["mrr_change", { subscription_id: numbered("subscription_id"), id: numbered("id") }],
];

function numbered(column: string): string {
  return `left(${column}, 22) || lpad(n::text, 8, '0')`;
}

async function copyRows(databaseUrl: string, table: string, keys: Record<string, string>): Promise<void> {
  const columns = await query<{ name: string }>(
    databaseUrl,
    `select column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  const values = columns.map(({ name }) => keys[name] ?? `"${name}"`).join(", ");
  await query(
    databaseUrl,
    `insert into ${table} (${names}) select ${values} from ${table} cross join generate_series(1, $1::int - 1) as n`,
    [size],
  );
}

async function lastDocument(databaseUrl: string): Promise<string> {
  const [row] = await query<{ id: string }>(databaseUrl, "select max(id) as id from document", []);
  return row?.id ?? "";
}

async function countAfter(databaseUrl: string, id: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      "select count(*)::int as count from document where id > $1",
      [id],
    );
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
