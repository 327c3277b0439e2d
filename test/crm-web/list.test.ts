import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { inOrganization } from "#platform/db/db.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { addColleague, choose, type CrmVisitor, type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

const dayMs = 86_400_000;

let world: CrmWebWorld;

beforeAll(async () => {
  world = await openCrmWebWorld();
});
afterAll(() => world.stop());

async function chooseView(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^View:/ }).click();
  await page.getByRole("option", { name, exact: true }).click();
  await page.getByRole("button", { name: `View: ${name}` }).waitFor();
}

/** The names in a list once it has come to rest with so many rows. */
async function namesIn(page: Page, count: number): Promise<string[]> {
  const rows = page.locator("tbody tr[data-at]");
  await page.waitForFunction(
    ([wanted]) =>
      document.querySelectorAll("tbody tr[data-at]").length === wanted &&
      document.querySelector("[data-stale]") === null,
    [count] as const,
  );
  return Promise.all((await rows.all()).map((row) => row.getByRole("link").first().innerText()));
}

/** As if the record had been made so many days ago. */
async function age(crm: CrmVisitor, id: string, days: number): Promise<void> {
  const at = new Date(Date.now() - days * dayMs).toISOString();
  await inOrganization(world.web.world.system.deps.db, crm.organization.id, (tx) =>
    tx.updateTable("crm_record").set({ created_time: at, modified_time: at }).where("id", "=", id).execute(),
  );
}

describe("views", () => {
  test.each(["Accounts", "Contacts"] as const)(
    "F26: given %s of different age, owner and readers, when each predefined view is chosen, then it holds its records",
    async (module) => {
      const crm = await world.settle();
      const { page } = crm;
      const other = await addColleague(world, crm, "Sam Seller");
      const users = (await crm.organization.crm("GET", "/users?type=AllUsers")).body.users ?? [];
      const sam = users.find(({ email }) => email === other.email)?.id ?? "";
      const field = module === "Accounts" ? "Account_Name" : "Last_Name";
      const [fresh = "", , week = "", old = ""] = await crm.add(module, [
        { [field]: "Fresh" },
        { [field]: "Sam's", Owner: { id: sam } },
        { [field]: "Of last week" },
        { [field]: "Old" },
      ]);
      // Seven days ago is last week on every day of this week.
      await age(crm, week, 7);
      await age(crm, old, 100);
      await crm.open(module.toLowerCase());
      expect(await namesIn(page, 4)).toEqual(["Old", "Of last week", "Sam's", "Fresh"]);
      await page.getByRole("link", { name: "Fresh" }).click();
      await page.getByRole("heading", { name: "Fresh" }).waitFor();
      await page.goBack();
      const held: Record<string, string[]> = {
        [`All ${module}`]: ["Old", "Of last week", "Sam's", "Fresh"],
        [`My ${module}`]: ["Old", "Of last week", "Fresh"],
        [`Unread ${module}`]: ["Old", "Of last week", "Sam's"],
        "New This Week": ["Sam's", "Fresh"],
        "New Last Week": ["Of last week"],
        [`Recently Created ${module}`]: ["Fresh", "Sam's", "Of last week"],
        [`Recently Modified ${module}`]: ["Fresh", "Sam's", "Of last week"],
        [`Recently Viewed ${module}`]: ["Fresh"],
      };
      await page.getByRole("button", { name: /^View:/ }).click();
      const offered = await page.getByRole("option").allInnerTexts();
      expect(offered.map((name) => name.trim())).toEqual([...Object.keys(held), "New view"]);
      await page.keyboard.press("Escape");
      for (const [view, names] of Object.entries(held)) {
        await chooseView(page, view);
        expect([view, (await namesIn(page, names.length)).toSorted()]).toEqual([view, names.toSorted()]);
        const many = `${names.length} ${module.toLowerCase().slice(0, -1)}${names.length === 1 ? "" : "s"}`;
        await page.getByText(many, { exact: true }).waitFor();
      }
      await crm.organization.crm("PUT", `/${module}/${old}`, { data: [{ Description: "news" }] });
      await page.reload();
      await chooseView(page, `Recently Modified ${module}`);
      expect((await namesIn(page, 4))[0]).toBe("Old");
      expect(fresh).not.toBe("");
      expect(crm.faults).toEqual([]);
      await crm.context.close();
    },
  );

  test("given the picker, when a part of a name is typed and Enter is pressed, then that view is in the address and Back returns", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.add("Accounts", [{ Account_Name: "Akamai" }]);
    await crm.open("accounts");
    await namesIn(page, 1);
    await page.getByRole("button", { name: /^View:/ }).click();
    await page.getByRole("textbox", { name: "Find a view" }).fill("last");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/view=\d+/);
    await page.getByText("No account is in this view.").waitFor();
    await page.reload();
    await page.getByRole("button", { name: "View: New Last Week" }).waitFor();
    await page.goBack();
    expect(await namesIn(page, 1)).toEqual(["Akamai"]);
    await crm.context.close();
  });
});

