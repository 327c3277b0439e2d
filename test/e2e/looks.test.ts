import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { addMember } from "#platform/auth/member.api.ts";
import { accessibilityFaults, looks } from "../support/browser.ts";
import { addRecords, connectCrm, customerNamed, deleteRecords, startSyncing } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type Visitor, type WebWorld } from "../web/web-world.ts";

let web: WebWorld;
let synced: Organization;
let base: string;
let connection: string;
/** Every page of the integration, and what shows that it is there. */
let pages: { path: string; shows: string; opens?: string }[];

beforeAll(async () => {
  web = await openWebWorld();
  synced = await web.world.organization("Northwind Ltd");
  base = `/o/${synced.id}`;
  pages = await fill();
});
afterAll(() => web.stop());

const longName = "Aktiengesellschaft für die Herstellung und den Vertrieb außerordentlich langer Namen";

/** A connection with every kind of record: made, matched, skipped, with an issue, deleted in the CRM. */
async function fill(): Promise<typeof pages> {
  await synced.send(createCustomer, { body: { display_name: "Akamai", phone: "+49 30 1" } });
  const [akamai = "", gone = ""] = await addRecords(synced, "Accounts", [
    { Account_Name: "Akamai", Phone: "+1 617 444 3000", Website: "https://www.akamai.com" },
    { Account_Name: "Gone Ltd" },
    { Account_Name: longName, Description: "word ".repeat(200), Billing_City: "Donaueschingen" },
  ]);
  const account = { id: akamai };
  await addRecords(synced, "Contacts", [
    { Last_Name: "Miles", Email: "boney@akamai.example", Account_Name: account },
    { Last_Name: "Wolf" },
  ]);
  const sync = await startSyncing(synced, { module: "accounts-and-contacts", duplicates: "overwrite" });
  connection = sync.connection;
  const plan = await sync.preview();
  const run = await sync.run({ preview: plan.id });
  await deleteRecords(synced, "Accounts", [gone]);
  await sync.run();
  await sync.configure({ duplicates: "clone" });
  await addRecords(synced, "Accounts", [{ Account_Name: "AKAMAI" }, { Account_Name: "Fresh GmbH" }]);
  const waiting = await sync.preview();
  const customer = await customerNamed(synced, "Akamai");
  const root = "settings/integrations";
  const step = `${root}/${connection}/configure?step=`;
  return [
    { path: root, shows: "Show details" },
    { path: `${root}/connect`, shows: "What will be shared" },
    { path: `${root}/${connection}`, shows: "Waits for approval" },
    { path: `${step}module`, shows: "becomes 1 customer" },
    { path: `${step}extent`, shows: "Nothing is ever written to the CRM" },
    { path: `${step}duplicates`, shows: "Two records are the same when they share" },
    { path: `${step}view`, shows: "in the view now" },
    { path: `${step}mapping`, shows: "Which field goes where?" },
    { path: `${root}/${connection}/credentials`, shows: "They have to belong to the same CRM" },
    { path: `${root}/${connection}/links`, shows: "Kept in agreement" },
    { path: `${root}/${connection}/links?state=deleted_in_crm`, shows: "Gone Ltd" },
    { path: `${root}/${connection}/links?state=duplicate`, shows: "None. That is how it should be." },
    { path: `${root}/${connection}/conflicts`, shows: "Nothing waits for a decision" },
    { path: `${root}/history`, shows: "Instant sync" },
    { path: `${root}/history?status=failed`, shows: "No run fits these filters." },
    { path: `${root}/runs/${waiting.id}`, shows: "Save and sync", opens: "AKAMAI" },
    { path: `${root}/runs/${plan.id}`, shows: "A sync has run since" },
    { path: `${root}/runs/${run.id}`, shows: "Done as approved in", opens: "Akamai" },
    { path: `${root}/runs/${run.id}?outcome=skipped`, shows: "The contact has no account" },
    { path: `${root}/runs/${run.id}?search=nothing`, shows: "No record fits this filter." },
    { path: `billing/customers/${customer.id}`, shows: "Read from the CRM" },
    { path: `${root}/con_00000000000000000000000000`, shows: "connection.not_found" },
    { path: `${root}/runs/run_00000000000000000000000000`, shows: "run.not_found" },
  ];
}

/** What is wrong with the page as it is shown now. */
async function faultsOf({ page }: Visitor): Promise<string[]> {
  const spare = await page.evaluate(
    () => document.documentElement.clientWidth - document.documentElement.scrollWidth,
  );
  return [...(await accessibilityFaults(page)), ...(spare < 0 ? [`${-spare} px too wide`] : [])];
}

