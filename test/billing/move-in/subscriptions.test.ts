import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setExchangeRate } from "#billing/currency/exchange-rate.api.ts";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { listCustomers } from "#billing/customer/customer.api.ts";
import { listNumberSeries } from "#billing/document/number-series.api.ts";
import { getInvoice, type InvoiceView, listInvoices } from "#billing/invoice/invoice.api.ts";
import { listEmails } from "#billing/email/email.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { getReport } from "#billing/report/report.api.ts";
import * as actions from "#billing/subscription/action.api.ts";
import { runBilling } from "#billing/subscription/run.commands.ts";
import * as api from "#billing/subscription/subscription.api.ts";
import * as clock from "#billing/subscription/test-clock.api.ts";
import { inOrganization } from "#platform/db/db.ts";
import { type Organization, startWorld, type World } from "../../support/world.ts";
import { csvOf, movedIn, problemsIn, rowsOf, takenBack } from "./move-in-world.ts";

let world: World;
const today = "2026-03-10T12:00:00.000Z";
let now = today;

beforeAll(async () => {
  world = await startWorld({ clock: { now: () => now } });
});

afterAll(() => world?.stop());

const plans = csvOf(
  "Product Name,Plan Name,Plan Code,Interval,Interval Unit,Billing Cycles,Trial Days,Setup Fee,Pricing Scheme,Currency Code,Start Quantity,End Quantity,Price,Status",
  "Cloud,Basic,basic,1,months,-1,14,49.00,Per Unit,EUR,,,10.00,Active",
  "Cloud,Yearly,yearly,1,years,-1,,,Flat,EUR,,,100.00,Inactive",
  "Cloud,Short,short,1,months,12,,,Flat,EUR,,,5.00,Active",
  "Cloud,Bulk,bulk,1,months,,,,Volume,EUR,1,10,3.00,Active",
  "Cloud,Bulk,bulk,1,months,,,,Volume,EUR,11,,2.00,Active",
  "Cloud,Far,far,1,months,,,,Flat,USD,,,5.00,Active",
);

const headings =
  "Subscription ID,Subscription Number,Customer ID,Currency Code,Plan Code,Plan Quantity,Plan Price,Status,Activated Date,Trial End Date,Current Term Starts At,Next Billing Date,Cancelled Date,Resume Date,Interval,Interval Unit,Remaining Billing Cycles,Coupon Code,Coupon Remaining Cycles,Reference ID,Addon Code,Addon Quantity,Addon Price";

type Row = Record<string, string>;

function row(number: string, given: Row): string {
  const all: Row = { "Subscription Number": number, "Customer ID": "101", "Plan Code": "basic", ...given };
  return headings
    .split(",")
    .map((heading) => all[heading] ?? "")
    .join(",");
}

async function shopOf(name: string): Promise<Organization> {
  now = today;
  const shop = await world.organization(name, { currency: "EUR", timeZone: "UTC" });
  for (const [kind, csv] of [
    [
      "customers",
      csvOf("Customer ID,Display Name,Status", "101,Akamai,Active", "102,Zorin,Active", "103,Gone,Inactive"),
    ],
    ["products", csvOf("Product Name", "Cloud")],
    ["plans", plans],
    [
      "addons",
      csvOf("Addon Name,Addon Code,Addon Type,Price", "Backup,backup,Recurring,2.00", "Call,call,One Time,9"),
    ],
    [
      "coupons",
      csvOf(
        "Coupon Code,Coupon Name,Discount Type,Discount Value,Redemption Type,Duration,Max Redemption,Redemption Count,Expiry Date",
        "SPRING,Spring,Percentage,10,Limited,3,1,1,2025-12-31",
      ),
    ],
  ] as const) {
    const done = await movedIn(shop, kind, csv);
    expect(await problemsIn(shop, done.id)).toEqual([]);
  }
  return shop;
}

async function onClock(shop: Organization, name: string): Promise<(day: string) => Promise<void>> {
  const { items } = await shop.send(listCustomers, { query: { search: name } });
  const params = { customer: items[0]?.id ?? "" };
  await shop.send(clock.setTestClock, { params, body: { today: "2026-03-10" } });
  return async (day) => {
    await shop.send(clock.advanceTestClock, { params, body: { until: day } });
  };
}

async function byNumber(shop: Organization): Promise<Map<string, api.SubscriptionView>> {
  const { items } = await shop.send(api.listSubscriptions, { query: { limit: 100 } });
  const views = items.map(({ id }) => shop.send(api.getSubscription, { params: { subscription: id } }));
  return new Map((await Promise.all(views)).map((one) => [one.number, one]));
}

