import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { addColleague, type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

let world: CrmWebWorld;

beforeAll(async () => {
  world = await openCrmWebWorld();
});
afterAll(() => world.stop());

test("given a record, when notes are written, changed and deleted, then its card and its timeline say so, and a deleted one comes back by undo", async () => {
  const crm = await world.settle();
  const { page } = crm;
  const [account = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai" }]);
  await crm.open(`accounts/${account}`);
  const notes = page.getByRole("region", { name: "Notes" });
  await notes.getByLabel("Write a note").fill("They like it");
  await notes.getByRole("button", { name: "Add note" }).click();
  await notes.getByRole("listitem").filter({ hasText: "They like it" }).waitFor();
  await expect.poll(() => notes.getByLabel("Write a note").inputValue()).toBe("");
  await page.getByRole("region", { name: "Timeline" }).getByText("wrote a note").waitFor();
  await keepShot(page, "crm-notes");
  expect(await accessibilityFaults(page)).toEqual([]);

  await notes.getByRole("button", { name: "Edit note" }).click();
  await notes.getByLabel("Change the note").fill("They love it");
  await notes.getByLabel("Change the note").press("Control+Enter");
  await notes.getByRole("listitem").filter({ hasText: "They love it" }).waitFor();
  await notes.getByRole("button", { name: "Delete note" }).click();
  await page.getByText("The note is deleted.").waitFor();
  expect(await notes.getByText("They love it").count()).toBe(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await notes.getByRole("listitem").filter({ hasText: "They love it" }).waitFor();

  const beside = await world.beside(
    crm,
    { size: "phone", colours: "dark" },
    await addColleague(world, crm, "Cora Colleague"),
  );
  await beside.open(`accounts/${account}`);
  const theirs = beside.page.getByRole("region", { name: "Notes" });
  await theirs.getByText("They love it").waitFor();
  expect(await theirs.getByRole("button", { name: "Edit note" }).count()).toBe(0);
  expect(await accessibilityFaults(beside.page)).toEqual([]);
  expect([...crm.faults, ...beside.faults]).toEqual([]);
  await beside.context.close();
  await crm.context.close();
});
