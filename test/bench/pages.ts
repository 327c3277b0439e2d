import type { Criteria } from "#crm/criteria/criteria.ts";
import { addView } from "../support/sync-world.ts";
import { startBenchWorld } from "./bench-world.ts";
import { fillAccounts, query } from "./fill.ts";
import type { Figure } from "./main.ts";
import { percentile, round } from "./statistics.ts";

const size = Number(process.env["BENCH_PAGES_SIZE"] ?? 1_000_000);
const atOnce = 50;
const requests = 1000;

/** Views by whom they hold: of a million accounts, one in twelve, one in 66, few, or none. */
const views: Record<string, Criteria> = {
  "many: a name begins so": { field: "Account_Name", comparator: "starts_with", value: "Cedar" },
  "one in 66: a number is above": { field: "Annual_Revenue", comparator: "greater_than", value: 985_000 },
  "few: a number is above": { field: "Annual_Revenue", comparator: "greater_than", value: 1_000_000 },
  "few: a piece of a name": { field: "Account_Name", comparator: "contains", value: "77777" },
  "few: a website begins so": {
    field: "Website",
    comparator: "starts_with",
    value: "https://www.company777",
  },
  "none: a city": { field: "Billing_City", comparator: "equal", value: "Nowhere" },
  "none: two values that nobody has both of": {
    operator: "AND",
    group: [
      { field: "Industry", comparator: "equal", value: "Banking" },
      { field: "Industry", comparator: "equal", value: "Retail" },
    ],
  },
  "few: nested": {
    operator: "AND",
    group: [
      { field: "Billing_City", comparator: "equal", value: "Springfield" },
      {
        operator: "OR",
        group: [
          { field: "Annual_Revenue", comparator: "less_than", value: 5 },
          { field: "Phone", comparator: "equal", value: "+1 999 555 0000" },
          { field: "Annual_Revenue", comparator: "greater_than", value: 1_000_000 },
        ],
      },
    ],
  },
  "none: a piece inside of a word": { field: "Phone", comparator: "contains", value: "zzz" },
};

/** 95th percentile of lists, searches and single records over a million of each, fifty requests in parallel. */
export async function measurePages(serverUrl: string): Promise<Figure[]> {
  const world = await startBenchWorld(serverUrl, async (place) => {
    for (let from = 1; from <= size; from += 200_000)
      await fillAccounts({ ...place, from, count: Math.min(200_000, size - from + 1), numbers: true });
  });
  const worker = await world.startWorker();
  await world.sync(true);
  await worker.stop();
  await query(world.databaseUrl, "vacuum analyze", []);
  try {
    const customers = await ids(
      world.databaseUrl,
      "select id from customer tablesample system (0.1) limit 500",
    );
    const accounts = await ids(
      world.databaseUrl,
      "select id::text as id from crm_record tablesample system (0.1) limit 500",
    );
    const viewIds: [string, string][] = [];
    for (const [name, criteria] of Object.entries(views))
      viewIds.push([name, await addView(world.organization, "Accounts", `Bench ${name}`, criteria)]);
    const view = (id: string): string =>
      `/crm/v8/Accounts?cvid=${id}&fields=Account_Name,Phone,Website,Billing_City,Owner,Modified_Time&per_page=50`;
    const pick = (all: string[], at: number): string => all[at % all.length] ?? "";
    const routes: Record<string, { path: (at: number) => string; goalMs: number }> = {
      "customer list": { path: () => "/api/v1/customers?limit=50", goalMs: 50 },
      "customer search": {
        path: (at) => `/api/v1/customers?limit=50&search=Summit%20Cedar%20${at * 37}`,
        goalMs: 150,
      },
      "customer detail": { path: (at) => `/api/v1/customers/${pick(customers, at)}`, goalMs: 50 },
      "account list": {
        path: () =>
          "/crm/v8/Accounts?fields=Account_Name,Phone,Website,Billing_City,Owner,Modified_Time&per_page=50",
        goalMs: 50,
      },
      ...Object.fromEntries(
        viewIds.map(([name, id]) => [`account view, ${name}`, { path: () => view(id), goalMs: 50 }]),
      ),
      "account search": {
        path: (at) => `/crm/v8/Accounts/search?word=Cedar%20${at * 37}&fields=Account_Name,Phone&per_page=50`,
        goalMs: 150,
      },
      "search everywhere, billing": {
        path: (at) => `/api/v1/search?text=Summit%20Cedar%20${at * 37}`,
        goalMs: 150,
      },
      "search everywhere, billing, mistyped": {
        path: (at) => `/api/v1/search?text=Sumit%20Ceadr%20${at * 37}`,
        goalMs: 150,
      },
      "search everywhere, accounts": {
        path: (at) => `/crm/v8/Accounts/actions/find?text=Cedar%20${at * 37}&fields=Account_Name,Website`,
        goalMs: 150,
      },
      "search everywhere, accounts, mistyped": {
        path: (at) => `/crm/v8/Accounts/actions/find?text=Ceadr%20${at * 37}&fields=Account_Name,Website`,
        goalMs: 150,
      },
      "account detail": { path: (at) => `/crm/v8/Accounts/${pick(accounts, at)}`, goalMs: 50 },
    };
    const figures: Figure[] = [];
    for (const [name, { path, goalMs }] of Object.entries(routes)) {
      const times = await load(world.url, world.caller.headers(), path);
      const p95 = percentile(times, 0.95);
      const alone = percentile(await load(world.url, world.caller.headers(), path, 1, 100), 0.95);
      figures.push({
        figure: `${name}, p95`,
        value: round(p95),
        unit: "ms",
        goal: `< ${goalMs}`,
        met: p95 < goalMs,
        details: { size, at_once: atOnce, p50: round(percentile(times, 0.5)), p95_alone: round(alone) },
      });
    }
    return figures;
  } finally {
    await world.stop();
  }
}

async function load(
  url: string,
  headers: Record<string, string>,
  path: (at: number) => string,
  parallel = atOnce,
  count = requests,
): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const visitor = async (): Promise<void> => {
    while (next < count) {
      const at = (next += 1);
      const started = performance.now();
      const response = await fetch(url + path(at), { headers });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${path(at)} answered ${response.status}`);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: parallel }, visitor));
  return times.slice(Math.min(parallel, times.length / 2));
}

async function ids(databaseUrl: string, text: string): Promise<string[]> {
  return (await query<{ id: string }>(databaseUrl, text, [])).map((row) => row.id);
}
