import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

let world: CrmWebWorld;

beforeAll(async () => {
  world = await openCrmWebWorld();
});
afterAll(() => world.stop());

test("given records that nobody opened, then a mark says so until they are opened or marked as read, and that is undone", async () => {
  const crm = await world.settle();
  const { page } = crm;
  await crm.add("Accounts", [
    { Account_Name: "Akamai" },
    { Account_Name: "Bell" },
    { Account_Name: "Cisco" },
  ]);
  const marks = page.getByRole("img", { name: "Unread" });
  await crm.open("accounts");
  await expect.poll(() => marks.count(), { timeout: 15_000 }).toBe(3);
  await keepShot(page, "crm-unread");
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("link", { name: "Akamai", exact: true }).click();
  await page.getByText("About the account").waitFor();
  await crm.open("accounts");
  await expect.poll(() => marks.count(), { timeout: 15_000 }).toBe(2);

  await page.getByRole("checkbox", { name: "Choose Bell" }).check();
  await page.getByRole("button", { name: "Mark", exact: true }).click();
  await page.getByRole("menuitem", { name: "As read" }).click();
  await page.getByText("1 account marked as read.").waitFor();
  await expect.poll(() => marks.count(), { timeout: 15_000 }).toBe(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => marks.count(), { timeout: 15_000 }).toBe(2);
  expect(crm.faults).toEqual([]);
  await crm.context.close();
});