describe("keyboard", () => {
  test("given a list, when j, k, x, Enter and Ctrl Enter are pressed, then rows are reached, ticked, and opened beside the list or as a page", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.add("Accounts", [{ Account_Name: "Three" }, { Account_Name: "Two" }, { Account_Name: "One" }]);
    await crm.open("accounts");
    await namesIn(page, 3);
    const focused = (): Promise<string | undefined> =>
      page.evaluate(() => document.activeElement?.querySelector("a")?.textContent ?? undefined);
    await page.locator("tbody tr[data-at]").first().focus();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    expect(await focused()).toBe("Three");
    await page.keyboard.press("k");
    expect(await focused()).toBe("Two");
    await page.keyboard.press("x");
    await page.getByText("1 row chosen").waitFor();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("complementary", { name: "Two" });
    await panel.getByRole("heading", { name: "About the account" }).waitFor();
    expect(new URL(page.url()).searchParams.get("open")).toMatch(/^\d+$/);
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
    await page.waitForFunction(() => document.activeElement?.tagName === "TR");
    expect(await focused()).toBe("Two");
    await page.keyboard.press("Control+Enter");
    await page.waitForURL(/accounts\/\d+$/);
    await page.getByRole("heading", { name: "Two", level: 1 }).waitFor();
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given an open panel, when its address is opened by a colleague, then the same record is beside the list", async () => {
    const crm = await world.settle();
    const [id = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai", Phone: "+1 617 444 3000" }]);
    const colleague = await world.beside(crm, {}, await addColleague(world, crm, "Cora Colleague"));
    await colleague.open(`accounts?open=${id}`);
    const panel = colleague.page.getByRole("complementary", { name: "Akamai" });
    await panel.getByRole("link", { name: "+1 617 444 3000" }).waitFor();
    await panel.getByRole("button", { name: "Edit Phone" }).click();
    await panel.getByLabel("Phone", { exact: true }).fill("+1 1");
    await colleague.page.keyboard.press("Enter");
    await panel.getByRole("link", { name: "+1 1" }).waitFor();
    await colleague.page.getByRole("row", { name: /\+1 1/ }).waitFor();
    await panel.getByRole("link", { name: "Open page" }).click();
    await colleague.page.getByRole("heading", { name: "Akamai", level: 1 }).waitFor();
    expect(colleague.faults).toEqual([]);
    await colleague.context.close();
    await crm.context.close();
  });
});

describe("filters", () => {
  test("given a view, when it is filtered, then chips tell by what, the address holds it, and it can be kept as a view", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.add("Accounts", [
      { Account_Name: "Acme", Industry: "Real Estate", Employees: 10, Billing_City: "Bonn" },
      { Account_Name: "Beta", Industry: "Real Estate", Employees: 500, Billing_City: "Bonn" },
      { Account_Name: "Gamma", Industry: "Communications", Employees: 500, Billing_City: "Bonn (Süd)" },
    ]);
    await crm.open("accounts");
    await namesIn(page, 3);
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Filter accounts" });
    await dialog.getByRole("button", { name: "Apply" }).click();
    await dialog.getByText("Fill this in, or remove it").waitFor();
    await choose(page, "Field", "Billing City");
    await choose(page, "Comparison", "contains");
    await dialog.getByRole("textbox", { name: "Billing City" }).fill("bonn");
    await dialog.getByRole("button", { name: "Add condition" }).click();
    await dialog.getByRole("combobox", { name: "Field" }).last().click();
    await page.getByRole("option", { name: "Employees", exact: true }).click();
    await dialog.getByRole("combobox", { name: "Comparison" }).last().click();
    await page.getByRole("option", { name: ">", exact: true }).click();
    await dialog.getByRole("textbox", { name: "Employees" }).fill("100");
    await page.getByText("2 accounts now").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Apply" }).click();
    expect((await namesIn(page, 2)).toSorted()).toEqual(["Beta", "Gamma"]);
    await page.getByText("2 accounts", { exact: true }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Billing City contains bonn", exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Remove filter Employees > 100" }).click();
    expect((await namesIn(page, 3)).toSorted()).toEqual(["Acme", "Beta", "Gamma"]);
    // Signs that a search means something by are plain text in a filter.
    await page.getByRole("button", { name: "Billing City contains bonn", exact: true }).click();
    await dialog.getByRole("textbox", { name: "Billing City" }).fill("(s\u00FCd)");
    await dialog.getByRole("button", { name: "Apply" }).click();
    expect(await namesIn(page, 1)).toEqual(["Gamma"]);
    await page.getByRole("link", { name: "Save as view" }).click();
    await page.getByLabel("Name", { exact: true }).fill("South");
    await page.keyboard.press("Control+s");
    await page.getByRole("button", { name: "View: South" }).waitFor();
    expect(await namesIn(page, 1)).toEqual(["Gamma"]);
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given a filter in the address that somebody has typed wrong, then the whole view is shown", async () => {
    const crm = await world.settle();
    await crm.add("Accounts", [{ Account_Name: "Acme" }]);
    await crm.open("accounts?filter=%7B%22comparator%22%3A1%7D");
    expect(await namesIn(crm.page, 1)).toEqual(["Acme"]);
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });
});

