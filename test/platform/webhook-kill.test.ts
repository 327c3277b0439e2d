import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { instantFromMs } from "#kernel/time.ts";
import { createWebhook, listDeliveries } from "#platform/webhook/webhook.api.ts";
import { dataFolder, run } from "../app/processes.ts";
import { startWorld, type World } from "../support/world.ts";
import { type Receiver, startReceiver } from "./webhook-receiver.ts";

const allowed = { CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" };
const folder = dataFolder();
let world: World;
let receiver: Receiver;

beforeAll(async () => {
  world = await startWorld({ roles: "web", env: allowed });
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.stop();
  await world.stop();
  folder.remove();
});

test("B17 given a worker that is killed while it waits for the receiver, when another takes over, then it sends the same message again under the same id", async () => {
  const organization = await world.organization("Killed");
  const body = { url: receiver.url, events: ["customer.created" as const] };
  const { webhook } = await organization.send(createWebhook, { body });
  receiver.hangs();
  await organization.send(createCustomer, { body: { display_name: "Acme" } });
  const worker = run("main.ts", [], {
    ...allowed,
    CONCORD_DATA: folder.path,
    CONCORD_MASTER_KEY: readFileSync(join(world.dataDir, "master.key"), "utf8").trim(),
    CONCORD_ROLES: "worker",
    CONCORD_DEMO: "off",
    DATABASE_URL: world.databaseUrl,
  });
  await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1);
  worker.kill("SIGKILL");
  await worker.ended;
  const deliveries = async () =>
    (await organization.send(listDeliveries, { params: { webhook: webhook.id }, query: {} })).items;
  expect(await deliveries()).toMatchObject([{ state: "pending", attempts: 0 }]);
  receiver.answers(200);
  const second = await startWorld({
    databaseUrl: world.databaseUrl,
    dataDir: world.dataDir,
    roles: "worker",
    // After the minute for which the dead one held it.
    clock: { now: () => instantFromMs(Date.now() + 61_000) },
    env: allowed,
  });
  try {
    await expect.poll(deliveries, { timeout: 10_000 }).toMatchObject([{ state: "delivered", attempts: 1 }]);
  } finally {
    await second.system.stop();
  }
  const [first, again] = receiver.received;
  expect(receiver.received).toHaveLength(2);
  expect([again?.id, again?.body]).toEqual([first?.id, first?.body]);
});
