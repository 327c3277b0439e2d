import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { createWebhook, listDeliveries } from "#platform/webhook/webhook.api.ts";
import type { EventType } from "#platform/webhook/event-choice.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { csvOf, movedIn } from "../billing/move-in/move-in-world.ts";
import { type Receiver, startReceiver } from "./webhook-receiver.ts";

let world: World;
let slow: Receiver;
let healthy: Receiver;

beforeAll(async () => void (world = await startWorld({ env: { CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" } })));
afterAll(() => world.stop());
beforeEach(async () => void ([slow, healthy] = [await startReceiver(), await startReceiver()]));
afterEach(async () => void (await Promise.all([slow.stop(), healthy.stop()])));

/** More than a webhook is sent at once, several times. */
const many = 100;
/** Within what a receiver may take, and so long that its messages alone take most of a minute. */
const slowMs = 10_000;
/** A look a second, and the load of the machine. */
const soon = { timeout: 8000 };

async function listen(organization: Organization, { url }: Receiver, events: EventType[]): Promise<string> {
  return (await organization.send(createWebhook, { body: { url, events } })).webhook.id;
}

/** Customers who are told of, all at once. */
async function bring(organization: Organization, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => `${at + 1},Customer ${at + 1}`);
  await movedIn(organization, "customers", csvOf("Customer ID,Display Name", ...rows));
}

test("B17 given a slow receiver with many messages and a healthy one of the same organization, then the healthy one gets its own at once, and all of them", async () => {
  const organization = await world.organization("Slow and healthy");
  slow.takes(slowMs);
  await listen(organization, slow, ["customer.created"]);
  const webhook = await listen(organization, healthy, ["customer.updated", "customer.created"]);
  await bring(organization, many);
  await expect.poll(() => healthy.received.length, soon).toBe(many);
  await organization.send(createCustomer, { body: { display_name: "One more" } });
  await expect.poll(() => healthy.received.length, soon).toBe(many + 1);
  expect(healthy.received.at(-1)?.body).toContain("One more");
  expect(slow.received.length).toBeLessThan(many);
  const { items } = await organization.send(listDeliveries, { params: { webhook }, query: { limit: 100 } });
  expect(new Set(items.map(({ state, attempts }) => `${state} ${attempts}`))).toEqual(
    new Set(["delivered 1"]),
  );
});

test("B17 given one receiver, when many messages are due, then they go out in the order of their making, so many at once and each once", async () => {
  const organization = await world.organization("In order");
  healthy.takes(300);
  await listen(organization, healthy, ["customer.created"]);
  await bring(organization, 50);
  await expect.poll(() => healthy.received.length, soon).toBe(50);
  await sleep(1200);
  const names = healthy.received.map(({ body }) => Number(/Customer (\d+)/.exec(body)?.[1]));
  const batches = [names.slice(0, 20), names.slice(20, 40), names.slice(40)];
  expect(batches.map((batch) => batch.toSorted((a, b) => a - b))).toEqual([
    Array.from({ length: 20 }, (_, at) => at + 1),
    Array.from({ length: 20 }, (_, at) => at + 21),
    Array.from({ length: 10 }, (_, at) => at + 41),
  ]);
});
