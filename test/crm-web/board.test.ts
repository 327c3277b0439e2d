import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { addColleague, type CrmVisitor, type CrmWebWorld, openCrmWebWorld } from "./crm-web-world.ts";

let world: CrmWebWorld;

beforeAll(async () => {
  world = await openCrmWebWorld();
});
afterAll(() => world.stop());

const column = (page: Page, stage: string): Locator => page.getByRole("region", { name: stage, exact: true });

async function withDeals(): Promise<{ crm: CrmVisitor; renewal: string }> {
  const crm = await world.settle();
  const [account = ""] = await crm.add("Accounts", [{ Account_Name: "Akamai" }]);
  const [renewal = ""] = await crm.add("Deals", [
    {
      Deal_Name: "Renewal",
      Stage: "Qualification",
      Amount: 1200,
      Account_Name: { id: account },
      Closing_Date: "2027-01-31",
    },
    { Deal_Name: "Upgrade", Stage: "Qualification", Amount: 300 },
    { Deal_Name: "Done", Stage: "Closed Won", Amount: 50 },
  ]);
  return { crm, renewal };
}

describe("the board of deals", () => {
  test("given deals, when the board is shown, then each stage has its deals, how many and their sum; a deal is moved by its menu, and that is undone", async () => {
    const { crm, renewal } = await withDeals();
    const { page } = crm;
    await crm.open("deals");
    await page.getByRole("radiogroup", { name: "Show deals as" }).getByText("Board").click();
    await column(page, "Qualification")
      .getByText(/^2 deals · .*1,500\.00$/)
      .waitFor();
    expect(page.url()).toContain("show=board");
    await page.getByRole("button", { name: "Move Upgrade" }).waitFor();
    await keepShot(page, "crm-board");
    await pictures(page)("crm-board");
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole("button", { name: "Move Renewal" }).click();
    await page.getByRole("menuitem", { name: "Closed Lost", exact: true }).click();
    await page.getByText("Renewal is in Closed Lost.").waitFor();
    await column(page, "Closed Lost")
      .getByText(/^1 deal · .*1,200\.00$/)
      .waitFor();
    await column(page, "Qualification")
      .getByText(/^1 deal · .*300\.00$/)
      .waitFor();
    expect(await crm.record("Deals", renewal)).toMatchObject({ Stage: "Closed Lost" });
    await page.getByRole("button", { name: "Undo" }).click();
    await column(page, "Qualification")
      .getByText(/^2 deals · .*1,500\.00$/)
      .waitFor();
    expect(await crm.record("Deals", renewal)).toMatchObject({ Stage: "Qualification" });

    await column(page, "Qualification").getByRole("button", { name: "Renewal", exact: true }).click();
    await page.getByText("About the deal").waitFor();
    expect(page.url()).toContain(`open=${renewal}`);
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given a deal, when it is moved by keys, then the focus stays on its card, also where the CRM refuses", async () => {
    const { crm, renewal } = await withDeals();
    const { page } = crm;
    await crm.open("deals?show=board");
    const focused = () =>
      page.evaluate(() => {
        const at = document.activeElement;
        return `${at?.closest("section")?.getAttribute("aria-label")}: ${at?.textContent}`;
      });
    const moveDown = async (from: string): Promise<void> => {
      await column(page, from).getByRole("button", { name: "Move Renewal" }).press("Enter");
      await page.getByRole("menuitem", { name: "Closed Won", exact: true }).press("Enter");
    };
    await moveDown("Qualification");
    await page.getByText("Renewal is in Closed Won.").waitFor();
    await column(page, "Closed Won").getByRole("button", { name: "Move Renewal" }).waitFor();
    await expect.poll(focused).toBe("Closed Won: Renewal");
    await page.getByRole("button", { name: "Undo" }).last().click();
    await column(page, "Qualification").getByRole("button", { name: "Move Renewal" }).waitFor();
    await page.route(`**/crm/v8/Deals/${renewal}`, (route) =>
      route.fulfill({
        status: 503,
        json: { code: "SERVICE_UNAVAILABLE", message: "no", details: {}, status: "error" },
      }),
    );
    await moveDown("Qualification");
    await page.getByRole("alert").waitFor();
    await column(page, "Qualification").getByRole("button", { name: "Move Renewal" }).waitFor();
    await expect.poll(focused).toBe("Qualification: Renewal");
    await crm.context.close();
  });

  test("given a deal, when it is dragged to another column, then it is in that stage; what the CRM refuses comes back", async () => {
    const { crm, renewal } = await withDeals();
    const { page } = crm;
    await crm.open("deals?show=board");
    const card = column(page, "Qualification").getByRole("listitem").filter({ hasText: "Renewal" });
    await card.dragTo(column(page, "Needs Analysis"));
    await page.getByText("Renewal is in Needs Analysis.").waitFor();
    expect(await crm.record("Deals", renewal)).toMatchObject({ Stage: "Needs Analysis" });

    await page.route(`**/crm/v8/Deals/${renewal}`, (route) =>
      route.fulfill({
        status: 503,
        json: { code: "SERVICE_UNAVAILABLE", message: "no", details: {}, status: "error" },
      }),
    );
    await column(page, "Needs Analysis").getByRole("button", { name: "Move Renewal" }).click();
    await page.getByRole("menuitem", { name: "Closed Won", exact: true }).click();
    await page.getByRole("alert").waitFor();
    await column(page, "Needs Analysis").getByText("Renewal").waitFor();
    expect(await column(page, "Closed Won").getByText("Renewal").count()).toBe(0);
    await crm.context.close();
  });

  test("given a view, a filter and the address, then the board shows just those deals, and is there again when the address is opened", async () => {
    const { crm } = await withDeals();
    const { page } = crm;
    const filter = { comparator: "greater_than", field: { api_name: "Amount" }, value: 1000 };
    await crm.open(`deals?show=board&filter=${encodeURIComponent(JSON.stringify(filter))}`);
    await column(page, "Qualification")
      .getByText(/^1 deal · .*1,200\.00$/)
      .waitFor();
    expect(await page.getByText("Upgrade").count()).toBe(0);
    const made = await crm.organization.crm("POST", "/settings/custom_views?module=Deals", {
      custom_views: [
        { name: "Small ones", access_type: "public", criteria: { ...filter, comparator: "less_than" } },
      ],
    });
    const view = made.body.custom_views?.[0]?.details.id ?? "";
    await crm.open(`deals?show=board&view=${view}`);
    await column(page, "Qualification")
      .getByText(/^1 deal · .*300\.00$/)
      .waitFor();
    await column(page, "Closed Won").getByText("Done").waitFor();
    expect(await page.getByText("Renewal").count()).toBe(0);
    await page.getByRole("radiogroup", { name: "Show deals as" }).getByText("List").click();
    await page.getByRole("link", { name: "Upgrade", exact: true }).waitFor();
    expect(page.url()).toContain(`view=${view}`);
    expect(crm.faults).toEqual([]);
    await crm.context.close();
  });

  test("given somebody whose profile may not edit deals, then nothing can be moved; on a phone the board scrolls by itself", async () => {
    const { crm } = await withDeals();
    const { organization } = crm;
    const cora = await addColleague(world, crm, "Cora Colleague");
    const { body } = await organization.crm("GET", "/settings/profiles");
    const standard = body.profiles?.find((one) => one.name === "Standard")?.id ?? "";
    const made = await organization.crm("POST", `/settings/profiles/${standard}/actions/clone`, {
      profiles: [{ name: "Looks on" }],
    });
    const [clone] = (made.body.profiles ?? []) as unknown as { details: { id: string } }[];
    const profile = clone?.details;
    const off = [{ id: "Crm_Implied_Edit_Deals", enabled: false }];
    await organization.crm("PUT", `/settings/profiles/${profile?.id}`, {
      profiles: [{ permissions_details: off }],
    });
    const users = (await organization.crm("GET", "/users?type=AllUsers")).body.users;
    const id = users?.find((one) => one["email"] === cora.email)?.id;
    await organization.crm("PUT", `/users/${id}`, { users: [{ profile: profile?.id }] });
    const beside = await world.beside(crm, { size: "phone", colours: "dark" }, cora);
    await beside.open("deals?show=board");
    await column(beside.page, "Qualification").getByText("Renewal").waitFor();
    expect(await beside.page.getByRole("button", { name: /^Move / }).count()).toBe(0);
    const spare = await beside.page.evaluate(
      () => document.documentElement.clientWidth - document.documentElement.scrollWidth,
    );
    expect(spare).toBeGreaterThanOrEqual(0);
    expect(await accessibilityFaults(beside.page)).toEqual([]);
    await keepShot(beside.page, "crm-board-phone");
    await beside.context.close();
    await crm.context.close();
  });
});
