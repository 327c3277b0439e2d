import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { createEstimate } from "#billing/estimate/estimate.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { concord } from "./processes.ts";

let world: World;
let organization: Organization;
let server: MailServer;
const folder = mkdtempSync(join(tmpdir(), "concord-email-"));

beforeAll(async () => {
  world = await startWorld({ env: { CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" } });
  organization = await world.organization("Typed Ltd");
  server = await startMailServer();
});
afterAll(async () => {
  await world.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]) {
  return concord(args, { CONCORD_URL: world.url, CONCORD_API_KEY: organization.key });
}

async function said(...args: string[]): Promise<string> {
  const ended = await run(...args);
  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: "" });
  return ended.stdout;
}

test("F96 given a mail server, when it is set, tried and used at the command line, then e-mails go out, are listed, read and sent again", async () => {
  expect(await said("emails", "server")).toBe(
    "There is no mail server: e-mails are caught, and sent to nobody\n",
  );
  expect((await run("emails", "test", "me@example.com")).stderr).toMatch(/^email.no_server: /);
  const file = join(folder, "server.json");
  const { host, port } = server;
  const from = { from_name: "Typed Ltd", from_address: "billing@typed.example" };
  writeFileSync(file, JSON.stringify({ host, port, security: "none", ...from }));
  expect(await said("emails", "set-server", file)).toBe(
    `localhost:${port} (none), from Typed Ltd <billing@typed.example>\n`,
  );
  expect(await said("emails", "test", "me@example.com")).toBe(
    "The mail server took it: 250 OK: message queued\n",
  );
  expect(server.arrived.splice(0)).toHaveLength(1);

  const { id: customer_id } = await organization.send(createCustomer, {
    body: { display_name: "Acme", email: "pay@acme.example" },
  });
  const body = { customer_id, line_items: [{ name: "Seat", price: "9" }], send: true };
  await organization.send(createInvoice, { body });
  await organization.send(createEstimate, { body });
  const sent = await said("invoices", "email", "INV-000001", "--cc", "boss@acme.example");
  const [id = ""] = /^eml_\w+/.exec(sent) ?? [];
  expect(sent).toBe(`${id} is on its way to pay@acme.example, boss@acme.example\n`);
  await expect.poll(() => server.arrived.length, { timeout: 10_000 }).toBe(1);
  await expect
    .poll(() => said("emails", "list", "--status", "sent"), { timeout: 20_000 })
    .toMatch(new RegExp(`^${id}  .*  sent  pay@acme.example  Invoice INV-000001 from Typed Ltd`));
  expect(await said("emails", "show", id)).toMatch(/File: INV-000001.pdf\n\nDear Acme,/);
  await said("emails", "send-again", id);
  await expect.poll(() => server.arrived.length, { timeout: 10_000 }).toBe(2);
  await said("estimates", "email", "EST-000001", "--to", "x@acme.example", "--subject", "Hello");
  await expect.poll(() => server.arrived[2]?.mail.subject, { timeout: 10_000 }).toBe("Hello");
  expect((await run("invoices", "email", "INV-000001", "--to", "nobody")).stderr).toMatch(
    /^request.invalid: .*Enter an e-mail address/,
  );
  const words = join(folder, "words.json");
  writeFileSync(words, JSON.stringify({ kind: "estimate", subject: "Offer {number}", text: "{link}" }));
  expect(await said("emails", "set-template", words)).toBe("The words of estimate are set\n");
  expect(await said("emails", "templates")).toMatch(/estimate +own +Offer \{number\}/);
  await said("emails", "reset-template", "estimate");
  expect(await said("emails", "templates")).not.toMatch(/ own /);
  expect(await said("emails", "remove-server")).toMatch(/^There is no mail server/);
});
