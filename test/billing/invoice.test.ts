import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, deleteCustomer } from "#billing/customer/customer.api.ts";
import * as merges from "#billing/customer/customer-merge.api.ts";
import * as api from "#billing/invoice/invoice.api.ts";
import { invoiceStatuses } from "#billing/invoice/invoice-status.ts";
import * as ledger from "#billing/ledger/ledger.api.ts";
import * as payments from "#billing/payment/payment.api.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { InvoiceId } from "#kernel/id.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

async function shopWith(
  name: string,
  currency = "USD",
): Promise<{ shop: Organization; customer_id: string }> {
  const shop = await world.organization(name, { currency });
  const { id } = await shop.send(createCustomer, { body: { display_name: `${name} customer` } });
  return { shop, customer_id: id };
}

const seat = { name: "Seat", quantity: "3", price: "19.99" };

async function sent(shop: Organization, customer_id: string, lines = [seat]): Promise<api.InvoiceView> {
  return shop.send(api.createInvoice, { body: { customer_id, line_items: lines, send: true } });
}

async function balanceOf(shop: Organization, customer: string) {
  return shop.send(ledger.customerBalance, { params: { customer } });
}

async function isBalanced(shop: Organization): Promise<boolean> {
  const { accounts } = await shop.send(ledger.trialBalance, {});
  const cents = accounts.reduce((sum, { base_amount }) => sum + BigInt(base_amount.replace(".", "")), 0n);
  return cents === 0n;
}

