import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editCustomer } from "#billing/customer/customer.api.ts";
import { listConflicts, resolveConflicts } from "#sync/conflict/conflict.api.ts";
import { addRecords, changeRecord, customerNamed, startSyncing, type Sync } from "../support/sync-world.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { openWebWorld, type WebWorld } from "../web/web-world.ts";
import type { Organization } from "../support/world.ts";
import { pictures } from "./pictures.ts";
import { menuItem, openDetails, openRecord, type Pause } from "./sync-pages.ts";

let web: WebWorld;
let organization: Organization;
let page: Page;
let context: BrowserContext;
let faults: string[];
let base: string;
let sync: Sync;
let pause: Pause;
const names = ["Acme Ltd", "Globex", "Initech"];
const ids: string[] = [];

beforeAll(async () => {
  web = await openWebWorld();
  ({ organization, page, context, faults } = await web.settle());
  base = `/o/${organization.id}`;
  pause = pictures(page);
  const rows = names.map((name) => ({ Account_Name: name, Phone: "+1 555 0100", Billing_City: "Berlin" }));
  ids.push(...(await addRecords(organization, "Accounts", rows)));
  sync = await startSyncing(organization, { module: "accounts", extent: "two-way" });
  await sync.run();
});
afterAll(async () => {
  expect(faults).toEqual([]);
  await context.close();
  await web.stop();
});

async function change(name: string, values: object): Promise<void> {
  const { id, version } = await customerNamed(organization, name);
  await organization.send(editCustomer, { params: { customer: id }, body: { ...values, version } });
}

/** Three phone numbers and a city that both sides have changed, each differently. */
async function changeBoth(): Promise<void> {
  for (const [at, name] of names.entries()) {
    await change(name, {
      phone: `+1 555 020${at}`,
      ...(at === 0 ? { billing_address: { city: "Hamburg" } } : {}),
    });
    await changeRecord(organization, "Accounts", ids[at] ?? "", {
      Phone: `+1 555 030${at}`,
      ...(at === 0 ? { Billing_City: "Munich" } : {}),
    });
  }
}

async function openInbox(): Promise<void> {
  await openDetails(page, base);
  await page
    .getByRole("navigation", { name: "Linked records" })
    .getByRole("link", { name: /Conflicts/ })
    .click();
  await page.getByRole("heading", { name: "Conflicts", level: 1 }).waitFor();
}

