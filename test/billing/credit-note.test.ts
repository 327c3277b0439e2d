import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as notes from "#billing/credit-note/credit-note.api.ts";
import { creditNoteStatuses } from "#billing/credit-note/credit-note-status.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import * as ledger from "#billing/ledger/ledger.api.ts";
import * as payments from "#billing/payment/payment.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

/** A shop with a customer, and what this file's stories do with them. */
async function shopWith(name: string) {
  const shop = await world.organization(name);
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: `${name} customer` } });
  return {
    shop,
    customer_id,
    bill: (price: string) =>
      shop.send(invoices.createInvoice, {
        body: { customer_id, line_items: [{ name: "Seat", price }], send: true },
      }),
    credit: (price: string, date = "2026-03-10") =>
      shop.send(notes.createCreditNote, {
        body: { customer_id, date, line_items: [{ name: "Goodwill", price }], open: true },
      }),
    balance: () => shop.send(ledger.customerBalance, { params: { customer: customer_id } }),
  };
}

async function sums(shop: Organization): Promise<Record<string, string>> {
  const { accounts } = await shop.send(ledger.trialBalance, {});
  return Object.fromEntries(accounts.map(({ account, base_amount }) => [account, base_amount]));
}

describe("a credit note", () => {
  test("given it is written by hand, then it is credit once it is open, and settles several invoices", async () => {
    const { shop, customer_id, bill, balance } = await shopWith("By hand");
    const [one, two] = [await bill("20"), await bill("15")];
    const body = { customer_id, line_items: [{ name: "Goodwill", price: "30" }] };
    const draft = await shop.send(notes.createCreditNote, { body });
    expect(draft).toMatchObject({ status: "draft", number: null, total: "30.00" });
    expect((await balance()).unused_credits).toBe("0.00");
    const params = { credit_note: draft.id };
    expect(await shop.send(notes.openCreditNote, { params })).toMatchObject({
      status: "open",
      number: "CN-000001",
    });
    expect(await balance()).toMatchObject({ outstanding: "35.00", unused_credits: "30.00" });
    const apply = (...amounts: [string, string][]) => ({
      params,
      body: { invoices: amounts.map(([invoice_id, amount]) => ({ invoice_id, amount })) },
    });
    expect(await shop.refusal(notes.applyCreditNote, apply([one.id, "20"], [two.id, "10.01"]))).toMatchObject(
      {
        code: "credit_note.exceeds_amount",
      },
    );
    expect((await balance()).unused_credits).toBe("30.00");
    const closed = await shop.send(notes.applyCreditNote, apply([one.id, "20"], [two.id, "10"]));
    expect(closed).toMatchObject({ status: "closed", applied: "30.00", balance: "0.00" });
    expect(closed.invoices.map(({ number }) => number)).toEqual(["INV-000001", "INV-000002"]);
    expect(await shop.send(invoices.getInvoice, { params: { invoice: one.id } })).toMatchObject({
      status: "paid",
      credited: "20.00",
      settlements: [{ number: "CN-000001", credit_note_id: draft.id, payment_id: null }],
    });
    expect(await balance()).toMatchObject({ outstanding: "5.00", unused_credits: "0.00" });
    expect(await sums(shop)).toMatchObject({ receivable: "5.00", credit: "0.00", revenue: "-5.00" });
  });

  test("given it is in use, then it is not void; taken back and void, the ledger is as before", async () => {
    const { shop, bill, credit, balance } = await shopWith("Void");
    const invoice = await bill("20");
    const note = await credit("30");
    const params = { credit_note: note.id };
    const applied = await shop.send(notes.applyCreditNote, {
      params,
      body: { invoices: [{ invoice_id: invoice.id, amount: "5" }] },
    });
    const asVoid = { params, body: { reason: "Not meant" } };
    expect(await shop.refusal(notes.voidCreditNote, asVoid)).toMatchObject({ code: "credit_note.in_use" });
    const settlement = applied.invoices[0]?.settlement ?? "";
    await shop.send(notes.unapplyCreditNote, { params, body: { settlement } });
    expect(await balance()).toMatchObject({ outstanding: "20.00", unused_credits: "30.00" });
    expect(await shop.send(notes.voidCreditNote, asVoid)).toMatchObject({
      status: "void",
      reason: "Not meant",
      balance: "0.00",
    });
    expect(await shop.refusal(notes.voidCreditNote, asVoid)).toMatchObject({
      code: "credit_note.already_void",
    });
    expect(await balance()).toMatchObject({ outstanding: "20.00", unused_credits: "0.00" });
    expect(await sums(shop)).toMatchObject({ receivable: "20.00", revenue: "-20.00", credit: "0.00" });
    const again = { params, body: { invoices: [{ invoice_id: invoice.id, amount: "5" }] } };
    expect(await shop.refusal(notes.applyCreditNote, again)).toMatchObject({ code: "credit_note.not_open" });
  });

  test("given part of it is refunded, then only the rest is left, and what was given back stays so", async () => {
    const { shop, credit, balance } = await shopWith("Refund");
    const params = { credit_note: (await credit("30")).id };
    const refund = (amount: string) => ({ params, body: { amount, mode: "bank_transfer" as const } });
    expect(await shop.send(notes.refundCreditNote, refund("12.5"))).toMatchObject({
      status: "open",
      refunded: "12.50",
      balance: "17.50",
      refunds: [{ amount: "12.50", mode: "bank_transfer" }],
    });
    expect(await shop.refusal(notes.refundCreditNote, refund("17.51"))).toMatchObject({
      code: "credit_note.exceeds_amount",
    });
    expect(await shop.refusal(notes.voidCreditNote, { params, body: {} })).toMatchObject({
      code: "credit_note.in_use",
    });
    expect(await balance()).toMatchObject({ unused_credits: "17.50" });
    expect(await sums(shop)).toMatchObject({ cash: "-12.50", credit: "-17.50", revenue: "30.00" });
  });

  test("given credit notes of every status, then each filter finds exactly those of its status", async () => {
    const { shop, customer_id, credit } = await shopWith("Filters");
    await shop.send(notes.createCreditNote, {
      body: { customer_id, line_items: [{ name: "Goodwill", price: "1" }] },
    });
    await credit("1");
    await shop.send(notes.refundCreditNote, {
      params: { credit_note: (await credit("1")).id },
      body: { amount: "1", mode: "cash" },
    });
    await shop.send(notes.voidCreditNote, { params: { credit_note: (await credit("1")).id }, body: {} });
    for (const status of creditNoteStatuses) {
      const { items } = await shop.send(notes.listCreditNotes, { query: { status } });
      expect(items.map((item) => item.status)).toEqual([status]);
    }
  });
});

