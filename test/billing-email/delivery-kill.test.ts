import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { documentEmailEndpoints } from "#billing/email/document-email.api.ts";
import { type EmailView, getEmail, listEmails } from "#billing/email/email.api.ts";
import { saveMailServer } from "#billing/email/mail-server.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { instantFromMs } from "#kernel/time.ts";
import { dataFolder, type Program, run } from "../app/processes.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

const allowed = { CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" };
const folder = dataFolder();
/** Starting a process takes some seconds; the job engine misses a dead worker after ten more. */
const patient = { timeout: 40_000 };
let world: World;
let server: MailServer;
let database: pg.Client;

beforeAll(async () => {
  world = await startWorld({ roles: "web", env: allowed });
  server = await startMailServer();
  database = new pg.Client({ connectionString: world.databaseUrl });
  await database.connect();
});

afterAll(async () => {
  await database?.end();
  await server?.stop();
  await world?.stop();
  folder.remove();
});

async function openShop(): Promise<Organization> {
  const shop = await world.organization("Killed", { currency: "EUR", timeZone: "UTC" });
  const { host, port } = server;
  const from = { from_name: "Killed", from_address: "billing@killed.example" };
  await shop.send(saveMailServer, { body: { host, port, security: "none", ...from } });
  return shop;
}

/** Sends an invoice to somebody; answers its e-mail, which no worker has seen yet. */
async function write(shop: Organization, to: string): Promise<string> {
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: to, email: to } });
  const { id: invoice } = await shop.send(createInvoice, {
    body: { customer_id, line_items: [{ name: "Seat", price: "12.50" }] },
  });
  return (await shop.send(documentEmailEndpoints("invoice").send, { params: { invoice }, body: {} })).id;
}

const read = (shop: Organization, email: string): Promise<EmailView> =>
  shop.send(getEmail, { params: { email } });

function startWorker(): Program {
  return run("main.ts", [], {
    ...allowed,
    CONCORD_DATA: folder.path,
    CONCORD_MASTER_KEY: readFileSync(join(world.dataDir, "master.key"), "utf8").trim(),
    CONCORD_ROLES: "worker",
    CONCORD_DEMO: "off",
    DATABASE_URL: world.databaseUrl,
  });
}

const arrivedFor = (address: string) => server.arrived.filter(({ to }) => to.includes(address));

/**
 * Kills a worker that the mail server has told "taken", and that is about to write this down: the row is held until it
 * is dead.
 */
async function killBeforeItsNote(worker: Program, email: string, sayTaken: () => void): Promise<void> {
  await database.query("begin");
  await database.query("select from email where id = $1 for update", [email]);
  sayTaken();
  const waiting = async () => {
    const { rows } = await database.query<{ pid: number }>(
      "select pid from pg_stat_activity where pg_backend_pid() = any (pg_blocking_pids(pid))",
    );
    return rows.map(({ pid }) => pid);
  };
  await expect.poll(async () => (await waiting()).length, patient).toBe(1);
  const [pid] = await waiting();
  worker.kill("SIGKILL");
  expect((await worker.ended).signal).toBe("SIGKILL");
  // The dead process says no more, and what it began is gone before anybody else gets the row.
  await database.query("select pg_terminate_backend($1, 10000)", [pid]);
  await database.query("rollback");
}

test("F96 given a worker that is killed between the mail server's answer and its note of it, when another takes over, then that e-mail alone goes out again, word for word under the same Message-ID", async () => {
  const shop = await openShop();
  const sayTaken = server.hold("second@buyer.example");
  const first = await write(shop, "first@buyer.example");
  const second = await write(shop, "second@buyer.example");
  const worker = startWorker();
  await expect.poll(() => arrivedFor("second@buyer.example").length, patient).toBe(1);
  await expect.poll(async () => (await read(shop, first)).status, patient).toBe("sent");
  const third = await write(shop, "third@buyer.example");
  await killBeforeItsNote(worker, second, sayTaken);

  // What is known: it was begun, under this Message-ID, and nobody has said what became of it.
  const [mail] = arrivedFor("second@buyer.example");
  const known = await read(shop, second);
  expect(known).toMatchObject({
    status: "queued",
    attempts: 1,
    next_at: expect.any(String) as string,
    ...{ tried_at: null, answer: null, problem: null },
    message_id: mail?.mail.messageId,
  });
  expect(await read(shop, third)).toMatchObject({ status: "queued", attempts: 0 });

  const next = await startWorld({
    databaseUrl: world.databaseUrl,
    dataDir: world.dataDir,
    roles: "worker",
    // After the thirteen minutes for which the dead one held it.
    clock: { now: () => instantFromMs(Date.now() + 781_000) },
    env: allowed,
  });
  try {
    for (const email of [second, third])
      await expect.poll(async () => (await read(shop, email)).status, patient).toBe("sent");
  } finally {
    await next.system.stop();
  }
  const twice = arrivedFor("second@buyer.example");
  expect(twice).toHaveLength(2);
  const [one, other] = twice.map(
    ({ from, to, mail: { messageId, date, subject, text, html, attachments } }) => ({
      ...{ from, to, messageId, date, subject, text, html },
      files: attachments.map(({ filename, content }) => [filename, Buffer.from(content as ArrayBuffer)]),
    }),
  );
  expect(other).toEqual(one);
  for (const address of ["first@buyer.example", "third@buyer.example"])
    expect(arrivedFor(address)).toHaveLength(1);
  expect(server.arrived).toHaveLength(4);
  expect(await read(shop, second)).toMatchObject({
    status: "sent",
    attempts: 2,
    message_id: known.message_id,
  });
  expect((await shop.send(listEmails, { query: {} })).items).toHaveLength(3);
});
