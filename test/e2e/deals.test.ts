import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setFinance } from "#crm/finance/finance.api.ts";
import { setDealTrigger } from "#sync/deal/deal-trigger.api.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import { addRecords, changeRecord, startSyncing } from "../support/sync-world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { pictures } from "./pictures.ts";

let web: WebWorld;
beforeAll(async () => {
  web = await openWebWorld();
});
afterAll(() => web.stop());

describe("what billing makes of deals, on its pages", () => {
  test("F52, F53, F55: given estimates are chosen, when deals are made and one is won, then the log tells what was made of which, and why not; the deal shows its estimate", async () => {
    const { page, path, organization, faults, context } = await web.settle();
    await organization.send(setFinance, { body: { enabled: ["estimates"] } });
    const [account = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Akamai" }]);
    const sync = await startSyncing(organization, { module: "accounts", extent: "two-way" });
    await sync.run();
    await page.goto(path(`settings/integrations/${sync.connection}`));
    const deals = page.getByRole("region", { name: "Deals" });
    const choice = deals.getByRole("combobox", { name: "Billing makes of a deal" });
    expect(await choice.inputValue()).toBe("none");
    await choice.selectOption("An estimate");
    await page.getByText("Deals from now on count.").waitFor();
    await deals
      .getByText("A new deal gets an estimate. Won, it is accepted; lost, it is declined.")
      .waitFor();

    const [won = ""] = await addRecords(organization, "Deals", [
      { Deal_Name: "Edge seats", Stage: "Qualification", Account_Name: { id: account }, Amount: 1200 },
      { Deal_Name: "Nobody's seats", Stage: "Qualification", Amount: 300 },
      { Deal_Name: "Edge pilot", Stage: "Qualification", Account_Name: { id: account } },
    ]);
    await sync.run();
    await changeRecord(organization, "Deals", won, { Stage: "Closed Won" });
    await sync.run();
    await page.reload();
    await deals.getByText("1 estimate").waitFor();
    await deals.getByText("2 deals", { exact: true }).waitFor();
    await keepShot(page, "deal-trigger");
    expect(await accessibilityFaults(page)).toEqual([]);
    await deals.getByRole("link", { name: "Log" }).click();
    await page.getByRole("heading", { name: "Deals" }).waitFor();
    for (const word of ["Made", "Accepted", "Waiting"]) await page.getByText(word).first().waitFor();
    await page.getByText("The deal has no account. Give it one.").waitFor();
    await keepShot(page, "deal-log");
    await page.setViewportSize({ width: 1000, height: 900 });
    // However narrow the column is, the remedy can be read.
    const why = page.getByRole("cell", {
      name: "The deal names neither plans nor an amount. Enter one of them.",
    });
    expect(await why.evaluate((cell) => cell.scrollWidth <= cell.clientWidth)).toBe(true);
    await keepShot(page, "deal-log-narrow");
    await page.setViewportSize({ width: 1440, height: 900 });
    await pictures(page)("deal-log");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "Waiting" }).click();
    await page.waitForURL(/outcome=waiting/);
    await page.getByText("Nobody's seats").waitFor();
    await expect.poll(() => page.getByText("Edge seats").count()).toBe(0);
    await page.getByRole("link", { name: "All", exact: true }).click();
    await page.getByRole("link", { name: "Edge seats" }).first().click();
    const list = page.getByRole("region", { name: "Estimates" });
    await list.getByText("Accepted").waitFor();
    await list.getByRole("link", { name: "EST-000001" }).click();
    await page.getByRole("heading", { name: "EST-000001", level: 1 }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(looks)(
    "F54: given %s colours on a %s, when a deal is won with invoices chosen, then the log leads to the draft",
    async (colours, size) => {
      const { page, path, organization, faults, context } = await web.settle({ colours, size });
      const [account = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Akamai" }]);
      const sync = await startSyncing(organization, { module: "accounts" });
      await sync.run();
      const params = { connection: sync.connection };
      await organization.send(setDealTrigger, { params, body: { entity: "invoice" } });
      await addRecords(organization, "Deals", [
        { Deal_Name: "Edge seats", Stage: "Closed Won", Account_Name: { id: account }, Amount: 1200 },
      ]);
      await sync.run();
      await page.goto(path(`settings/integrations/${sync.connection}/deals`));
      await page.getByText("Made").first().waitFor();
      await keepShot(page, `deal-log-${size}-${colours}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole("link", { name: "Invoice", exact: true }).click();
      await page.getByRole("heading", { name: "Draft of an invoice" }).waitFor();
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});
