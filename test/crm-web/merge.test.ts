import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { startSyncing } from "../support/sync-world.ts";
import { choose, type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

let world: CrmWebWorld;

beforeAll(async () => {
  world = await openCrmWebWorld();
});
afterAll(() => world.stop());

describe("merging records", () => {
  test("given three ticked accounts, when the one that stays and its values are chosen, then one account is left with all that belonged to them", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [first = "", second = "", third = ""] = await crm.add("Accounts", [
      { Account_Name: "Acme", Phone: "+1 555 1", Employees: 5 },
      { Account_Name: "ACME Inc.", Phone: "+1 555 2", Website: "https://acme.example", Employees: 5 },
      { Account_Name: "Acme Corp", Fax: "+1 555 3", Employees: 5 },
    ]);
    const [miles = ""] = await crm.add("Contacts", [{ Last_Name: "Miles", Account_Name: { id: first } }]);
    await crm.open("accounts");
    await page.getByRole("checkbox", { name: "Choose Acme", exact: true }).check();
    expect(await page.getByRole("link", { name: "Merge", exact: true }).count()).toBe(0);
    await page.getByRole("checkbox", { name: "Choose all loaded rows" }).check();
    await page.getByRole("link", { name: "Merge", exact: true }).click();
    await page.getByRole("heading", { name: "Merge accounts" }).waitFor();
    // What is the same in all is left out until it is asked for.
    await page.getByRole("rowheader", { name: "Phone", exact: true }).waitFor();
    expect(await page.getByRole("rowheader", { name: "Employees" }).count()).toBe(0);
    await page.getByText("Show fields that are the same").click();
    await page.getByRole("rowheader", { name: "Employees" }).waitFor();
    await page.getByRole("radio", { name: "ACME Inc. stays" }).check();
    // What the one that stays does not have comes from the others.
    expect(await page.getByRole("radio", { name: "Fax of Acme Corp" }).isChecked()).toBe(true);
    expect(await page.getByRole("radio", { name: "Website of ACME Inc." }).isChecked()).toBe(true);
    await page.getByRole("radio", { name: "Phone of Acme", exact: true }).check();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Merge 3 accounts" }).click();
    const question = page.getByRole("dialog", { name: "Merge into ACME Inc.?" });
    await question.getByText(/are deleted for good; this cannot be undone/).waitFor();
    await question.getByRole("button", { name: "Merge" }).click();
    await page.waitForURL(new RegExp(`/accounts/${second}$`));
    await page.getByText("merged into ACME Inc.").waitFor();
    expect(await crm.record("Accounts", second)).toMatchObject({
      Account_Name: "ACME Inc.",
      Phone: "+1 555 1",
      Fax: "+1 555 3",
      Website: "https://acme.example",
    });
    for (const id of [first, third]) expect(await crm.record("Accounts", id)).toBeUndefined();
    expect((await crm.record("Contacts", miles))?.["Account_Name"]).toMatchObject({ id: second });
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given a contact's page, when another contact is found and its account chosen, then the superior comes with it", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [firm = ""] = await crm.add("Accounts", [{ Account_Name: "Firm" }]);
    const [chief = ""] = await crm.add("Contacts", [{ Last_Name: "Chief" }]);
    const [miles = "", eric = ""] = await crm.add("Contacts", [
      { Last_Name: "Miles" },
      { Last_Name: "Miles", First_Name: "Eric", Account_Name: { id: firm }, Reporting_To: { id: chief } },
    ]);
    await crm.open(`contacts/${miles}`);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Merge with another contact" }).click();
    await choose(page, "Another contact of the merge", "Eric Miles");
    await page.getByRole("radio", { name: "Account Name of Eric Miles" }).check();
    expect(await page.getByRole("radio", { name: "Reporting To of Eric Miles" }).isChecked()).toBe(true);
    await page.getByRole("button", { name: "Merge 2 contacts" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
    await page.waitForURL(new RegExp(`/contacts/${miles}$`));
    expect(await crm.record("Contacts", miles)).toMatchObject({
      Full_Name: "Eric Miles",
      Account_Name: { id: firm },
      Reporting_To: { id: chief },
    });
    expect(await crm.record("Contacts", eric)).toBeUndefined();
    // Who still has the address of the one that is gone finds the one that stays; its timeline tells the merge.
    await crm.open(`contacts/${eric}`);
    await page.getByText("This contact was merged into Eric Miles.").waitFor();
    await page.getByRole("link", { name: "Open Eric Miles" }).click();
    await page.waitForURL(new RegExp(`/contacts/${miles}$`));
    await page.getByRole("region", { name: "Timeline" }).getByText("merged it with Eric Miles").waitFor();
    await crm.context.close();
  });

  test("given four ticked accounts, then Merge stays where it was and says why it cannot be used", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.add(
      "Accounts",
      ["Adler", "Bär", "Creux", "Dachs"].map((name) => ({ Account_Name: name })),
    );
    await crm.open("accounts");
    await page.getByRole("checkbox", { name: "Choose Dachs" }).waitFor();
    await page.getByRole("checkbox", { name: "Choose all loaded rows" }).check();
    const merge = page.getByRole("button", { name: "Merge", exact: true });
    expect(await merge.getAttribute("aria-disabled")).toBe("true");
    expect(await accessibilityFaults(page)).toEqual([]);
    await merge.hover();
    await page.getByText("At most 3 accounts can be merged at a time").waitFor();
    await keepShot(page, "crm-merge-too-many");
    await merge.press("Enter");
    expect(new URL(page.url()).pathname).toMatch(/accounts$/);
    await page.getByRole("checkbox", { name: "Choose Dachs" }).uncheck();
    await page.getByRole("link", { name: "Merge", exact: true }).waitFor();
    await crm.context.close();
  });

  test("given a record that somebody deletes meanwhile, four records, or the same one twice, then the page says so and merges nothing", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [a = "", b = "", c = "", d = ""] = await crm.add("Accounts", [
      { Account_Name: "Adler" },
      { Account_Name: "Bär" },
      { Account_Name: "Creux" },
      { Account_Name: "Dachs" },
    ]);
    await crm.open(`accounts/merge?ids=${a},${b}`);
    await page.getByRole("button", { name: "Merge 2 accounts" }).waitFor();
    await crm.organization.crm("DELETE", `/Accounts/${b}`);
    await page.getByRole("button", { name: "Merge 2 accounts" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
    await page.getByText("1 account of this merge is no longer there").waitFor();
    expect(await page.getByRole("button", { name: /^Merge/ }).count()).toBe(0);
    await crm.open(`accounts/merge?ids=${a},${b},${c},${d}`);
    await page.getByText("No more than 3 accounts are merged at a time.").waitFor();
    await crm.open(`accounts/merge?ids=${a},${a}`);
    await page.getByText("A record cannot be merged with itself. Choose another account.").waitFor();
    await page.getByRole("combobox", { name: "Another account of the merge" }).waitFor();
    expect(await page.getByRole("button", { name: /^Merge/ }).count()).toBe(0);
    expect(await crm.record("Accounts", a)).toMatchObject({ Account_Name: "Adler" });
    await crm.context.close();
  });
});

test("given two accounts that are customers, when they are to be merged, then the page says that billing keeps both, and leads to where they are merged", async () => {
  const crm = await world.settle();
  const { page } = crm;
  const ids = await crm.add("Accounts", [{ Account_Name: "Acme Ltd" }, { Account_Name: "Acme Limited" }]);
  await (await startSyncing(crm.organization, { module: "accounts", extent: "one-way" })).run();
  await crm.open(`accounts/merge?ids=${ids.join(",")}`);
  const note = page.getByRole("alert").filter({ hasText: "In billing they stay separate customers" });
  await note.getByText("Acme Ltd and Acme Limited keep their documents and payments.").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await keepShot(page, "crm-merge-customers");
  await note.getByRole("link", { name: "Merge them under Duplicates" }).click();
  await page.waitForURL(/\/settings\/integrations\/duplicates/);
  expect(crm.faults).toEqual([]);
  await crm.context.close();
});

test("given two accounts of one name, when one looks for the other, then its city tells it, and one is not offered itself", async () => {
  const crm = await world.settle();
  const { page } = crm;
  const [first = ""] = await crm.add("Accounts", [
    { Account_Name: "Solstice", Billing_City: "Boston" },
    { Account_Name: "Solstice", Billing_City: "Austin" },
    { Account_Name: "Solstice", Billing_City: "Denver" },
  ]);
  await crm.open(`accounts/merge?ids=${first}`);
  await page.getByText(/^Solstice, made .* is one of them\.$/).waitFor();
  await page.getByRole("combobox", { name: "Another account of the merge" }).fill("Solst");
  await page.getByRole("option", { name: "Solstice · Denver" }).waitFor();
  expect(await page.getByRole("option").allInnerTexts()).toEqual(
    expect.arrayContaining(["Solstice · Austin", "Solstice · Denver"]),
  );
  expect(await page.getByRole("option", { name: /Boston/ }).count()).toBe(0);
  await page.getByRole("option", { name: "Solstice · Austin" }).click();
  await page.getByRole("button", { name: "Merge 2 accounts" }).click();
  await page.getByText(/^Solstice \(\d+\) is deleted for good/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(crm.faults).toEqual([]);
  await crm.context.close();
});
