import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addAttachment } from "#billing/attachment/attachment.api.ts";
import { addMember } from "#platform/auth/member.api.ts";
import { pictures } from "../e2e/pictures.ts";
import { accessibilityFaults } from "../support/browser.ts";
import { type BillingWebWorld, openBillingWebWorld } from "./billing-web-world.ts";

let world: BillingWebWorld;

beforeAll(async () => {
  world = await openBillingWebWorld();
});
afterAll(() => world.stop());

test("given a customer, when a file is chosen, then it is kept, comes back as it was, and is deleted after a question", async () => {
  const { page, open, add, context, faults } = await world.settle();
  const [customer] = await add("Acme Bank");
  await open(`billing/customers/${customer?.id}?tab=files`);
  await page.getByText("No file is kept with this customer").waitFor();
  const choose = page.locator('input[type="file"]');
  const buffer = Buffer.from("Signed by both\n".repeat(200));
  await choose.setInputFiles({ name: "Contract 2026.pdf", mimeType: "application/pdf", buffer });
  const row = page.getByRole("row", { name: /Contract 2026\.pdf.*3 kB/ });
  await row.waitFor();
  await page.getByText("Contract 2026.pdf is added.").waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await pictures(page)("customer-files");

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Contract 2026.pdf" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("Contract 2026.pdf");
  expect(readFileSync(await download.path()).equals(buffer)).toBe(true);

  await choose.setInputFiles({ name: "Empty.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(0) });
  await page.getByRole("alert").filter({ hasText: "Empty.pdf is empty" }).waitFor();
  const large = Buffer.alloc(12_000_000);
  await choose.setInputFiles({ name: "Film.mov", mimeType: "video/quicktime", buffer: large });
  await page.getByRole("alert").filter({ hasText: "Film.mov has 12 MB; a file has at most 10 MB" }).waitFor();

  await page.getByRole("button", { name: "Delete Contract 2026.pdf" }).click();
  await page
    .getByRole("dialog", { name: "Delete Contract 2026.pdf?" })
    .getByRole("button", { name: "Delete" })
    .click();
  await row.waitFor({ state: "detached" });
  await page.getByRole("tab", { name: "Activity" }).click();
  await page.getByText(/deleted the file\s+Contract 2026\.pdf/).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test("given somebody who only reads, then files can be had and not changed", async () => {
  const { add, organization, context: owners } = await world.settle();
  const [customer] = await add("Read Ltd");
  const body = { name: "Terms.pdf", file_base64: "YQ==" };
  await organization.send(addAttachment, { params: { customer: customer?.id ?? "" }, body });
  const reader = await world.web.world.signUp("Rita Reader");
  await organization.send(addMember, { body: { email: reader.email, name: "Rita", role: "read_only" } });
  const { page, context } = await world.web.enter(reader);
  await page.goto(`/o/${organization.id}/billing/customers/${customer?.id}?tab=files`);
  await page.getByRole("link", { name: "Terms.pdf" }).waitFor();
  expect(await page.getByRole("button", { name: /Add a file|Delete Terms/ }).count()).toBe(0);
  await Promise.all([context.close(), owners.close()]);
});
