import { afterAll, beforeAll, expect, test } from "vitest";
import type { FinanceView } from "#crm/finance/finance.api.ts";
import { tied, type Tied } from "../finance/finance-world.ts";
import { addRecords } from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";
import { atCommandLine } from "./at-command-line.ts";

let world: World;
let at: Tied;

beforeAll(async () => {
  world = await startWorld();
  at = await tied(world, { deals: [] });
});
afterAll(() => world.stop());

const { command, said, asked } = atCommandLine(() => ({ world, organization: at.organization }));

test("F52, F53, F55: given the command line, then a trigger is shown, chosen and refused, and its log tells what was made and why not", async () => {
  expect(await said("deal-trigger")).toBe("Billing makes nothing of deals by itself\n");
  expect(await said("deal-trigger", "estimate")).toMatch(/^Billing makes an estimate of a deal: 0 made/);
  const wrong = await command("deal-trigger", "order");
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toMatch(/none, estimate, invoice, subscription/);
  await addRecords(at.organization, "Deals", [
    { Deal_Name: "Seats", Stage: "Qualification", Account_Name: { id: at.account }, Amount: 10 },
    { Deal_Name: "Nobody's", Stage: "Qualification", Amount: 10 },
  ]);
  await said("sync");
  expect(await said("deal-trigger")).toContain("1 made, 1 deal waiting");
  const log = await said("deal-log");
  expect(log).toMatch(/Seats +made +estimate EST-000001/);
  expect(log).toMatch(/Nobody's +waiting .*The deal has no account\. Give it one\./);
  const { items } = await asked<{ items: unknown[] }>("deal-log", "--outcome", "waiting");
  expect(items).toMatchObject([{ reason: "no_account" }]);
});

test("F56, F63: given the command line, then modules are switched on and off, and rights given; what is none is refused by name", async () => {
  const shown = async (...args: string[]) => {
    const { modules, profiles } = await asked<FinanceView>("crm", "finance", ...args);
    const on = modules.filter(({ enabled }) => enabled).map(({ module }) => module);
    return [on, profiles?.find(({ name }) => name === "Standard")?.rights];
  };
  expect(
    await shown("--off", "subscriptions,purchase-orders", "--grant", "Standard:invoices=create"),
  ).toEqual([["invoices", "estimates", "sales_orders"], { invoices: "create" }]);
  expect(await shown("--on", "subscriptions", "--grant", "standard:estimates=view")).toEqual([
    ["subscriptions", "invoices", "estimates", "sales_orders"],
    { invoices: "create", estimates: "view" },
  ]);
  expect((await shown("--grant", "Standard:invoices=none"))[1]).toEqual({ estimates: "view" });
  expect(await said("crm", "finance")).toMatch(/^Standard +none +none +view +none +none$/m);
  for (const [wrong, named] of [
    [["--on", "letters"], "letters"],
    [["--grant", "Nobody:invoices=view"], "Administrator, Standard"],
    [["--grant", "Standard:invoices=all"], "PROFILE:MODULE=RIGHT"],
    [["--grant", "Administrator:invoices=none"], "Administrators of the CRM see all"],
  ] as const) {
    const ended = await command("crm", "finance", ...wrong);
    expect(ended.code).not.toBe(0);
    expect(ended.stderr).toContain(named);
  }
});
