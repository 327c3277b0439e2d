import { afterAll, beforeAll, expect, test } from "vitest";
import { customerTimeline, listCustomers } from "#billing/customer/customer.api.ts";
import { listNumberSeries } from "#billing/document/number-series.api.ts";
import { trialBalance } from "#billing/ledger/ledger.api.ts";
import { listPayments } from "#billing/payment/payment.api.ts";
import { startWorld, type World } from "../../support/world.ts";
import { csvOf, movedIn, problemsIn } from "./move-in-world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.stop());

test("B14 given a record that fails when half of it is written, then nothing of it stays, and all of those before and behind it does", async () => {
  const shop = await world.organization("Half written", { currency: "EUR" });
  await movedIn(shop, "customers", csvOf("Customer ID,Display Name", "101,Akamai", "102,Zorin"));
  const invoices = csvOf(
    "Invoice Number,Invoice Date,Invoice Status,Customer ID,Item Name,Item Price,Total",
    "A1,2025-01-31,Sent,101,Seats,50.00,50.00",
  );
  await movedIn(shop, "invoices", invoices);
  const payments = csvOf(
    "Payment Number,Date,Customer ID,Amount,Invoice Number,Amount Applied to Invoice",
    "PAY-000007,2025-02-10,101,20.00,A1,20.00",
    "PAY-000900,2025-02-10,102,10.00,A1,10.00",
    "PAY-000901,2025-02-10,101,31.00,A1,31.00",
    "PAY-000008,2025-02-10,102,5.00,,",
  );
  const done = await movedIn(shop, "payments", payments);
  expect(done.counts).toMatchObject({ created: 2, failed: 2 });
  const { items } = await shop.send(listPayments, { query: {} });
  expect(items.map(({ number, unused }) => [number, unused])).toEqual([
    ["PAY-000008", "5.00"],
    ["PAY-000007", "0.00"],
  ]);
  const { accounts } = await shop.send(trialBalance, {});
  const sums = accounts.map(({ account, amount }) => [account, amount]);
  expect(Object.fromEntries(sums)).toMatchObject({ cash: "25.00", credit: "-5.00", receivable: "30.00" });
  const series = (await shop.send(listNumberSeries, {})).items.find(({ kind }) => kind === "payment");
  expect(series?.next).toBe("PAY-000009");
  for (const { id } of (await shop.send(listCustomers, { query: {} })).items) {
    const told = await shop.send(customerTimeline, { params: { customer: id }, query: {} });
    expect(told.items.filter(({ kind }) => kind === "payment_received")).toHaveLength(1);
  }
});

test("B14 given records of one file that are named alike, then each is told from the one before it", async () => {
  const shop = await world.organization("Named alike", { currency: "EUR" });
  const customers = csvOf("Customer ID,Display Name", "101,Akamai", "102,AKAMAI", "103,Zorin", ",zorin");
  const done = await movedIn(shop, "customers", customers);
  expect(done.counts).toMatchObject({ created: 3, skipped: 1 });
  const invoices = csvOf(
    "Invoice ID,Invoice Number,Invoice Date,Invoice Status,Customer ID,Item Name,Item Price,Total",
    "1,A1,2025-01-31,Sent,101,Seats,50.00,50.00",
    "2,A1,2025-02-28,Sent,101,Seats,50.00,50.00",
  );
  const documents = await movedIn(shop, "invoices", invoices);
  expect(await problemsIn(shop, documents.id)).toEqual([
    "3 Invoice Number A1: is that of another one that is there (Akamai, 2025-01-31, 50.00 EUR), and not of this one (Akamai, 2025-02-28, 50 EUR)",
  ]);
});
