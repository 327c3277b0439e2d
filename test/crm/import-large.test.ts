import { afterAll, beforeAll, expect, test } from "vitest";
import { importRecords } from "#crm/import/import.api.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld({ roles: "web" })));
afterAll(() => world.stop());

test("given a file of 100,000 accounts of which 500 rows are bad, then the others are imported, and each bad row is named by number, column and value", async () => {
  const organization = await world.organization("Imports much");
  const isBad = (at: number): boolean => at % 200 === 7;
  const rows = Array.from({ length: 100_000 }, (_, at) =>
    isBad(at) ? `Company ${at},many` : `Company ${at},${at % 1000}`,
  );
  const csv = ["Account Name,Employees", ...rows].join("\n");
  const body = { module: "Accounts" as const, csv };
  const rehearsed = await organization.send(importRecords, { body: { ...body, dry_run: true } });
  expect(rehearsed).toMatchObject({ total: 100_000, created: 99_500, failed: 500 });
  const counted = async () => (await organization.crm("GET", "/Accounts/actions/count")).body.count;
  expect(await counted()).toBe(0);
  const done = await organization.send(importRecords, { body });
  expect(done).toMatchObject({ total: 100_000, created: 99_500, failed: 500 });
  expect(done.errors).toEqual(rehearsed.errors);
  // The header is the first row.
  const bad = rows.flatMap((_, at) => (isBad(at) ? [at + 2] : []));
  expect(done.errors.map(({ row }) => row)).toEqual(bad);
  expect(done.errors[0]).toEqual({
    row: 9,
    field: "Employees",
    value: "many",
    problem: "Employees is not a whole number; write 1200",
  });
  expect(await counted()).toBe(99_500);
});
