import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pictures } from "../e2e/pictures.ts";
import { type Receiver, startReceiver } from "../platform/webhook-receiver.ts";
import { accessibilityFaults, keepShot } from "../support/browser.ts";
import { openWebWorld, type WebWorld, widerBy } from "../web/web-world.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";

/** A worker looks once a second whether something is to be sent. */
const sending = { timeout: 10_000 };

let web: WebWorld;
let receiver: Receiver;

beforeAll(async () => {
  web = await openWebWorld({ env: { CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" } });
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.stop();
  await web.stop();
});

describe("B17 given the page of webhooks", () => {
  test("when one is added, tried, changed and deleted, then the page shows each step, and the secret once", async () => {
    const { page, path, organization, faults, context } = await web.settle();
    const pause = pictures(page);
    await page.goto(path("settings/webhooks"));
    await page.getByText("No server is told of anything yet.").waitFor();
    await page.getByRole("button", { name: "Add webhook" }).first().click();
    const adding = page.getByRole("dialog", { name: "Add webhook" });
    await adding.getByLabel("Address").fill(receiver.url);
    await adding.getByRole("button", { name: "Add webhook" }).click();
    await adding.getByText("Choose at least one kind of event").first().waitFor();
    await adding.getByRole("button", { name: "All" }).click();
    await adding
      .getByRole("group", { name: "Estimate" })
      .getByRole("checkbox", { name: "Declined" })
      .uncheck();
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "webhook-add");
    await adding.getByRole("button", { name: "Add webhook" }).click();
    const ready = page.getByRole("dialog", { name: "The webhook is ready" });
    await ready
      .getByText(/whsec_/)
      .or(ready.getByRole("textbox"))
      .first()
      .waitFor();
    await ready.getByRole("button", { name: "Done" }).click();

    await page.getByRole("heading", { name: receiver.url }).waitFor();
    await page.getByRole("button", { name: "Send test event" }).click();
    await expect.poll(() => receiver.received.length, sending).toBe(1);
    await organization.send(createCustomer, { body: { display_name: "Acme" } });
    await expect.poll(() => receiver.received.length, sending).toBe(2);
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.getByRole("button", { name: "customer.created" }).waitFor();
    await expect
      .poll(async () => {
        await page.getByRole("button", { name: "Refresh" }).click();
        return page.getByText("Delivered", { exact: true }).count();
      }, sending)
      .toBe(2);
    expect(await page.getByText(/whsec_/).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "webhook");
    await pause("webhook");
    await page.getByRole("button", { name: "customer.created" }).click();
    const delivery = page.getByRole("dialog", { name: "Delivery" });
    await delivery.getByText('"display_name": "Acme"').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await delivery.getByRole("button", { name: "Send again" }).click();
    await expect.poll(() => receiver.received.length, sending).toBe(3);
    await delivery.getByRole("button", { name: "Close" }).click();

    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Change the signing secret" }).click();
    await page.getByRole("button", { name: "Change secret" }).click();
    const secret = page.getByRole("dialog", { name: "The new signing secret" });
    await secret.getByRole("button", { name: "Done" }).click();
    await page.getByText(/Signed by the secret before the last change too/).waitFor();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Switch off" }).click();
    await page.getByText("Off", { exact: true }).waitFor();
    expect(await page.getByRole("button", { name: "Send test event" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete webhook" }).click();
    await page.getByText("No server is told of anything yet.").waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test("when a receiver is gone, then the page says why it was switched off; in the dark and on a phone too", async () => {
    const { page, path, organization, context } = await web.settle({ size: "phone", colours: "dark" });
    const gone = await startReceiver();
    gone.answers(410);
    await page.goto(path("settings/webhooks"));
    await page.getByRole("button", { name: "Add webhook" }).first().click();
    const adding = page.getByRole("dialog", { name: "Add webhook" });
    await adding.getByLabel("Address").fill(gone.url);
    await adding.getByRole("button", { name: "All" }).click();
    await adding.getByRole("button", { name: "Add webhook" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("heading", { name: gone.url }).waitFor();
    await organization.send(createCustomer, { body: { display_name: "Acme" } });
    await expect
      .poll(async () => {
        await page.reload();
        await page.getByRole("heading", { name: gone.url }).waitFor();
        return page.getByText("This webhook was switched off").count();
      }, sending)
      .toBe(1);
    expect(await widerBy(page)).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await keepShot(page, "webhook-off-phone");
    await gone.stop();
    await context.close();
  });
});
