import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { widerBy } from "../web/web-world.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;
let server: MailServer;

beforeAll(async () => {
  world = await openBillingWebWorld({ env: { CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" } });
  server = await startMailServer({ user: { name: "northwind", password: "right" } });
});
afterAll(async () => {
  await server?.stop();
  await world?.stop();
});

/** A worker looks once a second. */
const soon = { timeout: 15_000 };

async function draftFor({ add, organization }: BillingVisitor): Promise<string> {
  const [customer] = await add({ display_name: "Acme Ltd", email: "pay@acme.example" });
  const { id } = await organization.send(createInvoice, {
    body: { customer_id: customer?.id ?? "", line_items: [{ name: "Seat", price: "12.50" }] },
  });
  return id;
}

async function fillServer({ page }: BillingVisitor, password: string): Promise<void> {
  await page.getByLabel("Server", { exact: true }).fill(server.host);
  await page.getByRole("radio", { name: "None" }).check();
  await page.getByLabel("Port").fill(String(server.port));
  await page.getByLabel("User name").fill("northwind");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("E-mail address", { exact: true }).fill("billing@northwind.example");
  await page.getByRole("button", { name: "Save mail server" }).click();
}

describe("F96 given the settings of e-mail", () => {
  test("when a mail server is set up and tried, then what it says is shown; mended, the test e-mail arrives", async () => {
    const visitor = await world.settle();
    const { page, open, faults, context } = visitor;
    const pause = pictures(page);
    await open("settings/email");
    await page.getByText("E-mails are caught", { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-none");
    await page.getByLabel("Server", { exact: true }).fill("two words");
    await page.getByRole("button", { name: "Save mail server" }).click();
    await page.getByText("Enter the name of the server, such as smtp.example.com").first().waitFor();
    await fillServer(visitor, "wrong");
    await page.getByText("Set up", { exact: true }).waitFor();
    expect(await page.getByText("wrong").count()).toBe(0);
    await page.getByRole("button", { name: "Send test e-mail" }).click();
    const dialog = page.getByRole("dialog", { name: "Send a test e-mail" });
    await dialog.getByRole("button", { name: "Send", exact: true }).click();
    await dialog.getByText(/refused user name and password: 535/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-test-refused");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Change" }).click();
    await page.getByLabel("Password", { exact: true }).fill("right");
    await page.getByRole("button", { name: "Save mail server" }).click();
    await page.getByRole("button", { name: "Send test e-mail" }).click();
    await dialog.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText(/The mail server took the e-mail/).waitFor();
    expect(server.arrived.splice(0).map(({ mail }) => mail.subject)).toHaveLength(1);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-server");
    await pause("email-server");
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Remove mail server" }).click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByText("E-mails are caught", { exact: true }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("when a draft is sent by e-mail, then it is sent, the page tells what became of it, and the e-mail can be read", async () => {
    const visitor = await world.settle();
    const { page, open, faults, context } = visitor;
    const pause = pictures(page);
    await open("settings/email");
    await fillServer(visitor, "right");
    await page.getByText("Set up", { exact: true }).waitFor();
    const invoice = await draftFor(visitor);
    await open(`billing/invoices/${invoice}`);
    await page.getByRole("button", { name: "Send by e-mail" }).click();
    const dialog = page.getByRole("dialog", { name: "Send by e-mail" });
    await expect.poll(() => dialog.getByLabel("To", { exact: true }).inputValue()).toBe("pay@acme.example");
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-write");
    await pause("email-write");
    await dialog.getByLabel("To", { exact: true }).fill("pay@acme.example, nobody");
    await dialog.getByRole("button", { name: "Send", exact: true }).click();
    await dialog.getByText("To: “nobody” is no e-mail address, such as name@example.com").first().waitFor();
    await dialog.getByLabel("To", { exact: true }).fill("pay@acme.example");
    await dialog.getByLabel("Copy to").fill("boss@acme.example");
    await dialog.getByText("Preview").click();
    await dialog.getByRole("article").getByText("Dear Acme Ltd").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-preview");
    await dialog.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByRole("heading", { name: "INV-000001" }).waitFor();
    const list = page.getByRole("list", { name: "E-mails" });
    await list.getByText("Sent", { exact: true }).waitFor(soon);
    const [arrived] = server.arrived.splice(0);
    expect(arrived?.to).toEqual(["pay@acme.example", "boss@acme.example"]);
    expect(arrived?.mail.attachments[0]?.filename).toBe("INV-000001.pdf");
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-invoice");
    await list.getByRole("link", { name: "pay@acme.example, boss@acme.example" }).click();
    await page.getByRole("article", { name: /^Invoice INV-000001/ }).waitFor();
    await page.getByRole("link", { name: "INV-000001.pdf" }).waitFor();
    await page.getByRole("link", { name: "INV-000001", exact: true }).waitFor();
    await page.getByRole("link", { name: "Acme Ltd", exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-one");
    const sayTaken = server.hold("pay@acme.example");
    await page.getByRole("button", { name: "Send again" }).click();
    await page.getByText("It is being sent.").waitFor();
    expect(await page.getByText("no mail server is set up").count()).toBe(0);
    await expect.poll(() => server.arrived.length, soon).toBe(1);
    sayTaken();
    await page.getByText("It is being sent.").waitFor({ state: "hidden", ...soon });
    await page.getByText("Sent", { exact: true }).waitFor();
    await page.getByText(/<billing@northwind.example>/).waitFor();
    server.arrived.splice(0);
    await page.getByRole("link", { name: "All e-mails" }).click();
    await page.getByRole("table", { name: "E-mails" }).waitFor();
    await expect
      .poll(async () => page.getByRole("table", { name: "E-mails" }).locator("tbody tr[data-at]").count())
      .toBe(2);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-list");
    const row = page.getByRole("table", { name: "E-mails" }).locator("tbody tr[data-at]").first();
    await row.getByRole("link", { name: "Acme Ltd" }).waitFor();
    await row.getByRole("link", { name: "INV-000001", exact: true }).click();
    await page.getByRole("heading", { name: "INV-000001", level: 1 }).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: "Failed" }).click();
    await page.getByText("No e-mail is in this state.").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F98 when a template is changed, then a wrong placeholder is named, the words are kept, and the original ones come back", async () => {
    const { page, open, faults, context } = await world.settle();
    await open("settings/email/templates");
    await page.getByText("Original words", { exact: true }).waitFor();
    expect(await page.getByLabel("Subject").inputValue()).toBe("Invoice {number} from {company}");
    expect(await accessibilityFaults(page)).toEqual([]);
    await pictures(page)("email-template");
    await page.getByLabel("Kind of e-mail").selectOption({ label: "Estimate" });
    await expect.poll(() => page.getByLabel("Subject").inputValue()).toBe("Estimate {number} from {company}");
    await page.getByLabel("Subject").fill("Offer {numbr}");
    await page.getByRole("button", { name: "Save template" }).click();
    await page.getByText("{numbr} is no placeholder of this e-mail").first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-template-refused");
    await page.getByLabel("Subject").fill("Offer {number}");
    await page.getByRole("button", { name: "Save template" }).click();
    await page.getByText("Your words", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Take original words" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Take original words" }).click();
    await page.getByText("Original words", { exact: true }).waitFor();
    expect(await page.getByLabel("Subject").inputValue()).toBe("Estimate {number} from {company}");
    await page.setViewportSize({ width: 390, height: 844 });
    // The menu of a wide window goes within a moment.
    await expect.poll(() => widerBy(page)).toBe(0);
    await keepShot(page, "email-template-phone");
    expect(faults).toEqual([]);
    await context.close();
  });

  test("when there is no mail server, then the e-mail is caught, and the pages say so; in the dark and on a phone too", async () => {
    const visitor = await world.settle({ size: "phone", colours: "dark" });
    const { page, open, context } = visitor;
    const invoice = await draftFor(visitor);
    await open(`billing/invoices/${invoice}`);
    await page.getByRole("button", { name: "Send by e-mail" }).click();
    const dialog = page.getByRole("dialog", { name: "Send by e-mail" });
    await dialog.getByText("Nobody will get it").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-write-phone");
    await dialog.getByRole("button", { name: "Send", exact: true }).click();
    const list = page.getByRole("list", { name: "E-mails" });
    await list.getByText("Caught", { exact: true }).waitFor(soon);
    expect(await widerBy(page)).toBe(0);
    await keepShot(page, "email-invoice-phone");
    await list.getByRole("link", { name: "pay@acme.example" }).click();
    await page.getByText("Sent to nobody", { exact: true }).waitFor();
    await page.getByText(/nothing left this machine/).waitFor();
    expect(await widerBy(page)).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-caught-phone");
    await open("settings/email/messages?status=caught");
    await page.getByText("pay@acme.example").first().waitFor();
    expect(await widerBy(page)).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-list-phone");
    await open("settings/email");
    await page.getByText("E-mails are caught", { exact: true }).waitFor();
    expect(await widerBy(page)).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "email-none-phone");
    await context.close();
  });

  test("F96 when the dialog of an e-mail is left, then what was changed in it is asked about, and the focus returns to its button", async () => {
    const visitor = await world.settle();
    const { page, open, faults, context } = visitor;
    const invoice = await draftFor(visitor);
    await open(`billing/invoices/${invoice}`);
    const button = page.getByRole("button", { name: "Send by e-mail" });
    const dialog = page.getByRole("dialog", { name: "Send by e-mail" });
    const question = page.getByRole("dialog", { name: "Leave without sending?" });
    const hasFocus = () => button.evaluate((it) => it === document.activeElement);
    await button.click();
    await dialog.getByLabel("Subject").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await expect.poll(hasFocus).toBe(true);
    await button.click();
    await dialog.getByLabel("Subject").fill("Mine");
    await page.keyboard.press("Escape");
    await question.getByRole("button", { name: "Go on" }).click();
    expect(await dialog.getByLabel("Subject").inputValue()).toBe("Mine");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await question.getByRole("button", { name: "Leave" }).click();
    await dialog.waitFor({ state: "hidden" });
    await expect.poll(hasFocus).toBe(true);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F98 when a template is left with changes, then they are kept with their kind, and another page is asked about", async () => {
    const { page, open, faults, context } = await world.settle();
    await open("settings/email/templates");
    await page.getByLabel("Subject").fill("Mine {number}");
    await page.getByLabel("Kind of e-mail").selectOption({ label: "Estimate" });
    await expect.poll(() => page.getByLabel("Subject").inputValue()).toBe("Estimate {number} from {company}");
    await page.getByLabel("Kind of e-mail").selectOption({ label: "Invoice" });
    await page.getByText(/Your draft from/).waitFor();
    expect(await page.getByLabel("Subject").inputValue()).toBe("Mine {number}");
    await page.getByRole("link", { name: "E-mails", exact: true }).click();
    await page
      .getByRole("dialog", { name: "Leave with unsaved changes?" })
      .getByRole("button", { name: "Stay" })
      .click();
    expect(await page.getByLabel("Subject").inputValue()).toBe("Mine {number}");
    expect(faults).toEqual([]);
    await context.close();
  });
});
