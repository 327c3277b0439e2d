import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { getRun, listRuns } from "#sync/run/run.api.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { addRecords, query, type Sync, startSyncing } from "../support/sync-world.ts";
import type { Organization } from "../support/world.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import { type Gate, type Held, startGate } from "./gate.ts";
import { pictures } from "./pictures.ts";

/** A batch of a run is 1,000 records, five pages of the CRM's lists. */
const accounts = 1500;
const pagesOfBatch = 6;

let gate: Gate;
let web: WebWorld;

beforeAll(async () => {
  gate = await startGate();
  web = await openWebWorld({ crmUrls: [gate.url] });
  gate.leadTo(web.world.url);
});
afterAll(async () => {
  await web.stop();
  await gate.close();
});

describe("given a run that waits for the CRM after its first batch", () => {
  let organization: Organization;
  let page: Page;
  let context: BrowserContext;
  let faults: string[];
  let sync: Sync;
  let held: Held;
  let details: string;

  beforeEach(async () => {
    ({ organization, page, context, faults } = await web.settle());
    const rows = Array.from({ length: accounts }, (_, at) => ({ Account_Name: `Company ${at}` }));
    await addRecords(organization, "Accounts", rows);
    sync = await startSyncing(organization, {
      module: "accounts",
      duplicates: "overwrite",
      crmUrl: gate.url,
    });
    details = `/o/${organization.id}/settings/integrations/${sync.connection}`;
    let pages = 0;
    held = gate.hold((path) => path.startsWith("/crm/v8/Accounts?") && ++pages > pagesOfBatch);
    await page.goto(details);
    await page.getByRole("button", { name: "Instant sync" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sync without a preview" }).click();
    await held.reached;
  });
  afterEach(async () => {
    held.release();
    expect(faults).toEqual([]);
    await context.close();
  });

  async function customers(): Promise<number> {
    const [row] = await query<{ n: number }>(
      web.world,
      "select count(*)::int as n from customer where organization_id = $1",
      [organization.id],
    );
    return row?.n ?? 0;
  }

  test("F36 when its page is watched, then phase, progress and time left are there, and the end comes by itself", async () => {
    await page.getByText("1,000 of 1,500 records").waitFor();
    const progress = page.getByText(/1,000 of 1,500 records · [\d,]+ records a second · .+ left/);
    await progress.waitFor();
    await page.getByText("Reading accounts").waitFor();
    await page.getByRole("link", { name: /^Sync: running 66 %$/ }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await pictures(page)("progress");
    // Asked for again, the run would not be answered: what follows is told by the server.
    await page.route(/\/api\/v1\/runs\/run_\w+$/, (route) => route.abort());
    held.release();
    await page.getByRole("heading", { name: "Instant sync" }).waitFor();
    await page.locator('[data-outcome="created"]').getByText("1,500").waitFor();
    await page.getByText("Running", { exact: true }).waitFor({ state: "detached" });
    expect(await customers()).toBe(accounts);
  });

  test("F36 when its page is left and found again by the state in the top bar, then it shows the same run", async () => {
    await page.getByText("1,000 of 1,500 records").waitFor();
    const address = page.url();
    await page.goto(details);
    await page.getByRole("status", { name: "Health" }).getByText("Running").waitFor();
    await page.getByRole("link", { name: /^Sync: running/ }).click();
    await page.getByText("1,000 of 1,500 records").waitFor();
    expect(page.url()).toBe(address);
  });

  test("F43 when it is started once more, then that is refused with the reason", async () => {
    await page.goto(details);
    await page.getByRole("button", { name: "Instant sync" }).click();
    const refusal = page.getByRole("alert").filter({ hasText: "run.active" });
    await refusal.waitFor();
    expect((await organization.send(listRuns, {})).items).toHaveLength(1);
  });

  test("when it makes no progress or the server does not answer, then the page says so and shows no rate, and goes on by itself", async () => {
    await page.getByText(/records a second/).waitFor();
    // Said after 15 s without news.
    await page.getByText(/^No progress for a while: it waits for the CRM/).waitFor({ timeout: 40_000 });
    expect(await page.getByText(/records a second/).count()).toBe(0);
    // Without its events, as behind some proxies, the page asks now and then: that can be cut.
    await page.route("**/api/v1/runs/*/events*", (route) => route.abort());
    await page.reload();
    await page.getByText("Reading accounts").waitFor();
    await page.route("**/api/v1/runs/**", (route) => route.abort());
    await page.getByText("Connection lost, trying again").waitFor();
    expect(await page.getByRole("button", { name: "Cancel" }).count()).toBe(0);
    await page.unroute("**/api/v1/runs/**");
    await page.getByText("Reading accounts").waitFor();
    held.release();
    await page.getByRole("link", { name: "CSV" }).waitFor();
  });

  test("when it is cancelled, then it stops after its batch, says what was done, and the next one goes on", async () => {
    await page.getByText("1,000 of 1,500 records").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Stopping after the present batch").waitFor();
    held.release();
    await page.getByText("Cancelled: what is listed below was done").waitFor();
    const [cancelled] = (await organization.send(listRuns, {})).items;
    expect(cancelled).toMatchObject({ status: "cancelled" });
    expect(await customers()).toBe(cancelled?.counts.created);
    await page.getByRole("button", { name: "Sync again" }).click();
    await page.waitForURL((url) => !url.pathname.endsWith(cancelled?.id ?? ""));
    await page.getByRole("link", { name: "CSV" }).waitFor();
    const run = page.url().split("/").at(-1) ?? "";
    expect(await organization.send(getRun, { params: { run } })).toMatchObject({ status: "done" });
    expect(await customers()).toBe(accounts);
  });
});
