import type { Locator, Page } from "playwright-core";

/** What is chosen in the wizard, in the words of its pages. */
export type SetUp = {
  module: "Accounts" | "Contacts" | "Accounts and their contacts";
  duplicates: "Skip" | "Clone" | "Overwrite";
  view: string;
  contactView?: string;
  withUnassociated?: boolean;
};

/** What a story does at a place of it, such as keeping a picture; `part` is what of a long page it is about. */
export type Pause = (name: string, part?: Locator) => Promise<void>;

const noPause: Pause = async () => undefined;

/** Connects the CRM on its page with a key that is generated on the CRM's key screen. */
export async function connectOnPage(
  page: Page,
  base: string,
  email: string,
  pause: Pause = noPause,
): Promise<void> {
  await page.goto(`${base}/settings/integrations`);
  await page.getByRole("link", { name: "Connect", exact: true }).click();
  await pause("connect");
  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Click here to generate the ZSC key" }).click();
  const key = await generateKey(await opened);
  await giveCredentials(page, email, key);
  await page.getByRole("checkbox", { name: "I agree to sharing these items with the CRM" }).check();
  await page.getByRole("button", { name: "Check and connect" }).click();
  await page.getByRole("link", { name: "Configure now" }).waitFor();
  await pause("connected");
}

/** Connects a CRM with a key that is there already. */
export async function connectWithKey(page: Page, base: string, email: string, key: string): Promise<void> {
  await page.goto(`${base}/settings/integrations/connect`);
  await giveCredentials(page, email, key);
  await page.getByRole("checkbox", { name: "I agree to sharing these items with the CRM" }).check();
  await page.getByRole("button", { name: "Check and connect" }).click();
  await page.getByRole("link", { name: "Configure now" }).waitFor();
}

/** Generates a key on the CRM's key screen, and closes it. */
async function generateKey(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Generate now" }).click();
  const key = await page.locator('code[aria-label="ZSC key"]').textContent();
  await page.close();
  if (key === null) throw new Error("the key screen shows no key");
  return key.trim();
}

export async function giveCredentials(page: Page, email: string, key: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("textbox", { name: "ZSC key" }).fill(key);
}

/** Goes through the wizard's five steps up to the mapping. */
export async function answerWizard(page: Page, setUp: SetUp, pause: Pause = noPause): Promise<void> {
  const isBoth = setUp.module === "Accounts and their contacts";
  await page.getByRole("radio", { name: new RegExp(`^${setUp.module} Each `) }).click();
  await page.getByText(/becomes 1 customer/).waitFor();
  if (setUp.withUnassociated) await page.getByRole("checkbox", { name: /^Include contacts/ }).check();
  await pause("module");
  await next(page);
  await page.getByRole("radio", { name: /^Fetch from CRM/ }).waitFor();
  await pause("extent");
  await next(page);
  await page.getByRole("radio", { name: new RegExp(`^${setUp.duplicates} `) }).click();
  await pause("duplicates");
  await next(page);
  await chooseView(page, setUp.module === "Contacts" ? "View of contacts" : "View of accounts", setUp.view);
  if (isBoth) await chooseView(page, "View of contacts", setUp.contactView ?? "All Contacts");
  await page.getByText(/in the view now/).waitFor();
  await pause("view");
  await next(page);
  await page.getByRole("button", { name: "Save and preview" }).waitFor();
  await pause("mapping");
}

/** Saves the set-up and waits for its preview. */
export async function savePreview(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save and preview" }).click();
  await page.getByRole("button", { name: "Save and sync" }).waitFor();
}

/** Approves the preview and waits for the end of its run. */
export async function saveAndSync(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save and sync" }).click();
  await page.getByRole("heading", { name: "Import" }).waitFor();
  await page.getByText("Done as approved in").waitFor();
}

/** The numbers of the tiles of a preview or a run, by outcome. */
export async function tiles(page: Page): Promise<Record<string, number>> {
  const shown = await page.locator("[data-outcome]").all();
  const entries = await Promise.all(
    shown.map(async (tile): Promise<[string, number]> => {
      const text = (await tile.textContent()) ?? "";
      return [
        (await tile.getAttribute("data-outcome")) ?? "",
        Number(text.replaceAll(",", "").match(/\d+/)?.[0]),
      ];
    }),
  );
  return Object.fromEntries(entries);
}

/** Finds a record of a preview or a run by its name and opens it; answers its part of the page. */
export async function openRecord(page: Page, name: string): Promise<Locator> {
  await page.getByLabel("Search by name").fill(name);
  const record = page.getByRole("listitem").filter({ has: page.getByRole("button", { name, exact: false }) });
  await record.getByRole("button", { expanded: false }).first().click();
  return record.first();
}

/** Opens the details of the one connection. */
export async function openDetails(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/settings/integrations`);
  await page.getByRole("link", { name: "Show details" }).click();
  await page.getByRole("heading", { name: "Schedule" }).waitFor();
}

/** Chooses an entry of the page's menu. */
export async function menuItem(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name }).click();
}

/** Runs an instant sync and waits for its end. */
export async function instantSync(page: Page, base: string): Promise<void> {
  await openDetails(page, base);
  await page.getByRole("button", { name: "Instant sync" }).click();
  await page.getByRole("heading", { name: "Instant sync", level: 1 }).waitFor();
  await page.getByRole("link", { name: "CSV" }).waitFor();
}

async function next(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Next" }).click();
}

async function chooseView(page: Page, label: string, name: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name, exact: true }).click();
}