describe("search from everywhere", () => {
  test("given Ctrl K in billing, when a part of a name is typed, then records of the CRM are found and opened", async () => {
    const crm = await world.settle();
    const { page } = crm;
    const [id = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai", Billing_City: "Cambridge" }]);
    await crm.add("Contacts", [{ Last_Name: "Akaroa", Account_Name: { id } }]);
    await page.goto(`/o/${crm.organization.id}/billing`);
    await page.getByRole("heading", { name: "Home" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Search records, or go to a page").fill("aka");
    await page.getByRole("button", { name: /Akaroa/ }).waitFor();
    expect(await page.getByRole("button", { name: /^Akamai/ }).innerText()).toContain("Cambridge");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: /^Akamai/ }).click();
    await page.waitForURL(new RegExp(`crm/accounts/${id}$`));
    await page.getByRole("heading", { name: "Akamai", level: 1 }).waitFor();
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });
});

describe("many records", () => {
  test("given 350 accounts, when the end is reached, then all were loaded as they were read, and a search finds one of them", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.add(
      "Accounts",
      Array.from({ length: 350 }, (_, at) => ({ Account_Name: `Account ${String(at).padStart(3, "0")}` })),
    );
    await crm.open("accounts");
    await page.getByText("350 accounts", { exact: true }).waitFor();
    await page.locator("tbody tr[data-at]").first().focus();
    for (let tries = 0; tries < 20; tries += 1) {
      await page.keyboard.press("End");
      await page.waitForTimeout(150);
      if ((await page.getByRole("link", { name: "Account 000" }).count()) > 0) break;
    }
    await page.getByRole("link", { name: "Account 000" }).waitFor();
    await page.getByRole("searchbox", { name: "Search all accounts" }).fill("a");
    await page.getByText("350 accounts", { exact: true }).waitFor();
    await page.getByRole("searchbox", { name: "Search all accounts" }).fill("account 077");
    await page.getByText("1 account found among all accounts").waitFor();
    expect(await namesIn(page, 1)).toEqual(["Account 077"]);
    expect(new URL(page.url()).searchParams.get("q")).toBe("account 077");
    await page.getByRole("searchbox", { name: "Search all accounts" }).fill("zzz");
    await page.getByText(/No account holds these words/).waitFor();
    await page.getByRole("button", { name: "Show all accounts" }).click();
    await page.getByText("350 accounts", { exact: true }).waitFor();
    await crm.context.close();
  });

  test("given ticked accounts, when they are deleted, then Undo brings all of them back", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.add(
      "Accounts",
      Array.from({ length: 130 }, (_, at) => ({ Account_Name: `Account ${String(at).padStart(3, "0")}` })),
    );
    await crm.open("accounts");
    await page.getByText("130 accounts", { exact: true }).waitFor();
    await page.locator("tbody tr[data-at]").first().focus();
    await page.keyboard.press("End");
    await page.waitForFunction(
      () => document.querySelector("table")?.getAttribute("aria-rowcount") === "131",
    );
    await page.getByRole("checkbox", { name: "Choose all loaded rows" }).check();
    await page.getByText("130 rows chosen").waitFor();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("130 accounts deleted.").waitFor();
    await page.getByText("There are no accounts yet.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("130 accounts", { exact: true }).waitFor();
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given a server that is gone, when the list is opened, then it says what to do, and Try again shows it", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.add("Accounts", [{ Account_Name: "Akamai" }]);
    await crm.open("");
    await page.getByRole("heading", { name: "Home" }).waitFor();
    await page.route("**/crm/v8/Accounts?**", (route) => route.abort());
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Accounts" }).click();
    await page.getByText("The server cannot be reached").waitFor();
    await page.unroute("**/crm/v8/Accounts?**");
    await page.getByRole("button", { name: "Try again" }).click();
    expect(await namesIn(page, 1)).toEqual(["Akamai"]);
    await crm.context.close();
  });
});

describe("a list as a file", () => {
  test("given a view that is searched in, when it is exported, then the file has what the list shows", async () => {
    const crm = await world.settle();
    const { page } = crm;
    await crm.add("Accounts", [{ Account_Name: "Akamai" }, { Account_Name: "Zenith" }]);
    const file = async (item: string): Promise<string> => {
      await page.getByRole("button", { name: "More actions" }).click();
      const coming = page.waitForEvent("download");
      await page.getByRole("menuitem", { name: item }).click();
      const download = await coming;
      expect(download.suggestedFilename()).toBe("accounts.csv");
      return readFileSync(await download.path(), "utf8");
    };
    await crm.open("accounts");
    await namesIn(page, 2);
    expect(await file("Export as CSV")).toMatch(/^\uFEFFRecord Id,[^]*Zenith[^]*Akamai/);
    await crm.open("accounts?q=zenith");
    await namesIn(page, 1);
    const narrowed = await file("Export the filtered ones as CSV");
    expect(narrowed).toContain("Zenith");
    expect(narrowed).not.toContain("Akamai");
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });
});