describe("an invoice", () => {
  test("given a total below 0, then the refusal says the sum and what to look at", async () => {
    const { shop, customer_id } = await shopWith("Below");
    const body = { customer_id, line_items: [seat], adjustment: "-60" };
    expect(await shop.refusal(api.createInvoice, { body })).toMatchObject({
      code: "request.invalid",
      details: {
        fields: [
          {
            path: "total",
            problem: "is -0.03 USD and must not be below 0; look at prices, discount and adjustment",
          },
        ],
      },
    });
  });

  test("given a price of one unit finer than a cent, then it is kept in full, and the line is rounded once", async () => {
    const { shop, customer_id } = await shopWith("Fine");
    const line_items = [{ name: "Call", quantity: "1000", price: "0.00125" }];
    const made = await shop.send(api.createInvoice, { body: { customer_id, line_items } });
    expect(made.line_items).toMatchObject([{ price: "0.00125", amount: "1.25" }]);
  });

  test("given lines, when it is written, then it is a draft without a number, due after the organization's terms", async () => {
    const { shop, customer_id } = await shopWith("Draft");
    const draft = await shop.send(api.createInvoice, { body: { customer_id, line_items: [seat] } });
    expect(draft).toMatchObject({
      status: "draft",
      number: null,
      date: "2026-03-10",
      due_date: "2026-03-25",
      total: "59.97",
      balance: "59.97",
      line_items: [{ amount: "59.97", net: "59.97", tax_amount: "0.00" }],
    });
    expect((await balanceOf(shop, customer_id)).outstanding).toBe("0.00");
  });

  test("given a draft, when it is sent, then it has the next number and the customer owes it (F74)", async () => {
    const { shop, customer_id } = await shopWith("Send");
    const first = await sent(shop, customer_id);
    const second = await sent(shop, customer_id);
    expect([first.number, second.number]).toEqual(["INV-000001", "INV-000002"]);
    expect(first.status).toBe("sent");
    expect((await balanceOf(shop, customer_id)).outstanding).toBe("119.94");
    expect(await isBalanced(shop)).toBe(true);
  });

  test("given it was sent, when it is edited, deleted or sent again, then that is refused and nothing changes", async () => {
    const { shop, customer_id } = await shopWith("Fixed");
    const { id, ...invoice } = await sent(shop, customer_id);
    const params = { invoice: id };
    const body = { line_items: [{ name: "Other", price: "1" }] };
    expect(await shop.refusal(api.editInvoice, { params, body })).toMatchObject({
      code: "invoice.not_draft",
      title: "INV-000001 is sent: only a draft can be changed",
    });
    expect(await shop.refusal(api.deleteInvoice, { params })).toMatchObject({ code: "invoice.not_draft" });
    expect(await shop.refusal(api.sendInvoice, { params })).toMatchObject({ code: "invoice.not_draft" });
    expect(await shop.send(api.getInvoice, { params })).toEqual({ id, ...invoice });
  });

  test("given two edit one draft, when the second writes on an older version, then it is refused", async () => {
    const { shop, customer_id } = await shopWith("Versions");
    const { id, version } = await shop.send(api.createInvoice, { body: { customer_id, line_items: [seat] } });
    const edit = (price: string) => ({
      params: { invoice: id },
      body: { version, line_items: [{ name: "Seat", price }] },
    });
    expect((await shop.send(api.editInvoice, edit("5"))).total).toBe("5.00");
    expect(await shop.refusal(api.editInvoice, edit("7"))).toMatchObject({
      code: "document.changed_meanwhile",
    });
  });

  test("given a draft whose lines are named by their places, when it is written anew, then each keeps what it sells and the days it bills", async () => {
    const { shop, customer_id } = await shopWith("Lines");
    const two = [seat, { name: "Support", price: "5" }];
    const { id } = await shop.send(api.createInvoice, { body: { customer_id, line_items: two } });
    // As a subscription's invoice has it.
    await inOrganization(world.system.deps.db, shop.id, (tx) =>
      tx
        .updateTable("document_line")
        .set({ item_kind: "plan", item_id: "pln_1", period: "[2026-03-01,2026-04-01)" })
        .where("document_id", "=", id as InvoiceId)
        .where("position", "=", 1)
        .execute(),
    );
    const edit = (...line_items: object[]) => ({ params: { invoice: id }, body: { line_items } }) as never;
    const named = edit(
      { ...seat, line: 0 },
      { name: "Hour", price: "1" },
      { name: "Care", price: "6", line: 1 },
    );
    expect((await shop.send(api.editInvoice, named)).line_items).toMatchObject([
      { name: seat.name, item: null, period: null },
      { name: "Hour", item: null, period: null },
      {
        name: "Care",
        item: { kind: "plan", id: "pln_1" },
        period: { start: "2026-03-01", end: "2026-04-01" },
      },
    ]);
    for (const [lines, at, problem] of [
      [[{ ...seat, line: 3 }], 0, "is no line of the draft before"],
      [
        [
          { ...seat, line: 2 },
          { ...seat, line: 2 },
        ],
        1,
        "is named twice; name each line once",
      ],
    ] as const)
      expect(await shop.refusal(api.editInvoice, edit(...lines))).toMatchObject({
        code: "request.invalid",
        details: { fields: [{ path: `line_items.${at}.line`, problem }] },
      });
  });

  test.each([
    ["a quantity of 0", { ...seat, quantity: "0" }, "line_items.0.quantity"],
    ["a quantity of more than 10^9", { ...seat, quantity: "1000000000.1" }, "line_items.0.quantity"],
    [
      "a line that comes to more than is exact",
      { ...seat, quantity: "1000000000", price: "100000" },
      "line_items.0",
    ],
    [
      "a discount over 100 %",
      { ...seat, discount: { by: "percentage" as const, value: "101" } },
      "line_items.0.discount.value",
    ],
    [
      "a discount over the line",
      { ...seat, discount: { by: "amount" as const, value: "60" } },
      "line_items.0.discount",
    ],
    ["a tax that is not there", { ...seat, tax_id: "tax_none" }, "line_items.0.tax_id"],
    ["a price of words", { ...seat, price: "ten" }, "line_items.0.price"],
  ])("given %s, then the field is named and nothing is written", async (_, line, path) => {
    const { shop, customer_id } = await shopWith("Wrong");
    const refusal = await shop.refusal(api.createInvoice, { body: { customer_id, line_items: [line] } });
    expect(refusal).toMatchObject({ status: 400, code: "request.invalid", details: { fields: [{ path }] } });
    expect((await shop.send(api.listInvoices, { query: {} })).items).toEqual([]);
  });

  test("given a currency without a rate, then a document in it is refused until its rate is given", async () => {
    const shop = await world.organization("Rates", { currency: "EUR" });
    const { id: customer_id } = await shop.send(createCustomer, {
      body: { display_name: "Yen", currency_code: "JPY" },
    });
    const body = { customer_id, line_items: [{ name: "Seat", price: "1000" }] };
    expect(await shop.refusal(api.createInvoice, { body })).toMatchObject({ code: "exchange_rate.missing" });
    const invoice = await shop.send(api.createInvoice, { body: { ...body, exchange_rate: "0.0061" } });
    expect(invoice).toMatchObject({ total: "1000", base_currency: "EUR", base_total: "6.10" });
    const beyond = {
      ...body,
      exchange_rate: "900000000000",
      line_items: [{ name: "Seat", price: "1000000" }],
    };
    expect(await shop.refusal(api.createInvoice, { body: beyond })).toMatchObject({
      status: 400,
      details: {
        fields: [{ path: "exchange_rate", problem: expect.stringContaining("90071992547409.91 EUR") }],
      },
    });
    const paid = { customer_id, amount: "9007199254740992", mode: "cash" as const, exchange_rate: "0.0061" };
    expect(await shop.refusal(payments.recordPayment, { body: paid })).toMatchObject({
      status: 400,
      details: { fields: [{ path: "amount", problem: expect.stringContaining("check the digits") }] },
    });
  });
});

