import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { sendDueEmails } from "#billing/email/deliver.job.ts";
import { documentEmailEndpoints } from "#billing/email/document-email.api.ts";
import { saveMailServer } from "#billing/email/mail-server.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import type { Mail } from "#platform/mail/mail-server.ts";
import { sendMail } from "#platform/mail/smtp.client.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let server: MailServer;

beforeAll(async () => {
  world = await startWorld({ roles: "web", env: { CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" } });
  server = await startMailServer();
});
afterAll(async () => {
  await world?.stop();
  await server?.stop();
});

const slow = "slow@buyer.example";

const mail: Mail = {
  from: { name: "Shop", address: "billing@shop.example" },
  replyTo: null,
  to: [slow],
  cc: [],
  subject: "Hello",
  text: "Hello",
  html: "<p>Hello</p>",
  messageId: "<one@shop.example>",
  at: "2026-03-10T12:00:00.000Z",
  attachment: { name: "a.pdf", content: new Uint8Array(100_000) },
};

/** Sends to the server, which says after a while that it took what it was given. */
async function sendSlowly(answersAfterMs: number, patience: { handOverMs: number; answerMs: number }) {
  const { host, port } = server;
  const sayTaken = server.hold(slow);
  const place = { host, port, security: "none" as const, user: null, password: null };
  const sending = sendMail(place, mail, {
    allowPrivate: true,
    patience: { greetingMs: 10_000, ...patience },
  });
  await sleep(answersAfterMs);
  sayTaken();
  return sending;
}

describe("F96 given a mail server that thinks before it says that it took an e-mail", () => {
  test.each([
    { what: "the time that it has", handOverMs: 2_000, answerMs: 30_000, outcome: "sent" },
    { what: "longer", handOverMs: 30_000, answerMs: 1_000, outcome: "email.timeout" },
  ])("when it takes $what, then the outcome is $outcome", async ({ handOverMs, answerMs, outcome }) => {
    const found = await sendSlowly(3_000, { handOverMs, answerMs });
    expect(found.kind === "sent" ? "sent" : found.problem).toBe(outcome);
    expect(server.arrived.splice(0)).toHaveLength(1);
  });

  test("when it never lets the message be handed over, then the attempt ends long before the answer would be due", async () => {
    const { host, port } = server;
    const place = { host, port, security: "none" as const, user: null, password: null };
    const letThrough = server.waitWithRecipients();
    const outcome = await sendMail(place, mail, {
      allowPrivate: true,
      patience: { greetingMs: 10_000, handOverMs: 1_000, answerMs: 60_000 },
    });
    letThrough();
    expect(outcome).toMatchObject({ kind: "failed", problem: "email.timeout", isFinal: false });
    expect(server.arrived).toEqual([]);
  });

  test("when others wait, or are written meanwhile, then they go out beside it", async () => {
    const shop = await world.organization("Slow", { currency: "EUR", timeZone: "UTC" });
    const { host, port } = server;
    const from = { from_name: "Shop", from_address: "billing@shop.example" };
    await shop.send(saveMailServer, { body: { host, port, security: "none", ...from } });
    const sayTaken = server.hold(slow);
    const others = Array.from({ length: 6 }, (_, at) => `other${at}@buyer.example`);
    for (const address of [slow, ...others]) await write(shop, address);
    const sending = sendDueEmails(world.system.deps, shop.id, new AbortController().signal);
    const arrived = () => server.arrived.flatMap(({ to }) => to).toSorted();
    const patient = { timeout: 30_000 };
    await expect.poll(arrived, patient).toEqual([...others, slow].toSorted());
    await write(shop, "late@buyer.example");
    await expect.poll(arrived, patient).toContain("late@buyer.example");
    sayTaken();
    await sending;
  }, 90_000);
});

/** An invoice's e-mail to somebody, which no worker has seen yet. */
async function write(shop: Organization, email: string): Promise<void> {
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: email, email } });
  const body = { customer_id, line_items: [{ name: "Seat", price: "12.50" }] };
  const { id: invoice } = await shop.send(createInvoice, { body });
  await shop.send(documentEmailEndpoints("invoice").send, { params: { invoice }, body: {} });
}
