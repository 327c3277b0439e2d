import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addRecords, startSyncing } from "../support/sync-world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { instantSync } from "./sync-pages.ts";

let web: WebWorld;
beforeAll(async () => {
  web = await openWebWorld();
});
afterAll(() => web.stop());

type Extent = "one-way" | "two-way";

/** An organization whose accounts are synced, with its owner at the screen. */
async function synced(extent: Extent) {
  const visitor = await web.settle();
  const { organization, page, path } = visitor;
  await addRecords(organization, "Accounts", [{ Account_Name: "From the CRM" }]);
  await (await startSyncing(organization, { module: "accounts", extent })).run();
  const run = (): Promise<void> => instantSync(page, path("").replace(/\/$/, ""));
  return { ...visitor, run };
}

/** Makes a customer on its page. */
async function makeCustomer({ page, path }: Awaited<ReturnType<typeof synced>>, name: string): Promise<void> {
  await page.goto(path("billing/customers/new"));
  await page.getByLabel("Display name").fill(name);
  await page.getByRole("button", { name: "Create customer" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

describe("customers and accounts, on their pages", () => {
  test("F8, F18: given both ways, when a customer is made, and the account's name changed, then a run brings each to the other side; the account belongs to the connection's user", async () => {
    const world = await synced("two-way");
    const { page, path, organization, run, faults, context } = world;
    await makeCustomer(world, "From billing");
    await run();
    await page.goto(path("crm/accounts"));
    await page.getByRole("link", { name: "From billing" }).first().click();
    await page.getByRole("heading", { level: 1, name: "From billing" }).waitFor();
    await page.getByText(`Owner: ${organization.owner.name}`).waitFor();
    await page.getByRole("link", { name: "Edit", exact: true }).click();
    // By its role: the page that is left has buttons that tell of the same field.
    await page.getByRole("textbox", { name: "Account Name" }).fill("Renamed in the CRM");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name: "Renamed in the CRM" }).waitFor();
    await run();
    await page.goto(path("billing/customers"));
    await page.getByText("Renamed in the CRM").first().waitFor();
    expect(await page.getByText("From billing", { exact: true }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F17: given one way, when a customer is made, then no run brings it to the CRM", async () => {
    const world = await synced("one-way");
    const { page, path, run, faults, context } = world;
    await makeCustomer(world, "Of our own");
    await run();
    await page.goto(path("crm/accounts"));
    await page.getByText("From the CRM").first().waitFor();
    expect(await page.getByText("Of our own").count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});