describe("a payment", () => {
  test("given part of it is paid, then the invoice is partially paid, then paid; the rest is the customer's credit", async () => {
    const { shop, customer_id } = await shopWith("Pay");
    const { id } = await sent(shop, customer_id);
    const pay = (amount: string, applied: string) =>
      shop.send(payments.recordPayment, {
        body: { customer_id, amount, mode: "bank_transfer", invoices: [{ invoice_id: id, amount: applied }] },
      });
    await pay("20", "20");
    const params = { invoice: id };
    expect(await shop.send(api.getInvoice, { params })).toMatchObject({
      status: "partially_paid",
      balance: "39.97",
    });
    expect(await pay("50", "39.97")).toMatchObject({
      number: "PAY-000002",
      applied: "39.97",
      unused: "10.03",
    });
    expect(await shop.send(api.getInvoice, { params })).toMatchObject({ status: "paid", balance: "0.00" });
    expect(await balanceOf(shop, customer_id)).toMatchObject({
      outstanding: "0.00",
      unused_credits: "10.03",
    });
    expect(await isBalanced(shop)).toBe(true);
  });

  test("given more than is open, then it is refused and nothing is recorded", async () => {
    const { shop, customer_id } = await shopWith("Too much");
    const { id } = await sent(shop, customer_id);
    const body = {
      customer_id,
      amount: "100",
      mode: "cash" as const,
      invoices: [{ invoice_id: id, amount: "60" }],
    };
    const open = "60.00 USD is more than the 59.97 that is open on INV-000001";
    expect(await shop.refusal(payments.recordPayment, { body })).toMatchObject({
      status: 422,
      code: "payment.exceeds_balance",
      title: open,
      details: {
        number: "INV-000001",
        balance: "59.97",
        fields: [{ path: "invoices.0.amount", problem: open }],
      },
    });
    const short = { ...body, amount: "50" };
    const refused = await shop.refusal(payments.recordPayment, { body: short });
    expect(refused).toMatchObject({
      code: "payment.exceeds_amount",
      title: "60.00 USD is more than the 50.00 of the payment",
      remedy: "Apply at most its amount, or correct the amount.",
    });
    // The payment is not there, so that it has no id and no number.
    expect(refused.details).toEqual({
      fields: [{ path: "invoices.0.amount", problem: "is more than what is left of 50.00 USD" }],
    });
    expect(await shop.refusal(payments.recordPayment, { body: { ...body, amount: "0" } })).toMatchObject({
      code: "request.invalid",
      details: { fields: [{ path: "amount" }] },
    });
    expect((await shop.send(payments.listPayments, { query: {} })).items).toEqual([]);
    expect(await balanceOf(shop, customer_id)).toMatchObject({
      outstanding: "59.97",
      unused_credits: "0.00",
    });
  });

  test("given ten are recorded at once for one invoice, then it is paid once", async () => {
    const { shop, customer_id } = await shopWith("Race");
    const { id } = await sent(shop, customer_id);
    const body = {
      customer_id,
      amount: "59.97",
      mode: "card" as const,
      invoices: [{ invoice_id: id, amount: "59.97" }],
    };
    const tries = Array.from({ length: 10 }, () => shop.send(payments.recordPayment, { body }));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await balanceOf(shop, customer_id)).toMatchObject({ outstanding: "0.00", unused_credits: "0.00" });
  });

  test("given a paid invoice is void, then the payment is the customer's credit, and can be refunded (F75)", async () => {
    const { shop, customer_id } = await shopWith("Void");
    const { id } = await sent(shop, customer_id);
    const paid = { customer_id, amount: "59.97", mode: "check" as const };
    const invoices = [{ invoice_id: id, amount: "59.97" }];
    const payment = await shop.send(payments.recordPayment, { body: { ...paid, invoices } });
    const done = await shop.send(api.voidInvoice, {
      params: { invoice: id },
      body: { reason: "Wrong party" },
    });
    expect(done).toMatchObject({ status: "void", reason: "Wrong party", paid: "0.00", settlements: [] });
    expect(done).toMatchObject({ total: "59.97", balance: "0.00" });
    const { items } = await shop.send(api.listInvoices, { query: { status: "void" } });
    expect(items).toMatchObject([{ id, total: "59.97", balance: "0.00" }]);
    expect(await balanceOf(shop, customer_id)).toMatchObject({
      outstanding: "0.00",
      unused_credits: "59.97",
    });
    const params = { payment: payment.id };
    const refund = { amount: "59.98", mode: "check" as const };
    const left = "59.98 USD is more than the 59.97 that PAY-000001 has left";
    expect(await shop.refusal(payments.refundPayment, { params, body: refund })).toMatchObject({
      code: "payment.exceeds_amount",
      title: left,
      details: { payment: payment.id, left: "59.97", fields: [{ path: "amount", problem: left }] },
    });
    const again = { invoices: [{ invoice_id: id, amount: "1" }] };
    expect(await shop.refusal(payments.applyPayment, { params, body: again })).toMatchObject({
      code: "invoice.not_open",
      title: "Nothing is open on INV-000001: it is void",
      details: { fields: [{ path: "invoices.0.invoice_id" }] },
    });
    await shop.send(payments.refundPayment, { params, body: { ...refund, amount: "59.97" } });
    expect((await balanceOf(shop, customer_id)).unused_credits).toBe("0.00");
    expect(await isBalanced(shop)).toBe(true);
  });

  test("given a rate that changed until it was paid, then what it made is an exchange gain and all sums are zero", async () => {
    const { shop } = await shopWith("Exchange", "EUR");
    const { id: customer_id } = await shop.send(createCustomer, {
      body: { display_name: "Abroad", currency_code: "USD" },
    });
    const line_items = [{ name: "Seat", price: "100.01" }];
    const { id } = await shop.send(api.createInvoice, {
      body: { customer_id, line_items, exchange_rate: "0.9", send: true },
    });
    const paying = (amount: string) => ({
      customer_id,
      amount,
      mode: "cash" as const,
      exchange_rate: "0.95",
      invoices: [{ invoice_id: id, amount }],
    });
    for (const amount of ["33.33", "33.33", "33.35"])
      await shop.send(payments.recordPayment, { body: paying(amount) });
    const { accounts } = await shop.send(ledger.trialBalance, {});
    const base = Object.fromEntries(accounts.map(({ account, base_amount }) => [account, base_amount]));
    expect(base).toMatchObject({ receivable: "0.00", credit: "0.00", revenue: "-90.01", cash: "95.00" });
    expect(base["exchange"]).toBe("-4.99");
  });
});

