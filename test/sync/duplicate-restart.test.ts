import { expect, test } from "vitest";
import { getDuplicateSearch, listDuplicates, searchDuplicates } from "#sync/duplicate/duplicate.api.ts";
import { addCustomers, companyRecords } from "../bench/duplicate-records.ts";
import { speakerOf, startWorld } from "../support/world.ts";

test("B7 given a search that is at work, when the server stops and starts again, then it is done from its beginning, and what it finds is there once", async () => {
  const first = await startWorld();
  const organization = await first.organization("Stopped");
  const { crm, billing } = companyRecords(6000);
  const place = { databaseUrl: first.databaseUrl, organizationId: organization.id };
  await addCustomers(place, crm, 0);
  await addCustomers(place, billing, crm.length);
  await organization.send(searchDuplicates, { body: {} });
  const phase = async () => (await organization.send(getDuplicateSearch, {})).search?.phase;
  await expect.poll(phase, { timeout: 20_000, interval: 20 }).toMatch(/reading|comparing/);
  await first.system.stop();

  const second = await startWorld({ databaseUrl: first.databaseUrl, dataDir: first.dataDir });
  const after = speakerOf(second.url, organization.key);
  expect((await after.send(getDuplicateSearch, {})).search?.status).not.toBe("done");
  await expect
    .poll(async () => (await after.send(getDuplicateSearch, {})).search?.status, {
      timeout: 60_000,
      interval: 200,
    })
    .toBe("done");
  const { search } = await after.send(getDuplicateSearch, {});
  expect(search).toMatchObject({ customers: 12_000 });
  expect(search?.pairs).toBeGreaterThanOrEqual(2900);
  expect((await after.send(listDuplicates, { query: { limit: 1 } })).counts.billing).toBe(search?.pairs);
  await second.stop();
});