describe("B3 F82 given a CRM that is synced both ways", () => {
  test("when the set-up is edited, then one says who wins a field that both sides change, and sees each field's direction", async () => {
    await openDetails(page, base);
    await menuItem(page, "Edit the set-up");
    await page.goto(`${page.url().split("?")[0] ?? ""}?step=extent`);
    await page.getByRole("radio", { name: /^Ask me / }).click();
    await pause("extent-both", page.getByRole("heading", { name: "When both sides change the same field" }));
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByText(/in the view now/).waitFor();
    await page.getByRole("button", { name: "Next" }).click();
    const direction = page.getByLabel("Direction, Phone to Phone");
    await direction.waitFor();
    expect(await direction.inputValue()).toBe("both");
    await pause("mapping-both");
    await page.getByRole("button", { name: "Save and preview" }).click();
    await page.getByRole("heading", { name: "Preview", level: 1 }).waitFor();
    expect((await sync.view()).settings).toMatchObject({ conflicts: "ask", extent: "two-way" });
  });

  test("when a run finds conflicts, then its page, the top bar, the connection and the customer say so", async () => {
    await changeBoth();
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", error: null, counts: { conflicts: 3 } });
    await page.goto(`${base}/settings/integrations/runs/${run.id}`);
    const record = await openRecord(page, "Acme Ltd");
    expect(await record.getByRole("table", { name: "Fields in conflict" }).textContent()).toContain(
      "Hamburg",
    );
    const { id } = await customerNamed(organization, "Acme Ltd");
    await page.goto(`${base}/billing/customers/${id}`);
    await page.getByRole("link", { name: /^Decide on / }).click();
    await page.getByRole("heading", { name: "Conflicts", level: 1 }).waitFor();
    await page.getByText("Munich").waitFor();
    expect(await page.getByText("Globex").count()).toBe(0);
    await page.getByRole("link", { name: /4 conflicts/ }).click();
    await page.getByText("Globex").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await pause("conflicts");
  });

  test("F92 when the connection is examined, then the doctor names what waits and leads to it, and says what is well", async () => {
    await openDetails(page, base);
    const doctor = page.getByRole("region", { name: "Doctor" });
    await doctor.getByRole("button", { name: "Examine" }).click();
    await doctor.getByText("1 finding to look at.").waitFor();
    await doctor.getByText(/^4 conflicts wait for a decision/).waitFor();
    expect(await doctor.getByRole("listitem").count()).toBe(15);
    expect(await doctor.getByRole("img", { name: "well" }).count()).toBe(14);
    expect(await accessibilityFaults(page)).toEqual([]);
    await pause("doctor", doctor);
    await doctor.getByRole("link", { name: "Conflicts" }).click();
    await page.getByRole("heading", { name: "Conflicts", level: 1 }).waitFor();
  });

  test("when somebody else has decided meanwhile, then that is said in the page's words, and the list and the top bar are as they are now", async () => {
    await openInbox();
    const { items } = await organization.send(listConflicts, { query: { connection: sync.connection } });
    const one = items.find(({ name }) => name === "Initech");
    await page.getByText("owner key").first().waitFor();
    const body = {
      decisions: [{ conflict: one?.id ?? "", version: one?.version ?? 0, take: "billing" as const }],
    };
    await organization.send(resolveConflicts, { body });
    await page.getByRole("button", { name: "Take CRM: Phone of Initech" }).click();
    await page.getByText(/has decided Phone of Initech already/).waitFor();
    await page.getByRole("button", { name: "Take CRM: Phone of Initech" }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: /3 conflicts|run/ }).waitFor();
    expect(await page.getByRole("button", { name: /^Take CRM: / }).count()).toBe(3);
  });

  test("when an address is none of a run, then that is said, and the way to all runs", async () => {
    await page.goto(`${base}/settings/integrations/runs/nonsense`);
    await page.getByText("There is no such run.").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("link", { name: "All runs" }).click();
    await page.getByRole("heading", { name: "History", level: 1 }).waitFor();
  });

  test("when one takes a value, and two more by the keyboard, then both sides have them and the inbox is empty", async () => {
    await openInbox();
    await page.getByRole("button", { name: /^Take billing: .*city of Acme Ltd$/i }).click();
    await page.getByText(/1 conflict decided/).waitFor();
    await expect.poll(() => city(), { timeout: 30_000 }).toBe("Hamburg");
    await openInbox();
    await page.getByRole("row", { name: /Phone/ }).first().focus();
    for (const key of ["x", "ArrowDown", "x"]) await page.keyboard.press(key);
    await page.getByText("2 rows chosen").waitFor();
    await page.keyboard.press("c");
    await page.getByText(/2 conflicts decided/).waitFor();
    await page.getByText("Nothing waits for a decision. That is how it should be.").waitFor();
    for (const [at, name] of names.entries())
      await expect
        .poll(async () => (await customerNamed(organization, name)).phone, { timeout: 30_000 })
        .toBe(name === "Initech" ? "+1 555 0202" : `+1 555 030${at}`);
    await page.goto(`${page.url().split("?")[0] ?? ""}?state=settled`);
    await page.getByText("The decision was carried out.").first().waitFor();
  });

  test("when one gives another value, then a wrong one is refused at the field, and a right one is on both sides", async () => {
    await change("Globex", { fax: "+1 555 0401" });
    await changeRecord(organization, "Accounts", ids[1] ?? "", { Fax: "+1 555 0402" });
    expect(await sync.run()).toMatchObject({ counts: { conflicts: 1 } });
    await openInbox();
    await page.getByRole("button", { name: "Other value: Fax of Globex" }).click();
    const dialog = page.getByRole("dialog", { name: "Fax of Globex" });
    const fax = dialog.getByLabel("Fax");
    expect(await fax.inputValue()).toBe("+1 555 0401");
    await fax.fill("call me");
    await page.keyboard.press("Enter");
    await dialog.getByText(/Fax/).nth(2).waitFor();
    await expect.poll(() => fax.getAttribute("aria-invalid")).toBe("true");
    expect(await accessibilityFaults(page)).toEqual([]);
    await fax.fill("+1 555 0409");
    await pause("conflict-value", dialog);
    await page.keyboard.press("Enter");
    await page.getByText(/1 conflict decided/).waitFor();
    await dialog.waitFor({ state: "detached" });
    const crm = async (): Promise<unknown> =>
      (await organization.crm("GET", `/Accounts/${ids[1] ?? ""}`)).body.data[0]?.["Fax"];
    await expect.poll(crm, { timeout: 30_000 }).toBe("+1 555 0409");
    expect(await customerNamed(organization, "Globex")).toMatchObject({ fax: "+1 555 0409" });
    await page.goto(`${page.url().split("?")[0] ?? ""}?state=settled`);
    await page.getByText("+1 555 0409, given by").waitFor();
  });
});

async function city(): Promise<unknown> {
  const { body } = await organization.crm("GET", `/Accounts/${ids[0] ?? ""}`);
  return body.data[0]?.["Billing_City"];
}
