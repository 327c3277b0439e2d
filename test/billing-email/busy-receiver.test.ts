import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { documentEmailEndpoints } from "#billing/email/document-email.api.ts";
import { listEmails } from "#billing/email/email.api.ts";
import { plusMs } from "#kernel/time.ts";
import { startTellingWorld, type TellingWorld } from "./telling-world.ts";

let telling: TellingWorld;
let now = "2026-03-10T12:00:00.000Z";

beforeAll(async () => void (telling = await startTellingWorld(() => now)));
afterAll(() => telling?.stop());

const taken = "taken@buyer.example";
const busy = "busy@buyer.example";
const gone = "gone@buyer.example";

describe("F96 given a mail server that refuses a receiver for the moment, and takes another", () => {
  test.each([
    {
      what: "beside one that it takes",
      receivers: [taken, busy],
      problem: `The mail server did not take the e-mail for every receiver yet: ${busy}`,
    },
    {
      what: "beside one that it takes and one that is none",
      receivers: [taken, busy, gone],
      problem: `The mail server did not take the e-mail for every receiver: ${gone}`,
    },
  ])(
    "when that is $what, then it alone gets the same later, and nobody twice",
    async ({ receivers, problem }) => {
      const { server } = telling;
      const shop = await telling.open({}, taken);
      const invoice = (await shop.bill("20")).id;
      server.busy.add(busy);
      server.unknown.add(gone);
      const send = documentEmailEndpoints("invoice").send;
      await shop.shop.send(send, {
        params: { invoice },
        body: { to: receivers.slice(0, 1), cc: receivers.slice(1) },
      });
      const [first] = await telling.deliver(shop);
      expect(first?.to).toEqual([taken]);
      const read = async () => (await shop.shop.send(listEmails, { query: {} })).items;
      expect(await read()).toMatchObject([
        { status: "queued", to: [busy], cc: [], created_by: "Concord" },
        { status: "sent", problem },
      ]);
      expect(await telling.deliver(shop)).toEqual([]);
      now = plusMs(now, 61_000);
      expect(await telling.deliver(shop)).toEqual([]);
      expect((await read())[0]).toMatchObject({ status: "queued", attempts: 1 });
      server.busy.delete(busy);
      now = plusMs(now, 301_000);
      const [later, ...others] = await telling.deliver(shop);
      expect(others).toEqual([]);
      expect(later?.to).toEqual([busy]);
      expect(later?.mail).toMatchObject({
        subject: first?.mail.subject,
        text: first?.mail.text,
        attachments: [{ filename: "INV-000001.pdf" }],
      });
      expect((await read()).map(({ status }) => status)).toEqual(["sent", "sent"]);
    },
  );
});
