import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getDuplicateSearch, searchDuplicates } from "#sync/duplicate/duplicate.api.ts";
import { duplicateQueue } from "#sync/duplicate/queue.ts";
import { startWorld, type World } from "../support/world.ts";

// Without workers of the product: the one here dies whatever it is given.
let world: World;
beforeAll(async () => void (world = await startWorld({ roles: "web" })));
afterAll(() => world.stop());

test("B7 given a search whose worker died each time, then it has failed with a reason, and another one begins", async () => {
  const organization = await world.organization("Given up");
  const { db, jobs } = world.system.deps;
  const search = async () => (await organization.send(getDuplicateSearch, {})).search;
  expect((await organization.send(searchDuplicates, { body: {} })).status).toBe("waiting");
  // The last of its tries: the pauses between them grow to half a minute.
  await sql`update pgboss.job set retry_count = retry_limit where name = ${duplicateQueue.name}`.execute(db);
  expect((await search())?.status).toBe("waiting");
  await jobs.work(duplicateQueue, () => Promise.reject(new Error("killed")));

  await expect.poll(async () => (await search())?.status, { timeout: 20_000, interval: 100 }).toBe("failed");
  const failed = await search();
  expect(failed).toMatchObject({
    phase: null,
    problem: {
      message: "The search broke off again and again, and is not tried any more",
      remedy: expect.stringMatching(/^Look again/) as string,
    },
  });
  expect(failed?.finished_at).not.toBeNull();

  const again = await organization.send(searchDuplicates, { body: {} });
  expect([again.status, again.id === failed?.id]).toEqual(["waiting", false]);
});

test("B7 given a search that nobody looked at since it was given up, when another one is started, then it begins", async () => {
  const organization = await world.organization("Not looked at");
  await organization.send(searchDuplicates, { body: {} });
  await sql`update pgboss.job set state = 'failed' where name = ${duplicateQueue.name} and state in ('created', 'retry', 'active')`.execute(
    world.system.deps.db,
  );
  expect((await organization.send(searchDuplicates, { body: {} })).status).toBe("waiting");
});
