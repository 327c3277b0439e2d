import { setTimeout as sleep } from "node:timers/promises";
import { matchKeysOf } from "#billing/customer/match-key.ts";
import { searchKeysOf } from "#billing/customer/search-key.ts";
import {
  type DuplicateSearchView,
  getDuplicateSearch,
  searchDuplicates,
} from "#sync/duplicate/duplicate.api.ts";
import { type BenchWorld, startBenchWorld } from "./bench-world.ts";
import { type CompanyRecord, companyRecords } from "./duplicate-records.ts";
import { query } from "./fill.ts";
import type { Figure } from "./main.ts";
import { percentile } from "./statistics.ts";

const size = Number(process.env["BENCH_DUPLICATES_SIZE"] ?? 100_000);
const goalSeconds = 300;
const batch = 5000;

/** So many customers against as many accounts: how long a search takes, what it finds, and what it leaves to others meanwhile. */
export async function measureDuplicates(serverUrl: string): Promise<Figure[]> {
  const { crm, billing } = companyRecords(size);
  const world = await startBenchWorld(serverUrl, async (place) => {
    for (let from = 0; from < size; from += batch) {
      await addAccounts(place, crm.slice(from, from + batch));
      await addCustomers(place, billing.slice(from, from + batch), from);
    }
    await query(place.databaseUrl, "vacuum analyze", []);
  });
  const worker = await world.startWorker();
  try {
    const begun = performance.now();
    await world.organization.send(searchDuplicates, { body: {} });
    const { search, waits } = await ended(world);
    const seconds = (performance.now() - begun) / 1000;
    if (search.status !== "done")
      throw new Error(`the search was ${search.status}: ${search.problem?.message}`);
    const { right, all } = await judged(world.databaseUrl);
    const details = { size, candidates: search.candidates, pairs: all };
    const shown = Math.min(20_000, size / 2);
    return [
      figure("duplicates, seconds of a search", seconds, "s", `< ${goalSeconds}`, seconds < goalSeconds, {
        ...details,
        peak_mb: Math.round((await worker.peakBytes()) / 1e6),
        others_p95_ms: Math.round(percentile(waits, 0.95)),
      }),
      figure("duplicates, precision", right / all, "", ">= 0.99", right / all >= 0.99, details),
      figure(
        "duplicates, recall of what is shown",
        right / shown,
        "",
        ">= 0.99",
        right / shown >= 0.99,
        details,
      ),
    ];
  } finally {
    await worker.stop();
    await world.stop();
  }
}

function figure(
  name: string,
  value: number,
  unit: string,
  goal: string,
  met: boolean,
  details: Record<string, unknown>,
): Figure {
  return { figure: name, value: Math.round(value * 1000) / 1000, unit, goal, met, details };
}

/** Waits for the search, and tells how long each look at it took: the pages of others wait as long. */
async function ended(world: BenchWorld): Promise<{ search: DuplicateSearchView; waits: number[] }> {
  const waits: number[] = [];
  for (;;) {
    const asked = performance.now();
    const { search } = await world.organization.send(getDuplicateSearch, {});
    waits.push(performance.now() - asked);
    if (search && search.status !== "waiting" && search.status !== "running") return { search, waits };
    await sleep(200);
  }
}

/** Pairs that are the same company, and all pairs across. */
async function judged(databaseUrl: string): Promise<{ right: number; all: number }> {
  const [row] = await query<{ right: number; all: number }>(
    databaseUrl,
    `select count(*)::int as all, count(*) filter (where c.notes = r.values ->> 'Description')::int as right
       from duplicate_pair p
       join customer c on c.organization_id = p.organization_id and c.id = p.left_id
       join crm_record r on r.organization_id = p.organization_id and r.id = p.right_id::bigint
      where p.kind = 'across'`,
    [],
  );
  return row ?? { right: 0, all: 0 };
}

type Where = { databaseUrl: string; organizationId: string };

async function addAccounts({ databaseUrl, organizationId }: Where, records: CompanyRecord[]): Promise<void> {
  const rows = records.map((one) => ({
    name: one.name,
    values: {
      ...{ Account_Name: one.name, Phone: one.phone, Billing_Street: one.street, Billing_City: one.city },
      ...{
        Billing_Code: one.zip,
        Description: one.company,
        Website: one.email?.replace("info@", "https://"),
      },
    },
  }));
  await query(
    databaseUrl,
    `insert into crm_record (organization_id, module, name, values, owner_id, created_by, modified_by, created_time, modified_time)
     select $1, 'Accounts', n.name, n.values, u.id, u.id, u.id, now(), now()
       from jsonb_to_recordset($2) as n (name text, values jsonb)
       cross join (select id from crm_user where organization_id = $1 order by id limit 1) u`,
    [organizationId, JSON.stringify(rows)],
  );
}

async function addCustomers(
  { databaseUrl, organizationId }: Where,
  records: CompanyRecord[],
  from: number,
): Promise<void> {
  const rows = records.map((one, at) => {
    const { name, email, phone, street, city, zip, company } = one;
    const customer = { display_name: name, company_name: name, email, phone, mobile: null, website: null };
    return {
      ...customer,
      ...matchKeysOf(customer),
      ...searchKeysOf(name),
      id: `cus_${String(from + at).padStart(26, "0")}`,
      ...{ notes: company, billing_street: street, billing_city: city, billing_zip: zip },
    };
  });
  await query(
    databaseUrl,
    `insert into customer (organization_id, id, display_name, company_name, email, phone, notes, billing_street, billing_city,
         billing_zip, name_key, email_key, phone_key, website_key, sort_name, name_rest, type, currency_code, status, source,
         version, created_at, updated_at)
     select $1, n.id, n.display_name, n.company_name, n.email, n.phone, n.notes, n.billing_street, n.billing_city,
         n.billing_zip, n.name_key, n.email_key, n.phone_key, n.website_key, n.sort_name, n.name_rest, 'business', 'USD', 'active',
         'local', 1, now(), now()
       from jsonb_to_recordset($2) as n (id text, display_name text, company_name text, email text, phone text, notes text,
         billing_street text, billing_city text, billing_zip text, name_key text, email_key text, phone_key text,
         website_key text, sort_name text, name_rest text)`,
    [organizationId, JSON.stringify(rows)],
  );
}
