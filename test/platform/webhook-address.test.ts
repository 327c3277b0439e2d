import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isPublicAddress, urlProblem } from "#platform/outgoing/address.ts";
import { sendMessage } from "#platform/webhook/send.client.ts";
import { createWebhook } from "#platform/webhook/webhook.api.ts";
import { startWorld, type World } from "../support/world.ts";
import { type Receiver, startReceiver } from "./webhook-receiver.ts";

describe("B17 given addresses", () => {
  test.each([
    ["8.8.8.8", true],
    ["2606:4700::1111", true],
    ["127.0.0.1", false],
    ["10.1.2.3", false],
    ["172.31.0.1", false],
    ["192.168.0.1", false],
    ["169.254.169.254", false],
    ["100.64.0.1", false],
    ["0.0.0.0", false],
    ["::1", false],
    ["::", false],
    ["fe80::1", false],
    ["fd00::1", false],
    ["::ffff:10.0.0.1", false],
    ["::ffff:127.0.0.1", false],
    ["64:ff9b::a00:1", false],
    ["somewhere", false],
  ])("when it is %s, then whether it is of the internet is %s", (address, is) => {
    expect(isPublicAddress(address)).toBe(is);
  });

  test.each([
    "http://example.com/hooks",
    "https://localhost/hooks",
    "https://localhost./hooks",
    "https://127.0.0.1/hooks",
    "https://2130706433/hooks",
    "https://0x7f.1/hooks",
    "https://[::1]/hooks",
    "https://[::ffff:127.0.0.1]/hooks",
    "https://printer.local/hooks",
    "https://db.internal/hooks",
    "https://database/hooks",
    "https://user:password@example.com/hooks",
    "ftp://example.com/hooks",
    "not an address",
  ])("when it is %s, then it is refused unless the operator allows it", (url) => {
    expect(urlProblem(url, false)).toEqual(expect.any(String));
  });

  test("when it is a plain https address, then it is taken; http and loopback where the operator allows them", () => {
    expect(urlProblem("https://example.com/hooks?a=1", false)).toBeUndefined();
    expect(urlProblem("http://127.0.0.1:8080/hooks", true)).toBeUndefined();
    expect(urlProblem("http://user@127.0.0.1/hooks", true)).toEqual(expect.any(String));
  });
});

describe("B17 given a server whose operator allows nothing inside the network", () => {
  let world: World;
  let receiver: Receiver;
  beforeAll(async () => {
    world = await startWorld({ roles: "web" });
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await receiver.stop();
    await world.stop();
  });

  test("when a webhook is to go there, then it is refused with the remedy", async () => {
    const organization = await world.organization("Inside");
    const body = { url: receiver.url, events: ["customer.created" as const] };
    expect(await organization.refusal(createWebhook, { body })).toMatchObject({
      status: 422,
      code: "webhook.url_refused",
      remedy: expect.stringContaining("CONCORD_WEBHOOK_ALLOW_PRIVATE") as string,
    });
  });

  test("when a name leads there, then nothing is sent", async () => {
    const { port } = new URL(receiver.url);
    // A name of the internet's own form that this machine knows as itself.
    const sent = await sendMessage(
      { url: `https://localhost.localdomain.:${port}/hooks`, headers: {}, body: "{}" },
      { allowPrivate: false, signal: AbortSignal.timeout(10_000) },
    );
    expect(sent.status).toBeNull();
    expect(receiver.received).toEqual([]);
  });
});
