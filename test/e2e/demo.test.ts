import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConflictView } from "#sync/conflict/conflict.api.ts";
import { reportNames, reports } from "#billing/report/report-names.ts";
import { startSync } from "#sync/run/run.api.ts";
import { call, type Caller } from "#platform/http/call.ts";
import { isList } from "#web/billing/reports/chart.ts";
import { concord, dataFolder, freePort, type Program, run } from "../app/processes.ts";
import { accessibilityFaults, openBrowser, openContext, watchFaults } from "../support/browser.ts";
import { pictures } from "./pictures.ts";

const root = join(import.meta.dirname, "../..");
const picture = join(root, "docs/pictures/overview.png");

const data = dataFolder();
let env: Record<string, string>;
let server: Program;
let address: string;
let password: string;
let browser: Browser;

beforeAll(async () => {
  env = { CONCORD_DATA: data.path, PORT: String(await freePort()), CONCORD_LOG: "error" };
  server = run("main.ts", [], env);
  password = await server.says(/Sign in as demo@concord\.test with the password (\S+)/);
  address = `http://localhost:${env["PORT"]}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  server.kill("SIGTERM");
  await server.ended;
  data.remove();
});

/** Two years take some seconds to pass, and ten times as many on a machine that does other things. */
const yearsMs = 240_000;

describe("given npm start on empty data", () => {
  test("when its administrator signs in and opens the integration, then the first sync is there to look at", async () => {
    const context = await openContext(browser, address);
    const page = await context.newPage();
    const faults = watchFaults(page);
    await page.goto("/");
    await page.getByLabel("E-mail").fill("demo@concord.test");
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
    await page.goto(`${page.url().replace(/\/billing.*$/, "")}/settings/integrations`);
    await page.getByRole("link", { name: "Show details" }).click();
    await page.getByRole("heading", { name: "Northwind Subscriptions" }).waitFor();
    const runs = page.getByRole("row").filter({ hasText: "Instant sync" });
    await runs.first().waitFor();
    expect(await runs.count()).toBe(2);
    expect(await runs.last().innerText()).toMatch(/Done[^]*Dana Demo/);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    if (process.env["CONCORD_PICTURES"] === "on") await keepOverview(page);
    await context.close();
  });

  test(
    "when two years have passed and Home and the reports are opened, then each says something true of two years",
    async () => {
      const context = await openContext(browser, address);
      const page = await context.newPage();
      const keep = pictures(page);
      await server.says(/Two years of the demo have passed/);
      const faults = watchFaults(page);
      await page.goto("/");
      await page.getByLabel("E-mail").fill("demo@concord.test");
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
      const money = page.getByRole("region", { name: "Money" });
      await money.getByRole("heading", { name: "Receivables by age" }).waitFor();
      await money.locator("svg.recharts-surface").nth(1).waitFor();
      await keep("home");
      const root = page.url().replace(/\/billing.*$/, "/billing/reports");
      for (const name of reportNames) {
        await page.goto(`${root}/${name}`);
        const table = page.getByRole("region", { name: `${reports[name].title}, table` });
        await table.waitFor();
        if (!isList(name)) await page.locator("main svg.recharts-surface").first().waitFor();
        expect((await table.innerText()).match(/[1-9]\d/g)?.length, name).toBeGreaterThan(4);
        expect(await accessibilityFaults(page), name).toEqual([]);
        if (["mrr-movements", "receivables"].includes(name)) await keep(`report-${name}`);
      }
      expect(faults).toEqual([]);
      await context.close();
    },
    yearsMs,
  );

  test("B3 when the conflicts are opened, then each has what was agreed, both sides' values, who gave them and when", async () => {
    const { items } = JSON.parse(
      (await concord(["--json", "--org", "Northwind Subscriptions", "conflicts"], env)).stdout,
    ) as {
      items: ConflictView[];
    };
    expect(items.map(({ label }) => label).toSorted()).toEqual(["Billing street", "Phone", "Website"]);
    for (const { base, crm, billing } of items) {
      expect(new Set([base?.value, crm.value, billing.value]).size).toBe(3);
      for (const side of [crm, billing])
        expect(side).toMatchObject({
          value: expect.stringMatching(/\w/),
          by: "Dana Demo",
          at: expect.any(String),
        });
    }
  });

  test("when the commands of the README's first five minutes are typed, then they do what it says", async () => {
    const blocks = sections(readFileSync(join(root, "README.md"), "utf8"), [
      "At the command line",
      "Over the API",
    ]);
    const script = blocks.join("\n").replaceAll("http://localhost:4000", address);
    const lines = script.split("\n").filter((line) => line !== "");
    console.log(`readme: runs ${lines.length} commands`);
    expect(lines.length).toBeGreaterThanOrEqual(12);
    const { stdout, stderr, code } = await shell(script);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    expect(stdout).toMatch(/5 rows: created 5, updated 0, skipped 0, failed 0/);
    expect(stdout.match(/fetched 10, created 9, skipped 1/g)).toHaveLength(4);
    expect(stdout).toContain('"display_name":"Harbour Lights Brewing"');
    // A worker may have taken it by the time that the answer is written.
    expect(stdout).toMatch(/"status":"(queued|running)"/);
    expect(stdout).toMatch(/\{"data":\[\{[^\]]*"Account_Name":/);
  });
});

/** The shell commands below the headings of a page. */
function sections(page: string, headings: readonly string[]): string[] {
  return page
    .split(/^#+ /m)
    .filter((part) => headings.some((heading) => part.startsWith(`${heading}\n`)))
    .flatMap((part) => [...part.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, text]) => text ?? ""));
}

/** Runs a script as a person in the clone would, and ends at the first command that fails. */
function shell(script: string): Promise<{ stdout: string; stderr: string; code: number }> {
  return new Promise((resolve) => {
    const settings = { cwd: root, env: { PATH: process.env["PATH"] ?? "", ...env } };
    execFile("sh", ["-euc", script], settings, (error, stdout, stderr) =>
      resolve({ stdout, stderr, code: error ? Number(error.code ?? 1) : 0 }),
    );
  });
}

/** The README's picture, after some days of work: `CONCORD_PICTURES=on npm test -- test/e2e/demo.test.ts`. */
async function keepOverview(page: Page): Promise<void> {
  const { stdout } = await concord(["--json", "--org", "Northwind Subscriptions", "key", "create"], env);
  const { key } = JSON.parse(stdout) as { key: string };
  const caller: Caller = { baseUrl: address, headers: () => ({ authorization: `Bearer ${key}` }) };
  const connection = page.url().split("/").at(-1) ?? "";
  const changes = [14, 3, 0, 26, 9, 2, 0, 17, 5, 31, 8, 1, 12, 4];
  for (const [at, many] of changes.entries()) {
    await changeAccounts(caller, many, at);
    await call(caller, startSync, { params: { connection } });
    await expect.poll(() => isIdle(), { timeout: 30_000 }).toBe(true);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.reload();
  await page.getByRole("row").filter({ hasText: "Instant sync" }).first().waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: picture });

  async function isIdle(): Promise<boolean> {
    const history = JSON.parse(
      (await concord(["--json", "--org", "Northwind Subscriptions", "history", "--limit", "1"], env)).stdout,
    ) as {
      items: { status: string }[];
    };
    return history.items[0]?.status === "done";
  }
}

/** Gives so many accounts another phone number, and adds a third as many. */
async function changeAccounts(caller: Caller, many: number, round: number): Promise<void> {
  const send = async (method: string, path: string, body?: unknown): Promise<{ data: { id: string }[] }> => {
    const response = await fetch(`${caller.baseUrl}/crm/v8${path}`, {
      method,
      headers: caller.headers(),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as { data: { id: string }[] };
  };
  if (many === 0) return;
  const { data: accounts } = await send("GET", `/Accounts?fields=Account_Name&per_page=${many}`);
  const changed = accounts.map(({ id }, at) => ({ id, Phone: `+1 555 01${round}${at}` }));
  await send("PUT", "/Accounts", { data: changed });
  const added = accounts.slice(0, many / 3).map((_, at) => ({ Account_Name: `Newcomer ${round} ${at}` }));
  if (added.length > 0) await send("POST", "/Accounts", { data: added });
}
