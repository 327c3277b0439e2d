import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { sendDueEmails } from "#billing/email/deliver.job.ts";
import { listEmails } from "#billing/email/email.api.ts";
import { saveMailServer } from "#billing/email/mail-server.api.ts";
import { remindOverdue } from "#billing/email/reminder.job.ts";
import { workOnMoveIns } from "#billing/move-in/move-in.job.ts";
import * as moveIns from "#billing/move-in/move-in.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { setTestClock } from "#billing/subscription/test-clock.api.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let server: MailServer;
/** The day that it is, and what o'clock. */
let today = "2026-03-01";
let hour = "12:00";

beforeAll(async () => {
  world = await startWorld({
    roles: "web",
    clock: { now: () => `${today}T${hour}:00.000Z` },
    env: { CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" },
  });
  server = await startMailServer();
});
afterAll(async () => {
  await world?.stop();
  await server?.stop();
});

/** A shop that reminds after so many days, with an invoice that was written on 1 March and is due on the 6th. */
async function reminding(
  days: number[],
  timeZone = "UTC",
): Promise<{ shop: Organization; invoice: string; customer: string }> {
  today = "2026-03-01";
  const shop = await world.organization("Shop", { currency: "USD", timeZone });
  const { host, port } = server;
  const from = { from_name: "Shop", from_address: "billing@shop.example" };
  await shop.send(saveMailServer, { body: { host, port, security: "none", ...from } });
  await shop.send(editOrganization, { body: { reminder_days: days } });
  const buyer = { display_name: "Buyer", email: "pay@buyer.example" };
  const { id: customer } = await shop.send(createCustomer, { body: buyer });
  return { shop, invoice: await owes(shop, customer), customer };
}

/** Enters an invoice of a day and due on another, when it is that hour of a day. */
async function enters(shop: Organization, { date, due, at }: { date: string; due: string; at: string }) {
  const [day = "", time = ""] = at.split(" ");
  const { id: customer_id } = await shop.send(createCustomer, {
    body: { display_name: "Late", email: "pay@late.example" },
  });
  today = day;
  hour = time;
  const line_items = [{ name: "Thing", quantity: "1", price: "20" }];
  const body = { customer_id, line_items, date, due_date: due, send: true };
  await shop.send(invoices.createInvoice, { body });
  hour = "12:00";
}

/** Moves a file in, with a worker at it. */
async function moveIn(shop: Organization, kind: "customers" | "invoices" | "payments", ...lines: string[]) {
  const work = () =>
    workOnMoveIns(world.system.deps, { organizationId: shop.id }, new AbortController().signal);
  const csv = lines.join("\n");
  const { id } = await shop.send(moveIns.uploadMoveIn, { body: { kind, file_name: "export.csv", csv } });
  const params = { move_in: id };
  await shop.send(moveIns.previewMoveIn, { params });
  await work();
  await shop.send(moveIns.runMoveIn, { params });
  await work();
  const { counts } = await shop.send(moveIns.getMoveIn, { params });
  expect(counts).toMatchObject({ created: lines.length - 1, failed: 0 });
}

async function owes(shop: Organization, customer_id: string): Promise<string> {
  const line_items = [{ name: "Thing", quantity: "1", price: "20" }];
  const body = { customer_id, line_items, payment_terms: 5, send: true };
  return (await shop.send(invoices.createInvoice, { body })).id;
}

async function pay(shop: Organization, customer_id: string, invoice_id: string): Promise<void> {
  const body = { customer_id, amount: "20", mode: "cash" as const, invoices: [{ invoice_id, amount: "20" }] };
  await shop.send(recordPayment, { body });
}

/** What arrives on a day on which two workers look, and look again. */
async function arriveOn(shop: Organization, day: string): Promise<string[]> {
  today = day;
  const { deps } = world.system;
  await Promise.all([remindOverdue(deps), remindOverdue(deps)]);
  await remindOverdue(deps);
  await sendDueEmails(deps, shop.id, new AbortController().signal);
  return server.arrived.splice(0).map(({ mail }) => mail.subject ?? "");
}

const reminder = "Invoice INV-000001 is overdue";

describe("F97 given an organization that reminds of overdue invoices", () => {
  test("when days pass, then the customer is reminded on each of them once, until the invoice is paid", async () => {
    const { shop, invoice, customer } = await reminding([10, 3, 20]);
    expect(await arriveOn(shop, "2026-03-08")).toEqual([]);
    expect(await arriveOn(shop, "2026-03-09")).toEqual([reminder]);
    expect(await arriveOn(shop, "2026-03-15")).toEqual([]);
    expect(await arriveOn(shop, "2026-03-16")).toEqual([reminder]);
    await pay(shop, customer, invoice);
    expect(await arriveOn(shop, "2026-03-26")).toEqual([]);
  });

  test("when no worker ran for days, then of the reminders that are due only the last goes out, and none after a week", async () => {
    const { shop } = await reminding([3, 5, 10]);
    expect(await arriveOn(shop, "2026-03-12")).toEqual([reminder]);
    expect(await arriveOn(shop, "2026-03-13")).toEqual([]);
    expect(await arriveOn(shop, "2026-03-23")).toEqual([]);
  });

  test("when it is switched on, then nobody is reminded of what was owed long before, and it can be switched off", async () => {
    const { shop, customer } = await reminding([]);
    expect(await arriveOn(shop, "2026-06-01")).toEqual([]);
    await shop.send(editOrganization, { body: { reminder_days: [3] } });
    expect(await arriveOn(shop, "2026-06-01")).toEqual([]);
    await owes(shop, customer);
    await shop.send(editOrganization, { body: { reminder_days: [] } });
    expect(await arriveOn(shop, "2026-06-09")).toEqual([]);
  });

  test("when an invoice is void, a draft, or its customer has a clock of its own, then nobody is reminded", async () => {
    const { shop, invoice, customer } = await reminding([3]);
    await shop.send(invoices.voidInvoice, { params: { invoice }, body: { reason: "Wrong" } });
    const line_items = [{ name: "Thing", price: "20" }];
    await shop.send(invoices.createInvoice, {
      body: { customer_id: customer, line_items, payment_terms: 5 },
    });
    const { id: tried } = await shop.send(createCustomer, {
      body: { display_name: "Tried", email: "a@b.example" },
    });
    await owes(shop, tried);
    await shop.send(setTestClock, { params: { customer: tried }, body: { today: "2026-03-01" } });
    expect(await arriveOn(shop, "2026-03-09")).toEqual([]);
  });

  test.each([
    ["the day that it is due", "2026-03-06 12:00", "UTC", ["03-09", "03-16"]],
    ["the day before the first reminder", "2026-03-08 12:00", "UTC", ["03-09", "03-16"]],
    [
      "the last minute of that day where the shop is",
      "2026-03-09 03:59",
      "America/New_York",
      ["03-09", "03-16"],
    ],
    [
      "the first minute of the reminder's day where the shop is",
      "2026-03-08 23:00",
      "Europe/Berlin",
      ["03-16"],
    ],
    ["the day of the first reminder", "2026-03-09 08:00", "UTC", ["03-16"]],
    ["between two reminders", "2026-03-11 12:00", "UTC", ["03-16"]],
    ["the day of the last one", "2026-03-16 08:00", "UTC", []],
  ])(
    "when an invoice that was due on the 6th is entered on %s, then reminders whose day had come are passed over",
    async (_what, at, timeZone, expected) => {
      const { shop } = await reminding([3, 10], timeZone);
      await enters(shop, { date: "2026-02-24", due: "2026-03-06", at });
      const arrived: string[] = [];
      for (const day of ["2026-03-09", "2026-03-11", "2026-03-16", "2026-03-18"])
        if (day >= at.slice(0, 10) && (await arriveOn(shop, day)).includes("Invoice INV-000002 is overdue"))
          arrived.push(day.slice(5));
      expect(arrived).toEqual(expected);
    },
  );

  test("when invoices move in, then nobody is reminded of one that its file calls paid, and of an open one on days to come only", async () => {
    const { shop, customer, invoice } = await reminding([3, 10]);
    await pay(shop, customer, invoice);
    await moveIn(shop, "customers", "Customer ID,Display Name,EmailID", "101,Mover,pay@mover.example");
    await moveIn(
      shop,
      "invoices",
      "Invoice Number,Invoice Date,Due Date,Invoice Status,Customer ID,Item Name,Item Price,Total,Balance",
      "ZI-1,2026-02-20,2026-02-24,Closed,101,Seats,50.00,50.00,0.00",
      "ZI-2,2026-02-20,2026-02-24,Closed,101,Seats,50.00,50.00,",
      "ZI-3,2026-02-20,2026-02-24,Overdue,101,Seats,50.00,50.00,50.00",
    );
    expect(await arriveOn(shop, "2026-03-01")).toEqual([]);
    expect(await arriveOn(shop, "2026-03-06")).toEqual(["Invoice ZI-3 is overdue"]);
    const paid = "Payment Number,Date,Customer ID,Amount,Invoice Number,Amount Applied to Invoice";
    await moveIn(shop, "payments", paid, "1,2026-02-22,101,50.00,ZI-1,50.00");
    expect(await arriveOn(shop, "2026-03-07")).toEqual([]);
  });

  test("when it is paid after the reminder was written and before it is sent, then it stays here and says why", async () => {
    const { shop, invoice, customer } = await reminding([3]);
    today = "2026-03-09";
    await remindOverdue(world.system.deps);
    await pay(shop, customer, invoice);
    expect(await arriveOn(shop, "2026-03-09")).toEqual([]);
    const { items } = await shop.send(listEmails, { query: {} });
    expect(items).toMatchObject([{ kind: "invoice_reminder", status: "failed" }]);
    expect(items[0]?.problem).toBe("Nothing is open on this invoice");
  });

  test.each([
    ["a day that is none", [0], "reminder_days.0"],
    ["half a day", [1.5], "reminder_days.0"],
    ["one twice", [3, 3], "reminder_days"],
    ["six of them", [1, 2, 3, 4, 5, 6], "reminder_days"],
    ["more than a year", [366], "reminder_days.0"],
  ])(
    "when the days hold %s, then the field is named and nothing changes",
    async (_what, reminder_days, path) => {
      const { shop } = await reminding([7]);
      const refused = await shop.refusal(editOrganization, { body: { reminder_days } });
      expect(refused).toMatchObject({ code: "request.invalid", details: { fields: [{ path }] } });
      expect(await arriveOn(shop, "2026-03-13")).toEqual([reminder]);
    },
  );
});