test("given an invoice that is written off, then nothing is open; taken back, it is again", async () => {
  const { shop, customer_id } = await shopWith("Write off");
  const { id } = await sent(shop, customer_id);
  const params = { invoice: id };
  expect(await shop.send(api.writeOffInvoice, { params })).toMatchObject({
    status: "written_off",
    balance: "0.00",
  });
  expect(await shop.refusal(api.writeOffInvoice, { params })).toMatchObject({ code: "invoice.not_open" });
  expect((await balanceOf(shop, customer_id)).outstanding).toBe("0.00");
  expect(await shop.send(api.cancelWriteOff, { params })).toMatchObject({ status: "sent", balance: "59.97" });
  expect(await isBalanced(shop)).toBe(true);
});

test("given customers with invoices, then they are not deleted; merged, the invoices move, and return when that is undone", async () => {
  const { shop, customer_id: survivor } = await shopWith("Keep");
  const { id: loser } = await shop.send(createCustomer, { body: { display_name: "Gone" } });
  const { id: invoice_id } = await sent(shop, loser);
  expect(await shop.refusal(deleteCustomer, { params: { customer: loser } })).toMatchObject({
    code: "customer.has_transactions",
    title: "Gone has INV-000001",
  });
  const merge = await shop.send(merges.mergeCustomers, { params: { customer: survivor }, body: { loser } });
  expect((await balanceOf(shop, survivor)).outstanding).toBe("59.97");
  const undo = { params: { merge: merge.merge } };
  const invoices = [{ invoice_id, amount: "59.97" }];
  const body = { customer_id: survivor, amount: "59.97", mode: "cash" as const, invoices };
  const payment = await shop.send(payments.recordPayment, { body });
  expect(await shop.refusal(merges.undoMerge, undo)).toMatchObject({ code: "customer_merge.settled_across" });
  await shop.send(payments.unapplyPayment, {
    params: { payment: payment.id },
    body: { settlement: payment.invoices[0]?.settlement ?? "" },
  });
  await shop.send(merges.undoMerge, undo);
  expect(await balanceOf(shop, loser)).toMatchObject({ outstanding: "59.97", unused_credits: "0.00" });
  expect(await balanceOf(shop, survivor)).toMatchObject({ outstanding: "0.00", unused_credits: "59.97" });
});