describe("given every page of the integration", () => {
  test.each(looks)(
    "when it is shown in %s on a %s, then axe finds no fault, nothing is too wide, and no script fails",
    async (colours, size) => {
      const visitor = await web.enter(synced.owner, { colours, size });
      const found: string[] = [];
      for (const { path, shows, opens } of pages) {
        await visitor.page.goto(`${base}/${path}`);
        await visitor.page.getByText(shows).first().waitFor();
        if (opens !== undefined)
          await visitor.page.getByRole("button", { name: opens, expanded: false }).first().click();
        found.push(...(await faultsOf(visitor)).map((fault) => `${path}: ${fault}`));
      }
      expect(found).toEqual([]);
      expect(visitor.faults).toEqual([]);
      await visitor.context.close();
    },
  );

  test("when its answers take long, then it shows the shape of what comes, and when they fail, what to do, and trying again helps", async () => {
    const visitor = await web.enter(synced.owner);
    const { page } = visitor;
    const wanted: [path: string, shows: string][] = [
      ["settings/integrations", "Show details"],
      [`settings/integrations/${connection}`, "Last runs"],
      [`settings/integrations/${connection}/configure`, "Which records of the CRM become customers?"],
    ];
    const found: string[] = [];
    for (const [path, shows] of wanted) {
      let answer: "wait" | "fail" | "pass" = "wait";
      const released = Promise.withResolvers<void>();
      await page.route(/\/api\/v1\/connections/, async (route) => {
        if (answer === "wait") await released.promise;
        if (answer === "pass") return route.continue();
        return route.abort();
      });
      await page.goto(`${base}/${path}`);
      await page.locator("main [aria-busy=true] .mantine-Skeleton-root").first().waitFor();
      found.push(...(await faultsOf(visitor)));
      answer = "fail";
      released.resolve();
      const refusal = page
        .getByRole("main")
        .getByRole("alert")
        .filter({ hasText: "network.unreachable" })
        .first();
      await refusal.waitFor({ timeout: 30_000 });
      found.push(...(await faultsOf(visitor)));
      answer = "pass";
      await refusal.getByRole("button", { name: "Try again" }).click();
      await page.getByText(shows).first().waitFor();
      await page.unroute(/\/api\/v1\/connections/);
    }
    expect(found).toEqual([]);
    await visitor.context.close();
  });
});

describe("given somebody without a mouse", () => {
  test("F11 when the wizard is answered by keyboard alone, then each step has the focus at its question, and its preview can be read and approved", async () => {
    const { organization, page, path, context, faults } = await web.settle();
    await addRecords(organization, "Accounts", [{ Account_Name: "Akamai" }]);
    const id = await connectCrm(organization);
    await page.goto(path(`settings/integrations/${id}/configure`));
    const press = async (name: string): Promise<void> => {
      await page.getByRole("button", { name, exact: true }).focus();
      await page.keyboard.press("Enter");
    };
    const tabTo = async (control: Locator): Promise<void> => {
      await control.waitFor();
      await page.keyboard.press("Tab");
      await control.and(page.locator(":focus")).waitFor();
    };
    const hasFocus = (question: string): Promise<void> =>
      page.locator("h2:focus").filter({ hasText: question }).waitFor();
    await page.getByRole("radio", { name: /^Accounts Each / }).focus();
    await page.keyboard.press("Space");
    await press("Next");
    await hasFocus("In which direction do changes go?");
    await press("Next");
    await hasFocus("What happens when a CRM record matches");
    await tabTo(page.getByRole("radio", { name: /^Skip / }));
    await page.keyboard.press("Space");
    await press("Next");
    await hasFocus("Which of them are synced?");
    await tabTo(page.getByRole("combobox", { name: "View of accounts" }));
    await page.keyboard.type("All Acc");
    await page.getByRole("option", { name: "All Accounts" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText("1 record in the view now").waitFor();
    await press("Next");
    await hasFocus("Which field goes where?");
    await press("Save and preview");
    await page.getByRole("button", { name: /^Akamai/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("row", { name: "Display name empty Akamai" }).waitFor();
    await press("Save and sync");
    await page.getByText("Done as approved in").waitFor();
    expect((await customerNamed(organization, "Akamai")).linked).toBe(true);
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe("given somebody who may only read", () => {
  test("when they look at the integration, then they see all of it and are offered nothing that they may not do", async () => {
    const reader = await web.world.signUp("Rita Reader");
    await synced.send(addMember, { body: { email: reader.email, name: reader.name, role: "read_only" } });
    const visitor = await web.enter(reader);
    const { page } = visitor;
    await page.goto(`${base}/settings/integrations`);
    await page.getByRole("link", { name: "Show details" }).click();
    await page.getByRole("region", { name: "Schedule" }).waitFor();
    await page.getByRole("link", { name: "Import" }).first().waitFor();
    const main = page.getByRole("main");
    for (const name of ["Instant sync", "Preview", "Pause", "Check now"])
      expect(await main.getByRole("button", { name, exact: true }).count()).toBe(0);
    expect(await main.getByRole("link", { name: "Edit", exact: true }).count()).toBe(0);
    expect(await page.getByLabel("Auto-sync").isDisabled()).toBe(true);
    expect(await faultsOf(visitor)).toEqual([]);
    await visitor.context.close();
  });
});

describe("given an organization without a CRM", () => {
  test.each(looks)(
    "F1 when the integrations are shown in %s on a %s, then Connect is what is offered",
    async (colours, size) => {
      const visitor = await web.settle({ colours, size });
      await visitor.page.goto(visitor.path("settings/integrations"));
      await visitor.page.getByRole("link", { name: "Connect", exact: true }).waitFor();
      expect(await faultsOf(visitor)).toEqual([]);
      await visitor.page.goto(visitor.path("settings/integrations/history"));
      await visitor.page.getByText("There is no run yet.").waitFor();
      expect(await faultsOf(visitor)).toEqual([]);
      await visitor.context.close();
    },
  );
});
