import { afterAll, beforeAll, expect, test } from "vitest";
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
import { counted, spread, written } from "../support/companies.ts";
import { age, startSyncing, twice } from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

/** Another one gives other edits: `CONCORD_TEST_SEED=7 npx vitest run test/sync/real-data.test.ts`. */
const seed = Number(process.env["CONCORD_TEST_SEED"] ?? 1);
const rounds = 7;
/** Edits of a side in a round, and how many of them meet one of the other side. */
const [editsEach, sameField] = [300, 30];

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
  expect(await counted(world, organization)).toEqual({ records: all.length, customers: all.length });

  await age(world, organization);
  await sync.run();
  const before = await written(world, sync);
  expect(await sync.run()).toMatchObject({
    status: "done",
    api_calls: 2,
    counts: { fetched: 0, updated: 0 },
  });
  expect(await written(world, sync)).toEqual(before);
}, 300_000);
