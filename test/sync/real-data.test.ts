import { afterAll, beforeAll, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { createRng, type Rng } from "../simulator/rng.ts";
import {
  differences,
  type Edit,
  editBilling,
  editCrm,
  editedFields,
  lostEdits,
  type Pair,
  pairsOf,
  valueOf,
} from "../support/both-sides.ts";
import { companies, type Company } from "../support/data.ts";
import {
  addRecords,
  age,
  fingerprint,
  query,
  startSyncing,
  type Sync,
  twice,
} from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

/** Another one gives other edits: `CONCORD_TEST_SEED=7 npx vitest run test/sync/real-data.test.ts`. */
const seed = Number(process.env["CONCORD_TEST_SEED"] ?? 1);
const rounds = 7;
/** Edits of a side in a round, and how many of them meet one of the other side. */
const [editsEach, sameField] = [300, 30];

/** A third of the companies in the CRM, a third in billing, and a third in both. */
async function spread(organization: Organization, all: readonly Company[]): Promise<void> {
  const third = Math.floor(all.length / 3);
  const inCrm = all.slice(0, 2 * third).map(({ name, sector, industry, city, region }) => ({
    ...{ Account_Name: name, Description: `${sector}: ${industry}` },
    ...{ Billing_City: city, Billing_State: region },
  }));
  await addRecords(organization, "Accounts", inCrm);
  const inBilling = all.slice(third).map(({ name, city, region, founded }) => ({
    ...{ display_name: name, company_name: name, notes: `Founded ${founded}` },
    billing_address: { city, state: region },
  }));
  for (const body of inBilling) await organization.send(createCustomer, { body });
}

/** A round of edits, each of another field of some pair, but for those that both sides make. */
function draw(rng: Rng, round: number, pairs: readonly Pair[], all: readonly Company[]): Edit[] {
  const spots = pairs.flatMap((pair) => editedFields.map((field) => ({ pair, field })));
  const taken = new Set<number>();
  const wanted = 2 * editsEach - sameField;
  while (taken.size < wanted) taken.add(rng.below(spots.length));
  return [...taken].flatMap((spot, at): Edit[] => {
    const { pair, field } = spots[spot] as (typeof spots)[number];
    const sides = at < sameField ? (["crm", "billing"] as const) : [at % 2 === 0 ? "crm" : "billing"];
    return (sides as Edit["side"][]).map((side) => {
      const { city } = rng.pick(all);
      const number = (round * wanted + at) * 2 + (side === "crm" ? 0 : 1);
      return {
        crmId: pair.crmId,
        customerId: pair.customerId,
        side,
        field,
        value: valueOf(field, city, number),
      };
    });
  });
}

async function counted({ id }: Organization): Promise<unknown> {
  const [counts] = await query(
    world,
    `select (select count(*)::int from crm_record where organization_id = $1) as records,
            (select count(*)::int from customer where organization_id = $1) as customers`,
    [id],
  );
  return counts;
}

/** What both sides hold, and how often it was written. */
async function written(sync: Sync): Promise<unknown> {
  const [crm] = await query(
    world,
    "select md5(string_agg(ctid::text || xmin::text, '' order by id)) as rows, count(*) from crm_record where organization_id = $1",
    [sync.organization.id],
  );
  const [history] = await query(world, "select count(*) from sync_run_record where organization_id = $1", [
    sync.organization.id,
  ]);
  return { crm, history, billing: await fingerprint(world, sync.organization) };
}

test(`F18 F79 F81 B2 given the companies of the S&P 500, edited thousands of times on both sides by chance (seed ${seed}), then both sides agree on every field, no edit is lost, and a further run makes 2 calls and writes nothing`, async () => {
  const all = companies();
  const organization = await world.organization("S&P 500");
  await spread(organization, all);
  const sync = await startSyncing(organization, { module: "accounts", extent: "two-way" });
  expect(await sync.run()).toMatchObject({ status: "done", error: null, counts: { failed: 0, held: 0 } });
  const pairs = await pairsOf(world, sync);
  expect(pairs).toHaveLength(all.length);

  const rng = createRng(seed);
  const edits: Edit[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const drawn = draw(rng, round, pairs, all);
    await editCrm(
      organization,
      drawn.filter(({ side }) => side === "crm"),
    );
    await editBilling(
      organization,
      drawn.filter(({ side }) => side === "billing"),
    );
    edits.push(...drawn);
    expect(await sync.approved()).toMatchObject({
      status: "done",
      error: null,
      counts: { failed: 0, held: 0 },
    });
  }
  // What a name sent from billing changes of the company's name comes back with the next reading.
  await sync.approved();

  const after = await pairsOf(world, sync);
  expect(after.map(({ crmId, customerId }) => [crmId, customerId])).toEqual(
    pairs.map(({ crmId, customerId }) => [crmId, customerId]),
  );
  expect(differences(after)).toEqual([]);
  expect(edits).toHaveLength(rounds * 2 * editsEach);
  expect(await lostEdits(world, organization, edits, after)).toEqual([]);
  expect(await twice(world, organization)).toEqual([]);
  expect(await counted(organization)).toEqual({ records: all.length, customers: all.length });

  await age(world, organization);
  await sync.run();
  const before = await written(sync);
  expect(await sync.run()).toMatchObject({
    status: "done",
    api_calls: 2,
    counts: { fetched: 0, updated: 0 },
  });
  expect(await written(sync)).toEqual(before);
}, 300_000);