describe("a credit note of an invoice", () => {
  async function billed(name: string) {
    const story = await shopWith(name);
    const { shop, customer_id } = story;
    const tax = await shop.send(createTax, { body: { name: "VAT", percentage: "19" } });
    const invoice = await shop.send(invoices.createInvoice, {
      body: {
        customer_id,
        line_items: [
          { name: "Seat", quantity: "3", price: "19.99", tax_id: tax.id },
          { name: "Set-up", price: "50" },
        ],
        discount: { by: "amount", value: "10" },
        shipping_charge: "4.5",
        send: true,
      },
    });
    const give = (body: object) => ({ params: { invoice: invoice.id }, body });
    return { ...story, invoice, give };
  }

  test("given all of it, then its lines and money are the invoice's, and a second one is refused", async () => {
    const { shop, invoice, give, balance } = await billed("Whole");
    const note = await shop.send(notes.creditInvoice, give({ open: true }));
    const { total, sub_total, taxes, shipping_charge, line_items } = invoice;
    expect(note).toMatchObject({
      total,
      sub_total,
      taxes,
      shipping_charge,
      line_items,
      source_id: invoice.id,
      invoice: { id: invoice.id, number: "INV-000001", date: invoice.date },
    });
    expect(await balance()).toMatchObject({ outstanding: total, unused_credits: total });
    expect(await sums(shop)).toMatchObject({ revenue: "0.00", tax: "0.00" });
    expect(await shop.refusal(notes.creditInvoice, give({}))).toMatchObject({
      status: 422,
      code: "credit_note.exceeds_invoice",
    });
    const asVoid = { params: { invoice: invoice.id }, body: {} };
    expect(await shop.refusal(invoices.voidInvoice, asVoid)).toMatchObject({
      code: "invoice.credited",
      title: `${total} of the ${total} USD of INV-000001 is credited by CN-000001`,
      remedy: expect.stringMatching(/^Void CN-000001 first/) as string,
    });
    const gone = { params: { credit_note: note.id }, body: {} };
    await shop.send(notes.voidCreditNote, gone);
    expect((await shop.refusal(notes.voidCreditNote, gone)).title).toBe("CN-000001 is void already");
    expect(await shop.send(invoices.voidInvoice, asVoid)).toMatchObject({ status: "void" });
    expect((await shop.refusal(invoices.voidInvoice, asVoid)).title).toBe("INV-000001 is void already");
    expect(await shop.refusal(notes.creditInvoice, give({}))).toMatchObject({
      code: "credit_note.invoice_not_billed",
      title: "INV-000001 bills nothing: it is void",
    });
  });

  test("given some of a line, then it is credited with its part of the discounts; more than is left is refused", async () => {
    const { shop, give } = await billed("Part");
    const line_items = [{ line: 0, quantity: "2" }];
    const note = await shop.send(notes.creditInvoice, give({ line_items, open: true }));
    // 10.00 over 59.97 and 50.00 took 5.45 off the line; two of its three units have 3.63 of that.
    expect(note.line_items).toMatchObject([
      {
        quantity: "2",
        price: "19.99",
        amount: "39.98",
        discount_amount: "3.63",
        net: "36.35",
        tax_amount: "6.91",
      },
    ]);
    expect(note).toMatchObject({ total: "43.26", shipping_charge: "0.00" });
    expect(await shop.refusal(notes.creditInvoice, give({ line_items }))).toMatchObject({
      code: "credit_note.exceeds_invoice",
      details: {
        fields: [{ path: "line_items.0.quantity", problem: "must be at most 1: that is left to credit" }],
      },
    });
    const wrong = give({ line_items: [{ line: 1 }, { line: 2 }, { line: 1 }] });
    expect(await shop.refusal(notes.creditInvoice, wrong)).toMatchObject({
      code: "request.invalid",
      details: { fields: [{ path: "line_items.1.line" }, { path: "line_items.2.line" }] },
    });
    const body = { line_items: [{ name: "Seat", price: "1" }] };
    expect(
      await shop.refusal(notes.editCreditNote, { params: { credit_note: note.id }, body }),
    ).toMatchObject({
      code: "credit_note.of_invoice",
      title: "This draft credits INV-000001, line by line",
    });
  });

  test("given it was written off, then only what was paid of it can be credited, until the write-off is cancelled", async () => {
    const { shop, customer_id, bill } = await shopWith("Written off");
    const { id } = await bill("50");
    const params = { invoice: id };
    const paying = { customer_id, amount: "20", mode: "cash" as const };
    await shop.send(payments.recordPayment, {
      body: { ...paying, invoices: [{ invoice_id: id, amount: "20" }] },
    });
    const draft = await shop.send(notes.creditInvoice, { params, body: {} });
    expect((await shop.send(invoices.writeOffInvoice, { params })).left_to_credit).toBe("20.00");
    const refused = {
      code: "credit_note.written_off",
      title: "30.00 of INV-000001 was written off: at most 20.00 is left to credit",
      remedy: expect.stringMatching(/^Cancel the write-off first/),
    };
    expect(await shop.refusal(notes.creditInvoice, { params, body: { open: true } })).toMatchObject(refused);
    expect(await shop.refusal(notes.openCreditNote, { params: { credit_note: draft.id } })).toMatchObject(
      refused,
    );
    const part = { line_items: [{ line: 0, quantity: "0.4" }], open: true };
    await shop.send(notes.creditInvoice, { params, body: part });
    expect((await shop.send(invoices.getInvoice, { params })).left_to_credit).toBe("0.00");
    expect((await shop.send(invoices.cancelWriteOff, { params })).left_to_credit).toBe("30.00");
    expect(await sums(shop)).toMatchObject({ write_off: "0.00", receivable: "30.00", revenue: "-30.00" });
  });

  test("given a credit note of it is not applied to it, then its balance is not written off as well", async () => {
    const { shop, bill } = await shopWith("Credited first");
    const params = { invoice: (await bill("50")).id };
    const part = { line_items: [{ line: 0, quantity: "0.4" }], open: true };
    await shop.send(notes.creditInvoice, { params, body: part });
    expect(await shop.refusal(invoices.writeOffInvoice, { params })).toMatchObject({
      code: "invoice.credit_unapplied",
      title: "20.00 USD of INV-000001 is credited by CN-000001 and not applied to it",
    });
    await shop.send(invoices.applyCredits, { params });
    expect(await shop.send(invoices.writeOffInvoice, { params })).toMatchObject({
      written_off: "30.00",
      left_to_credit: "0.00",
    });
    expect(await sums(shop)).toMatchObject({ write_off: "30.00", receivable: "0.00", credit: "0.00" });
  });

  test("given two drafts of the whole invoice, when both are opened at once, then one is", async () => {
    const { shop, give } = await billed("Race");
    const drafts = [
      await shop.send(notes.creditInvoice, give({})),
      await shop.send(notes.creditInvoice, give({})),
    ];
    const opened = await Promise.allSettled(
      drafts.map(({ id }) => shop.send(notes.openCreditNote, { params: { credit_note: id } })),
    );
    expect(opened.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

test("given a credit note and a payment that settle one invoice, then each is told what the ledger says of it, and no more", async () => {
  const { shop, customer_id, bill, credit } = await shopWith("Told");
  const invoice = await bill("50");
  const note = await credit("30", "2026-03-05");
  const params = { credit_note: note.id };
  const [settled] = (
    await shop.send(notes.applyCreditNote, {
      params,
      body: { invoices: [{ invoice_id: invoice.id, amount: "20" }] },
    })
  ).invoices;
  await shop.send(notes.unapplyCreditNote, { params, body: { settlement: settled?.settlement ?? "" } });
  await shop.send(notes.refundCreditNote, { params, body: { amount: "5", mode: "cash" } });
  const payment = await shop.send(payments.recordPayment, {
    body: { customer_id, amount: "10", mode: "cash", invoices: [{ invoice_id: invoice.id, amount: "10" }] },
  });
  const kindsOf = async ({ items }: { items: ledger.PostingView[] }) => items.map(({ kind }) => kind);
  const own = await shop.send(ledger.postingsOf("credit_note"), { params });
  expect(await kindsOf(own)).toEqual(["credit_note", "settlement", "unsettlement", "refund"]);
  expect(own.items.map((one) => one.credit_note_id)).toEqual([null, note.id, note.id, null]);
  const paid = await shop.send(ledger.postingsOf("payment"), { params: { payment: payment.id } });
  expect(await kindsOf(paid)).toEqual(["payment", "settlement"]);
  const billed = await shop.send(ledger.postingsOf("invoice"), { params: { invoice: invoice.id } });
  expect(await kindsOf(billed)).toEqual(["invoice", "settlement", "unsettlement", "settlement"]);
  // The note as a whole: what it is owed to the customer for, less what was given back.
  const owed = [...own.items].flatMap(({ entries }) => entries).filter(({ account }) => account === "credit");
  expect(owed.reduce((sum, { amount }) => sum + Number(amount), 0)).toBe(-25);
  expect(await shop.refusal(ledger.postingsOf("payment"), { params: { payment: "pay_none" } })).toMatchObject(
    {
      code: "payment.not_found",
    },
  );
});

describe("a customer's unused credits", () => {
  test("given payments and credit notes, then an invoice takes the oldest first, as far as they go", async () => {
    const { shop, customer_id, bill, credit, balance } = await shopWith("Credits");
    const invoice = await bill("50");
    const params = { invoice: invoice.id };
    expect(await shop.refusal(invoices.applyCredits, { params })).toMatchObject({
      code: "invoice.no_credits",
      title: expect.stringMatching(/ has no unused credits for the 50\.00 USD open on INV-000001$/) as string,
      remedy: expect.stringMatching(/^Record a payment of \w+/) as string,
    });
    const pay = (amount: string, date: string) =>
      shop.send(payments.recordPayment, { body: { customer_id, amount, date, mode: "cash" } });
    await credit("10", "2026-03-05");
    await pay("20", "2026-03-01");
    await pay("25", "2026-03-07");
    const settled = await shop.send(invoices.applyCredits, { params });
    expect(settled.settlements.map(({ number, amount }) => [number, amount])).toEqual([
      ["PAY-000001", "20.00"],
      ["CN-000001", "10.00"],
      ["PAY-000002", "20.00"],
    ]);
    expect(settled).toMatchObject({ status: "paid", paid: "40.00", credited: "10.00" });
    expect(await balance()).toMatchObject({ outstanding: "0.00", unused_credits: "5.00" });
    expect(await shop.refusal(invoices.applyCredits, { params })).toMatchObject({ code: "invoice.not_open" });
  });

  test("given an invoice that a payment and a credit note settle is void, then both are unused again (F75)", async () => {
    const { shop, bill, credit, balance, customer_id } = await shopWith("Back");
    const invoice = await bill("50");
    const note = await credit("10");
    const paid = { customer_id, amount: "20", mode: "cash" as const };
    await shop.send(payments.recordPayment, { body: paid });
    await shop.send(invoices.applyCredits, { params: { invoice: invoice.id } });
    await shop.send(invoices.voidInvoice, { params: { invoice: invoice.id }, body: {} });
    expect(await balance()).toMatchObject({ outstanding: "0.00", unused_credits: "30.00" });
    expect(await shop.send(notes.getCreditNote, { params: { credit_note: note.id } })).toMatchObject({
      status: "open",
      applied: "0.00",
      invoices: [],
    });
  });

  test("given another customer's invoice, then it takes no credit of this one", async () => {
    const { shop, credit } = await shopWith("Strangers");
    const note = await credit("10");
    const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: "Other" } });
    const line_items = [{ name: "Seat", price: "10" }];
    const { id: invoice_id } = await shop.send(invoices.createInvoice, {
      body: { customer_id, line_items, send: true },
    });
    expect(
      await shop.refusal(notes.applyCreditNote, {
        params: { credit_note: note.id },
        body: { invoices: [{ invoice_id, amount: "1" }] },
      }),
    ).toMatchObject({ code: "payment.other_customer" });
  });
});

test("given a discount or adjustment that would bring the total below 0, then it is refused and nothing is written", async () => {
  const { shop, customer_id } = await shopWith("Below");
  const body = { customer_id, line_items: [{ name: "Seat", price: "5" }], adjustment: "-5.01" };
  expect(await shop.refusal(invoices.createInvoice, { body })).toMatchObject({
    code: "request.invalid",
    details: { fields: [{ path: "total" }] },
  });
  expect((await shop.send(invoices.listInvoices, { query: {} })).items).toEqual([]);
});
