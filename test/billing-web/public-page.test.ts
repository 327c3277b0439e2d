import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { editCustomer } from "#billing/customer/customer.api.ts";
import { publicLinkEndpoints } from "#billing/delivery/public-link.api.ts";
import * as estimates from "#billing/estimate/estimate.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults, keepShot, looks } from "../support/browser.ts";
import { widerBy } from "../web/web-world.ts";
import { type BillingVisitor, type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

const lines = [
  { name: "Seat", description: "A licence for one person", quantity: "12", price: "19.99" },
  { name: "Consulting", quantity: "2.5", price: "120", discount: { by: "percentage" as const, value: "10" } },
];

async function customerOf({ add, organization }: BillingVisitor): Promise<string> {
  const address = { street: "1 Main Street", zip: "10115", city: "Berlin", country: "Germany" };
  await organization.send(editOrganization, { body: { address } });
  const [customer] = await add({ display_name: "Acme Bank", billing_address: address });
  return customer?.id ?? "";
}

/** The path of an estimate's public page. */
async function estimateLink(visitor: BillingVisitor): Promise<{ path: string; estimate: string }> {
  const { organization } = visitor;
  const body = { customer_id: await customerOf(visitor), line_items: lines, send: true };
  const { id } = await organization.send(estimates.createEstimate, { body });
  const { open } = publicLinkEndpoints("estimate");
  const { link } = await organization.send(open, { params: { estimate: id }, body: {} });
  return { path: new URL(link.url).pathname, estimate: id };
}

describe("a public page", () => {
  test("F76 given an estimate's link, when its customer accepts under a name, then the page says so and the estimate is accepted", async () => {
    const owner = await world.settle();
    const { path, estimate } = await estimateLink(owner);
    const { page, faults, context } = await world.web.visit();
    await page.clock.install();
    await page.goto(path);
    await page.getByRole("heading", { level: 1, name: "Estimate EST-000001 from Northwind Ltd" }).waitFor();
    await page.getByRole("button", { name: "Accept" }).click();
    await page.getByText("Enter your name").first().waitFor();
    // Only blanks are no name, and that is said at the first press.
    await page.getByLabel("Your name").fill("   ");
    await page.getByText("Enter your name").first().waitFor({ state: "detached" });
    await page.clock.pauseAt(Date.now() + 60_000);
    await page.getByRole("button", { name: "Accept" }).click();
    await page.getByText("Enter your name").first().waitFor();
    // The field was left by that press, and is looked at again a moment later.
    await page.clock.runFor(1_000);
    await page.clock.resume();
    expect(await page.getByText("Enter your name").count()).toBeGreaterThan(0);
    await page.getByLabel("Your name").fill("Carla Customer");
    await page.getByRole("button", { name: "Accept" }).click();
    await page.getByText("You accepted this estimate").waitFor();
    expect(await page.getByRole("button", { name: "Accept" }).count()).toBe(0);
    const { status } = await owner.organization.send(estimates.getEstimate, { params: { estimate } });
    expect(status).toBe("accepted");
    expect(faults).toEqual([]);
    await context.close();
  });

  test("F76 given a German customer's estimate, then its page is German, and is accepted there", async () => {
    const owner = await world.settle();
    const { organization } = owner;
    const { path, estimate } = await estimateLink(owner);
    const { customer_id } = await organization.send(estimates.getEstimate, { params: { estimate } });
    await organization.send(editCustomer, { params: { customer: customer_id }, body: { language: "de" } });
    const { page, faults, context } = await world.web.visit();
    await page.goto(path);
    await page.getByRole("heading", { level: 1, name: "Angebot EST-000001 von Northwind Ltd" }).waitFor();
    await page.getByRole("columnheader", { name: "Menge" }).waitFor();
    await keepShot(page, "public-german");
    expect(await page.locator("[lang=de]").count()).toBe(1);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Annehmen" }).click();
    await page.getByText("Geben Sie Ihren Namen ein").first().waitFor();
    await page.getByLabel("Ihr Name").fill("Carla Kundin");
    await page.getByRole("button", { name: "Annehmen" }).click();
    await page.getByText("Sie haben dieses Angebot angenommen").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(looks)(
    "given %s colours on a %s, then axe finds no fault and nothing is wider than the window",
    async (colours, size) => {
      const { path } = await estimateLink(await world.settle());
      const { page, faults, context } = await world.web.visit({ colours, size });
      const check = async (name: string) => {
        await keepShot(page, `public-${name}-${colours}-${size}`);
        expect.soft(await accessibilityFaults(page), name).toEqual([]);
        expect.soft(await widerBy(page), name).toBeLessThanOrEqual(0);
      };
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await check("estimate");
      if (colours === "light" && size === "desktop") await pictures(page)("public-estimate");
      await page.getByLabel("Your name").fill("Carla");
      await page.getByRole("button", { name: "Decline" }).click();
      await page.getByText("This estimate was declined").waitFor();
      await check("declined");
      await page.goto(`/p/${"A".repeat(43)}`);
      await page.getByText("There is nothing at this address").waitFor();
      await check("nothing");
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});

describe("the menu of an invoice", () => {
  test("F74 given it was sent, when its link is made and revoked there, then the address opens it and opens nothing", async () => {
    const visitor = await world.settle();
    const { page, open, organization, faults } = visitor;
    const body = { customer_id: await customerOf(visitor), line_items: lines, send: true };
    const { id } = await organization.send(invoices.createInvoice, { body });
    await open(`billing/invoices/${id}`);
    const menu = async (item: string) => {
      await page.getByRole("button", { name: "More" }).click();
      return page.getByRole("menuitem", { name: item });
    };
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      (await menu("Download PDF")).click(),
    ]);
    expect(download.suggestedFilename()).toBe("INV-000001.pdf");
    await (await menu("Public link")).click();
    await page.getByRole("button", { name: "Create link" }).click();
    const address = await page.getByLabel("Link", { exact: true }).inputValue();
    expect((await fetch(address)).status).toBe(200);
    await keepShot(page, "public-link-dialog");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Revoke link" }).click();
    await page.getByText("The link opens nothing any more").waitFor();
    expect((await fetch(address)).status).toBe(404);
    expect(faults).toEqual([]);
  });
});