/** What was billed here of each subscription: number, date, total, and the days of its lines. */
async function billed(shop: Organization): Promise<string[]> {
  const numbers = new Map([...(await byNumber(shop)).values()].map(({ id, number }) => [id, number]));
  const { items } = await shop.send(listInvoices, { query: { limit: 200 } });
  const whole = items.map(({ id }) => shop.send(getInvoice, { params: { invoice: id } }));
  return (await Promise.all(whole))
    .map((one: InvoiceView) => {
      const periods = one.line_items.flatMap(({ period }) =>
        period ? [`${period.start}/${period.end}`] : [],
      );
      const number = numbers.get(one.subscription_id ?? "") ?? "-";
      return `${number} ${one.date} ${one.total} ${[...new Set(periods)].join(" ")}`;
    })
    .toSorted();
}

const living = csvOf(
  headings,
  row("S-1", {
    ...{ "Subscription ID": "901", "Plan Quantity": "3", "Plan Price": "8.00", Status: "Live" },
    ...{
      "Activated Date": "2025-01-31",
      "Current Term Starts At": "2026-02-28",
      "Next Billing Date": "2026-03-31",
    },
    ...{
      "Coupon Code": "SPRING",
      "Coupon Remaining Cycles": "1",
      "Reference ID": "R-1",
      "Addon Code": "backup",
    },
    ...{ "Addon Quantity": "2", "Addon Price": "2.00", Interval: "1", "Interval Unit": "months" },
  }),
  row("S-2", {
    Status: "Cancelled",
    "Activated Date": "2025-06-01",
    "Next Billing Date": "2026-04-01",
    "Cancelled Date": "2026-02-10",
  }),
  row("S-3", { Status: "Trial", "Activated Date": "2026-03-06", "Trial End Date": "2026-03-20" }),
  row("S-4", {
    Status: "Paused",
    "Activated Date": "2026-01-01",
    "Next Billing Date": "2026-04-01",
    "Resume Date": "2026-03-25",
  }),
  row("S-5", { Status: "Non Renewing", "Activated Date": "2026-01-15", "Next Billing Date": "2026-03-15" }),
  row("S-6", {
    Status: "Expired",
    "Plan Code": "short",
    "Activated Date": "2024-01-01",
    "Remaining Billing Cycles": "0",
  }),
  row("S-7", {
    Status: "Live",
    "Plan Code": "short",
    "Activated Date": "2025-04-12",
    "Next Billing Date": "2026-03-12",
  }),
  row("S-8", {
    Status: "Live",
    "Plan Code": "yearly",
    "Activated Date": "2020-02-29",
    "Next Billing Date": "2027-02-28",
  }),
  row("S-9", { Status: "Future", "Activated Date": "2026-04-05" }),
  row("S-10", {
    Status: "Live",
    "Plan Code": "bulk",
    "Plan Quantity": "20",
    "Plan Price": "2.00",
    "Activated Date": "2026-02-20",
    "Next Billing Date": "2026-03-24",
  }),
);

/** What the living ones bring a month. */
async function mrrOf(shop: Organization): Promise<string | number | null | undefined> {
  return (await shop.send(getReport, { params: { report: "subscriptions" }, query: {} })).totals?.["mrr"];
}

