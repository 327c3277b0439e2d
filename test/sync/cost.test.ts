import { afterAll, beforeAll, expect, test } from "vitest";
import { readAhead } from "#sync/read/read-ahead.ts";
import { addRecords, age, startSyncing } from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

test("F79 F91 given 450 accounts, when they are imported, then each page is read once; a further run makes 2 calls and tells nothing", async () => {
  const organization = await world.organization("Acme");
  const names = Array.from({ length: 450 }, (_, at) => ({ Account_Name: `Company ${at}` }));
  await addRecords(organization, "Accounts", names);
  const sync = await startSyncing(organization, { module: "accounts" });

  const first = await sync.run({ full: true });
  await age(world, organization);
  const again = await sync.run();

  expect(first).toMatchObject({ status: "done", counts: { fetched: 450, created: 450 } });
  const pages = 3;
  // Beside the pages: the token, the count of the view, and the check of organization, user and fields before writing.
  expect(first.api_calls - pages).toBeLessThanOrEqual(6);
  expect(again).toMatchObject({ status: "done", api_calls: 2, counts: { fetched: 0 } });
  expect(await sync.records(again)).toEqual([]);
});

test("fault 72 given a source without end, when it is read ahead, then items come in order, so many are asked for and no more, and a failure comes in its place", async () => {
  let asked = 0;
  async function* source(): AsyncGenerator<number> {
    for (;;) {
      asked += 1;
      if (asked === 6) throw new Error("the sixth");
      yield asked;
    }
  }
  const seen: number[] = [];
  const reading = async (): Promise<void> => {
    for await (const item of readAhead(source(), 3)) {
      seen.push(item);
      await new Promise((resolve) => setImmediate(resolve));
      expect(asked - seen.length).toBeLessThanOrEqual(3);
    }
  };

  await expect(reading()).rejects.toThrow("the sixth");
  expect(seen).toEqual([1, 2, 3, 4, 5]);
});