test("given invoices of every status, then each filter finds exactly those of its status (F74)", async () => {
  const { shop, customer_id } = await shopWith("Filters");
  const line_items = [seat];
  const overdue = { customer_id, date: "2026-01-01", line_items, send: true };
  await shop.send(api.createInvoice, { body: { customer_id, line_items } });
  await sent(shop, customer_id);
  await shop.send(api.createInvoice, { body: overdue });
  const partly = await sent(shop, customer_id);
  const paid = await sent(shop, customer_id);
  const lost = await sent(shop, customer_id);
  const gone = await sent(shop, customer_id);
  const invoices = [
    { invoice_id: partly.id, amount: "1" },
    { invoice_id: paid.id, amount: "59.97" },
  ];
  await shop.send(payments.recordPayment, {
    body: { customer_id, amount: "60.97", mode: "other", invoices },
  });
  await shop.send(api.writeOffInvoice, { params: { invoice: lost.id } });
  await shop.send(api.voidInvoice, { params: { invoice: gone.id }, body: {} });
  for (const status of invoiceStatuses) {
    const { items } = await shop.send(api.listInvoices, { query: { status } });
    expect(items.map((item) => item.status)).toEqual([status]);
  }
  expect((await shop.send(api.listInvoices, { query: { status: "unpaid" } })).items).toHaveLength(3);
  const pages: string[] = [];
  for (let cursor: string | undefined; pages.length < 20;) {
    const page = await shop.send(api.listInvoices, { query: { limit: 2, ...(cursor ? { cursor } : {}) } });
    pages.push(...page.items.map(({ id }) => id));
    if (page.next_cursor === null) break;
    cursor = page.next_cursor;
  }
  expect(new Set(pages).size).toBe(7);
});