describe("B14 subscriptions", () => {
  test("B14 given subscriptions that move in, when time goes over their renewals, then each next term is billed once, on its day, and no day that was billed before", async () => {
    const shop = await shopOf("Terms");
    const until = await onClock(shop, "Akamai");
    const done = await movedIn(shop, "subscriptions", living);
    expect(await problemsIn(shop, done.id)).toEqual([]);
    expect(done.counts).toMatchObject({ created: 10 });
    const before = await byNumber(shop);
    expect(before.get("S-1")).toMatchObject({
      ...{ status: "live", term_start: "2026-02-28", term_end: "2026-03-31", next_on: "2026-03-31" },
      ...{ cycles: 14, coupon_invoices_left: 1, reference: "R-1", starts_at: "2025-01-31" },
      items: [
        { kind: "plan", quantity: "3", price: "8.00" },
        { kind: "addon", name: "Backup", quantity: "2" },
      ],
    });
    expect(
      [...before.values()].map(({ number, status, next_on }) => `${number} ${status} ${next_on}`),
    ).toEqual([
      "S-10 live 2026-03-24",
      "S-9 future 2026-04-05",
      "S-8 live 2027-02-28",
      "S-7 live 2026-03-12",
      "S-6 expired null",
      "S-5 non_renewing 2026-03-15",
      "S-4 paused 2026-03-25",
      "S-3 trial 2026-03-20",
      "S-2 cancelled null",
      "S-1 live 2026-03-31",
    ]);
    const notes = (await rowsOf(shop, done.id, "created")).map(({ note }) => note);
    expect(notes.filter((note) => note !== null)).toEqual([
      "Basic at 8.00 EUR, which is not the catalog's price",
      "is in trial until 2026-04-19, as its plan has it",
    ]);
    expect(await billed(shop)).toEqual([]);
    await until("2026-03-11");
    expect(await billed(shop)).toEqual([]);
    // The last of twelve terms began on 12 March; the twelve months are over on 12 April.
    await until("2026-03-30");
    expect(await billed(shop)).toEqual([
      "S-10 2026-03-24 40.00 2026-03-24/2026-04-24",
      "S-3 2026-03-20 59.00 2026-03-20/2026-04-20",
      "S-7 2026-03-12 5.00 2026-03-12/2026-04-12",
    ]);
    await until("2026-04-30");
    // 3 × 8.00 less 10 % and 2 × 2.00; then without the coupon; by the month from 31 January.
    expect(await billed(shop)).toEqual([
      "S-1 2026-03-31 25.60 2026-03-31/2026-04-30",
      "S-1 2026-04-30 28.00 2026-04-30/2026-05-31",
      "S-10 2026-03-24 40.00 2026-03-24/2026-04-24",
      "S-10 2026-04-24 40.00 2026-04-24/2026-05-24",
      "S-3 2026-03-20 59.00 2026-03-20/2026-04-20",
      "S-3 2026-04-20 10.00 2026-04-20/2026-05-20",
      "S-4 2026-04-01 10.00 2026-04-01/2026-05-01",
      "S-7 2026-03-12 5.00 2026-03-12/2026-04-12",
      "S-9 2026-04-19 59.00 2026-04-19/2026-05-19",
    ]);
    const after = await byNumber(shop);
    expect(after.get("S-5")).toMatchObject({ status: "cancelled" });
    expect(after.get("S-7")).toMatchObject({ status: "expired", cycles: 12 });
    expect(after.get("S-9")).toMatchObject({ status: "live", next_on: "2026-05-19", cycles: 1 });
    const series = await shop.send(listNumberSeries, {});
    expect(series.items.find(({ kind }) => kind === "subscription")?.next).toBe("S-11");
    expect((await movedIn(shop, "subscriptions", living)).counts).toMatchObject({ created: 0, skipped: 10 });
  });

  test("B14 given one that moved in, when the billing run comes on the days before, on and after its renewal, then it is billed once", async () => {
    const shop = await shopOf("Run");
    await shop.send(editOrganization, { body: { email_invoices: true } });
    await movedIn(shop, "subscriptions", living.replaceAll(",101,", ",102,"));
    expect((await shop.send(listEmails, { query: {} })).items).toEqual([]);
    const run = () => runBilling(world.system.deps, shop.id, new AbortController().signal);
    const ofFirst = async () => (await billed(shop)).filter((one) => one.startsWith("S-1 "));
    for (const day of ["2026-03-10", "2026-03-30"]) {
      now = `${day}T23:00:00.000Z`;
      await run();
      expect(await ofFirst()).toEqual([]);
    }
    now = "2026-03-31T01:00:00.000Z";
    await Promise.all([run(), run()]);
    await run();
    now = "2026-04-29T12:00:00.000Z";
    await run();
    expect(await ofFirst()).toEqual(["S-1 2026-03-31 25.60 2026-03-31/2026-04-30"]);
    now = today;
  });

  test("B14 given a term that was billed before it moved in, when it is changed or taken up again, then its days are not charged once more, and the database refuses it as well", async () => {
    const shop = await shopOf("Once");
    await onClock(shop, "Akamai");
    await movedIn(shop, "subscriptions", living);
    const all = await byNumber(shop);
    const params = { subscription: all.get("S-1")?.id ?? "" };
    const body = { plan: { plan: "bulk", quantity: "2" } };
    expect(await shop.refusal(actions.changeSubscription, { params, body })).toMatchObject({
      ...{ code: "subscription.billed_elsewhere", status: 409 },
      title: "Its days before 2026-03-31 were billed before it moved in",
    });
    const later = await shop.send(actions.changeSubscription, {
      params,
      body: { ...body, when: "term_end" },
    });
    expect(later.subscription.scheduled_items).toHaveLength(1);
    await shop.send(actions.addCharge, { params, body: { name: "Help", amount: "7.00" } });
    const again = await shop.send(actions.reactivateSubscription, {
      params: { subscription: all.get("S-2")?.id ?? "" },
      body: {},
    });
    expect(again).toMatchObject({ subscription: { status: "live", next_on: "2026-04-01" }, invoices: [] });
    expect(await billed(shop)).toEqual(["S-1 2026-03-10 7.00 "]);
    const written = inOrganization(world.system.deps.db, shop.id, (tx) =>
      sql`
        insert into document_line (organization_id, document_id, position, name, quantity, unit_price, amount, discount,
                                   document_discount, net, tax, subscription_id, charge, charge_kind, period)
        select organization_id, document_id, 1, name, 1, 7, 700, 0, 0, 700, 0, subscription_id, 'plan', 'proration',
               daterange('2026-03-30', '2026-04-30') from document_line`.execute(tx),
    );
    await expect(written).rejects.toThrow("these days were billed before the subscription moved in");
  });

  test("B14 given what the file leaves open or what cannot go on, then each row says so with its column and a remedy, and nothing comes in", async () => {
    const shop = await shopOf("Open");
    const live = { Status: "Live", "Activated Date": "2026-01-20", "Next Billing Date": "2026-03-20" };
    const wrong = csvOf(
      headings,
      row("E-1", { ...live, "Next Billing Date": "2026-03-10" }),
      row("E-2", { ...live, "Next Billing Date": "2026-02-20" }),
      row("E-3", { ...live, "Next Billing Date": "" }),
      row("E-4", { ...live, "Plan Code": "nothing" }),
      row("E-5", { ...live, "Customer ID": "103" }),
      row("E-6", { ...live, Status: "Dunning" }),
      row("E-7", { ...live, Status: "Asleep" }),
      row("E-8", { ...live, Interval: "1", "Interval Unit": "Years" }),
      row("E-9", { ...live, "Plan Code": "short", "Activated Date": "2020-01-05" }),
      row("E-10", { ...live, "Coupon Code": "NONE" }),
      row("E-11", { ...live, "Addon Code": "call" }),
      row("E-12", { ...live, "Plan Quantity": "0" }),
      row("E-13", { ...live, "Plan Code": "far" }),
      row("E-14", { ...live, "Currency Code": "USD" }),
      row("E-15", { ...live, Status: "Trial", "Next Billing Date": "", "Trial End Date": "2026-03-09" }),
      row("E-16", { ...live, Status: "Future" }),
      row("E-17", { ...live, "Current Term Starts At": "2026-03-20" }),
      row("E-18", { ...live, "Activated Date": "2026-04-01" }),
      row("E-19", { ...live, Status: "Paused", "Resume Date": "2026-03-01" }),
      row("E-20", { ...live, "Activated Date": "2026-01-11", "Coupon Code": "SPRING" }),
      row("E-21", { ...live, "Plan Price": "-10" }),
      row("E-22", { ...live, "Addon Code": "backup", "Addon Price": "-1" }),
    );
    const done = await movedIn(shop, "subscriptions", wrong);
    expect(await problemsIn(shop, done.id)).toEqual([
      "2 Next Billing Date 2026-03-10: is not after today: whether it was billed for that day there cannot be known",
      "3 Next Billing Date 2026-02-20: is not after today: whether it was billed for that day there cannot be known",
      "4 Next Billing Date -: is empty, and the next term is billed on it",
      "5 Plan Code nothing: is no plan that is there",
      "6 Customer ID 103: Gone is inactive",
      "7 Status Dunning: is a status that payments of the other product decide about",
      "8 Status Asleep: is none of the words that are known here",
      "9 Interval 1: is another interval than that of basic, which is 1 months",
      "10 Remaining Billing Cycles -: is empty, and how many of 12 terms were billed does not follow from the days",
      "11 Coupon Code NONE: is no coupon that is there",
      "12 Addon Code call: is charged once, and was so",
      "13 Plan Quantity 0: must be more than 0",
      "14 - -: far has no price in EUR",
      "15 Currency Code USD: is not the currency of Akamai, which is EUR",
      "16 Trial End Date 2026-03-09: is not after today: whether it was billed for that day there cannot be known",
      "17 Activated Date 2026-01-20: is not after today: whether it was billed for that day there cannot be known",
      "18 Current Term Starts At 2026-03-20: is not before the end of the term, which is 2026-03-20",
      "19 Next Billing Date 2026-03-20: is not after the first day, which is 2026-04-01",
      "20 Resume Date 2026-03-01: is not after today: whether it was billed for that day there cannot be known",
      "21 Coupon Remaining Cycles -: is empty, and how many of the 3 invoices of SPRING were written does not follow from the days",
      "22 Plan Price -10: must not be below 0: what makes it cheaper is a coupon, or a line of your own",
      "23 Addon Price -1: must not be below 0: what makes it cheaper is a coupon, or a line of your own",
    ]);
    expect((await byNumber(shop)).size).toBe(0);
    expect(await billed(shop)).toEqual([]);
  });

  test.each([
    ["a column of currencies", ["Currency Code"], "USD"],
    ["none", [], null],
  ] as const)(
    "B14 given a customer in a currency without a rate and a file with %s, then the currency is told, and the remedy is one that works",
    async (_what, more, value) => {
      const shop = await shopOf(`Without a rate, ${more.length}`);
      await movedIn(shop, "customers", csvOf("Customer ID,Display Name,Currency Code", "104,Abroad,USD"));
      const file = csvOf(
        ["Subscription Number,Customer ID,Plan Code,Status,Activated Date,Next Billing Date", ...more].join(),
        ["R-1,104,far,Live,2026-01-20,2026-03-20", ...more.map(() => "USD")].join(),
      );
      const left = await movedIn(shop, "subscriptions", file);
      expect((await rowsOf(shop, left.id))[0]?.problems).toEqual([
        {
          heading: "Currency Code",
          value,
          problem: expect.stringContaining("No exchange rate from USD to EUR is known for") as string,
          remedy: "Add a rate for that day or an earlier one at Settings > Exchange rates.",
        },
      ]);
      const rate = { currency_code: "USD", date: "2020-01-01", rate: "0.9" };
      await shop.send(setExchangeRate, { body: rate });
      expect(await movedIn(shop, "subscriptions", file)).toMatchObject({ counts: { created: 1, failed: 0 } });
    },
  );

  test("B14 given fields of the organization's own, when a file has their columns, then they come in, and a wrong value is told at its cell", async () => {
    const shop = await shopOf("Own fields");
    const field = (label: string, type: "text" | "date") =>
      shop.send(customFields.subscription.add, { body: { label, type } });
    await field("Order form", "text");
    await field("Signed", "date");
    const line = (number: string, signed: string): string =>
      `${row(number, { Status: "Live", "Activated Date": "2026-01-31", "Current Term Starts At": "2026-02-28", "Next Billing Date": "2026-03-31" })},PO ${number},${signed}`;
    const csv = csvOf(`${headings},CF.Order form,Signed`, line("S-1", "2026-01-30"), line("S-2", "soon"));
    const done = await movedIn(shop, "subscriptions", csv);
    expect(await problemsIn(shop, done.id)).toEqual(["3 Signed soon: Signed must be a day like 2026-03-31"]);
    const { items } = await shop.send(api.listSubscriptions, { query: {} });
    expect(items.map(({ number, custom_fields }) => [number, custom_fields])).toEqual([
      ["S-1", { cf_order_form: "PO S-1", cf_signed: "2026-01-30" }],
    ]);
  });

  test("B14 given an import of subscriptions that is undone, those that nothing happened to go with their figures, and what was billed or changed stays and says why", async () => {
    const shop = await shopOf("Undo");
    const until = await onClock(shop, "Akamai");
    const done = await movedIn(shop, "subscriptions", living);
    expect(await mrrOf(shop)).toBe("88.93");
    await until("2026-03-13");
    const all = await byNumber(shop);
    const id = all.get("S-8")?.id ?? "";
    await shop.send(actions.cancelSubscription, {
      params: { subscription: id },
      body: { at_term_end: true },
    });
    expect((await takenBack(shop, done.id)).counts).toMatchObject({ undone: 8, kept: 2 });
    const kept = (await rowsOf(shop, done.id, "kept")).map(({ name, note }) => `${name}: ${note}`);
    expect(kept).toEqual([
      "S-7: It was billed since. Cancel it on its page: what was billed stays in the books.",
      "S-8: It was changed after it was imported. Keep it, or take it back by hand.",
    ]);
    expect([...(await byNumber(shop)).keys()].toSorted()).toEqual(["S-7", "S-8"]);
    expect((await movedIn(shop, "subscriptions", living)).counts).toMatchObject({ created: 8, skipped: 2 });
  });
});
