import { afterAll, beforeAll, expect, test } from "vitest";
import { type Receiver, startReceiver } from "../platform/webhook-receiver.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { concord } from "./processes.ts";

let world: World;
let organization: Organization;
let receiver: Receiver;

beforeAll(async () => {
  world = await startWorld({ env: { CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" } });
  organization = await world.organization("Typed Ltd");
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.stop();
  await world.stop();
});

async function said(...args: string[]): Promise<string> {
  const ended = await concord(args, { CONCORD_URL: world.url, CONCORD_API_KEY: organization.key });
  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: "" });
  return ended.stdout;
}

test("B17 given a receiver, when a webhook is made, tried, given another secret and switched off at the command line, then each is done", async () => {
  expect(await said("webhooks", "list")).toBe("No webhook yet\n");
  const made = await said(
    "webhooks",
    "create",
    receiver.url,
    "--event",
    "invoice.paid",
    "--description",
    "Ours",
  );
  const [, id = ""] = /made: (whk_\w+)/.exec(made) ?? [];
  expect(made).toMatch(/Signing secret: whsec_/);
  await said("webhooks", "test", id);
  await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1);
  await expect
    .poll(() => said("webhooks", "deliveries", id), { timeout: 20_000 })
    .toMatch(/webhook\.test {2}delivered {2}200/);
  const [delivery = ""] = /dlv_\w+/.exec(await said("webhooks", "deliveries", id)) ?? [];
  await said("webhooks", "resend", delivery);
  await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(2);
  expect(receiver.received[1]?.id).toBe(receiver.received[0]?.id);
  expect(await said("webhooks", "rotate", id)).toMatch(/^Signing secret: whsec_/);
  await said("webhooks", "off", id);
  expect(await said("webhooks", "list")).toBe(`${id}  off  ${receiver.url}  Ours\n`);
  await said("webhooks", "delete", id);
  expect(await said("webhooks", "list")).toBe("No webhook yet\n");
  expect((await said("webhooks", "events")).split("\n")).toContain("subscription.cancelled");
});
