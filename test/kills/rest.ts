import { setTimeout as sleep } from "node:timers/promises";
import type { RunView } from "#sync/run/run.api.ts";
import { differences, type Edit, lostEdits, type Pair, pairsOf } from "../support/both-sides.ts";
import { counted, written } from "../support/companies.ts";
import { query, type Sync, twice } from "../support/sync-world.ts";
import type { World } from "../support/world.ts";
import type { Diary } from "./people.ts";

type Place = { world: World; sync: Sync };

/** What is not as it must be, when all is at rest. */
export type Faults = Record<"lost" | "twice" | "apart" | "failed" | "restless", string[]>;

/** Looks at both sides once nobody works any more; `run` does one more run. `companies` is how many there were at first. */
export async function faultsOf(
  place: Place,
  { companies, diary, run }: { companies: number; diary: Diary; run: () => Promise<RunView> },
): Promise<Faults> {
  const pairs = await pairsOf(place.world, place.sync);
  return {
    lost: await lost(place, diary, pairs),
    twice: await doubles(place, companies + diary.made, diary),
    apart: [...differences(pairs), ...(await alone(place, diary))],
    failed: await failed(place),
    restless: await restless(place, run),
  };
}

/**
 * Writings of which something is amiss. Where a record was deleted in the CRM, the customer is what is left: it must
 * hold what was written in billing, or what the CRM had given it before.
 */
async function lost({ world, sync }: Place, diary: Diary, pairs: readonly Pair[]): Promise<string[]> {
  const left = (await pairsOf(world, sync, "deleted_in_crm")).map((pair) => ({ ...pair, crm: pair.billing }));
  const known = new Map<string, Pair>();
  for (const pair of [...pairs, ...left]) known.set(pair.crmId, pair).set(pair.customerId, pair);
  const edits = diary.writings.flatMap((one): Edit[] => {
    const pair = known.get(one.id);
    const wentWithIt = one.side === "crm" && diary.deleted.has(one.id);
    if (!pair || (wentWithIt && pair.billing[one.field.billing] !== one.value)) return [];
    return [{ ...one, crmId: pair.crmId, customerId: pair.customerId }];
  });
  const unknown = diary.writings.filter(({ id }) => !known.has(id) && !diary.deleted.has(id));
  return [
    ...(await lostEdits(world, sync.organization, edits, [...pairs, ...left])),
    ...unknown.map(({ id, side, value }) => `${value}, written in ${side}, is in ${id}, which has no link`),
  ];
}

/** What is there twice, by the tables, and by the number of records that people made. */
async function doubles({ world, sync }: Place, made: number, diary: Diary): Promise<string[]> {
  const rows = (await twice(world, sync.organization)).map((row) => JSON.stringify(row));
  const { records, customers } = await counted(world, sync.organization);
  const [met] = await query<{ count: number }>(
    world,
    "select count(*)::int from link where organization_id = $1 and crm_id = any($2)",
    [sync.organization.id, [...diary.deleted]],
  );
  // A record that was made and deleted between two readings was never a customer.
  const unmet = diary.deleted.size - (met?.count ?? 0);
  return [
    ...rows,
    ...(records === made ? [] : [`${records} records in the CRM instead of ${made}`]),
    ...(customers === made - unmet ? [] : [`${customers} customers instead of ${made - unmet}`]),
  ];
}

/** Records and customers that are linked with nothing, though nobody deleted them, or linked, though somebody did. */
async function alone({ world, sync }: Place, diary: Diary): Promise<string[]> {
  const rows = await query<{ id: string }>(
    world,
    `select r.id::text from crm_record r where r.organization_id = $1
        and (r.deleted_time is null) <> exists (select from link l where l.organization_id = $1 and l.crm_id = r.id::text and l.state = 'linked')
     union all
     select c.id from customer c where c.organization_id = $1
        and not exists (select from link l where l.organization_id = $1 and l.customer_id = c.id and (l.state = 'linked' or l.crm_id = any($2)))`,
    [sync.organization.id, [...diary.deleted]],
  );
  return rows.map(({ id }) => `${id} is not linked as it must be`);
}

/** The CRM's lists are read again for this long after a change; then there is nothing in them. */
const overlapMs = 3000;

async function restless({ world, sync }: Place, run: () => Promise<RunView>): Promise<string[]> {
  await sleep(overlapMs + 1000);
  await run();
  const before = JSON.stringify(await written(world, sync));
  const { status, api_calls, counts } = await run();
  const after = JSON.stringify(await written(world, sync));
  return [
    ...(status === "done" && api_calls === 2
      ? []
      : [`a further run ${status} with ${api_calls} calls: ${JSON.stringify(counts)}`]),
    ...(before === after ? [] : ["a further run wrote something"]),
  ];
}

/** Runs that did not come to their end. */
async function failed({ world, sync }: Place): Promise<string[]> {
  const runs = await query<{ what: string }>(
    world,
    "select id || ' ' || status || ' ' || coalesce(error_code, '') as what from sync_run where organization_id = $1 and status <> 'done'",
    [sync.organization.id],
  );
  return runs.map(({ what }) => what);
}
