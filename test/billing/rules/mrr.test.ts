import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { amountText, minorOf } from "#kernel/money.ts";
import { firstOfMonth, monthsBefore, monthsBetween } from "#billing/report/period.ts";
import { fileLines } from "#billing/report/report-table.ts";
import { mrrMonths, type MrrSum } from "#billing/report/mrr-months.ts";
import type { Item } from "#billing/catalog/item.ts";
import type { ItemDiscount } from "#billing/subscription/charge.ts";
import { monthlyRevenue, mrrKind } from "#billing/subscription/mrr.ts";
import { subscriptionStatuses } from "#billing/subscription/transitions.ts";
import { csvLine } from "#platform/csv/csv-text.ts";
import { tablesOf } from "../../support/tables.ts";

const [months = [], statuses = [], movements = []] = tablesOf(readFileSync("docs/spec/reports.md", "utf8"));

const plan: Item = {
  kind: "plan",
  item_id: "pln_a",
  name: "Plan",
  quantity: "1",
  pricing: { scheme: "flat", price: "49.00" },
  tax_id: null,
};

type Given = Parameters<typeof monthlyRevenue>[0];
const live: Given = {
  id: "sub_a",
  status: "live",
  currency_code: "USD",
  interval: 1,
  interval_unit: "months",
  term_start: "2026-01-01",
};

/** `7.5 % forever` as what it takes off; one that is for a single invoice never gets here. */
function discountIn(text: string): ItemDiscount | undefined {
  const [value = "", sign] = text.split(" ");
  if (value === "" || text.endsWith("once")) return undefined;
  const beside = { coupon: { code: "OFF", name: "Off" }, covers: () => true };
  if (sign === "%") return { discount: { by: "percentage", value }, ...beside };
  return { discount: { by: "amount", minor: minorOf(value, "USD") ?? 0n }, ...beside };
}

describe("what a subscription brings in a month", () => {
  test.each(months.map((row) => ({ ...row })))(
    "given a term of $0 for $1 with a coupon of $2, then it is $3",
    ({ "a term is": term = "", "price of a term": price = "", coupon = "", "a month is": month }) => {
      const [interval, unit = ""] = term.split(" ");
      const interval_unit = `${unit.replace(/s$/, "")}s` as Given["interval_unit"];
      const item: Item = { ...plan, pricing: { scheme: "flat", price } };
      const brings = monthlyRevenue(
        { ...live, interval: Number(interval), interval_unit },
        [item],
        discountIn(coupon),
      );
      expect(amountText(brings, "USD")).toBe(month);
    },
  );

  test("given the table of statuses, then it names each of them, and those that count count", () => {
    console.log(`reports: read ${months.length} prices, ${statuses.length} statuses`);
    expect(months.length).toBeGreaterThanOrEqual(12);
    expect(statuses.map(({ status }) => status)).toEqual([...subscriptionStatuses]);
    for (const { status, counts } of statuses) {
      const brings = monthlyRevenue({ ...live, status: status as Given["status"] }, [plan], undefined);
      expect([status, brings > 0n ? "yes" : "no"]).toEqual([status, counts]);
    }
    expect(monthlyRevenue({ ...live, status: "non_renewing", term_start: null }, [plan], undefined)).toBe(0n);
  });

  test("given plan and addon, then a coupon takes off what it covers only", () => {
    const addon: Item = {
      ...plan,
      kind: "addon",
      item_id: "adn_a",
      pricing: { scheme: "per_unit", price: "8" },
      quantity: "3",
    };
    const discount: ItemDiscount = {
      discount: { by: "percentage", value: "50" },
      coupon: { code: "OFF", name: "Off" },
      covers: ({ kind }) => kind === "plan",
    };
    expect(monthlyRevenue(live, [plan, addon], discount)).toBe(2450n + 2400n);
  });

  test("given the table of movements, then each is called as it says", () => {
    const amounts: Record<string, bigint> = { nothing: 0n, something: 50n, more: 60n, less: 40n };
    expect(movements).toHaveLength(5);
    for (const { kind, before = "", after = "" } of movements) {
      const [from = "", earlier] = before.split(", ");
      expect(mrrKind(amounts[from] ?? -1n, amounts[after] ?? -1n, earlier === "and never anything")).toBe(
        kind,
      );
    }
    expect(mrrKind(5n, 5n, false)).toBeUndefined();
  });
});

describe("months", () => {
  test("given two days, then their months are told, the last one until its day", () => {
    expect(monthsBetween("2025-12-15", "2026-02-10")).toEqual([
      { month: "2025-12", start: "2025-12-01", end: "2025-12-31" },
      { month: "2026-01", start: "2026-01-01", end: "2026-01-31" },
      { month: "2026-02", start: "2026-02-01", end: "2026-02-10" },
    ]);
    expect(monthsBetween("2026-03-01", "2026-02-28")).toEqual([]);
    expect(firstOfMonth("2026-02-28")).toBe("2026-02-01");
    expect([
      monthsBefore("2026-02-28", 11),
      monthsBefore("2026-01-31", 1),
      monthsBefore("2026-12-01", 0),
    ]).toEqual(["2025-03-01", "2025-12-01", "2026-12-01"]);
  });

  test("given another currency, then a rate that changes is told by itself, and the month adds up", () => {
    const sums: MrrSum[] = [
      { month: "before", currency_code: "EUR", kind: "new", amount: 10_000n, count: 1 },
      { month: "before", currency_code: "USD", kind: "new", amount: 5000n, count: 1 },
      { month: "2026-02", currency_code: "EUR", kind: "expansion", amount: 2000n, count: 1 },
    ];
    const rates: Record<string, string> = {
      "2025-12-31": "1.1",
      "2026-01-31": "1.2",
      "2026-02-28": "1.2",
    };
    const found = mrrMonths({
      months: monthsBetween("2026-01-01", "2026-02-28"),
      sums,
      base: "USD",
      rateOn: (_, day) => rates[day] ?? "0",
    });
    expect(found).toMatchObject([
      { opening: 16_000n, exchange: 1000n, closing: 17_000n, subscriptions: 2 },
      { opening: 17_000n, moved: { expansion: 2400n }, exchange: 0n, closing: 19_400n, subscriptions: 2 },
    ]);
  });
});

test("given a report with a name that is a formula and amounts below nothing, then its file runs nothing and keeps numbers", () => {
  const lines = fileLines({
    columns: [
      { key: "name", label: "Customer", kind: "text" },
      { key: "amount", label: "Amount", kind: "money" },
      { key: "share", label: "Share", kind: "percent" },
    ],
    rows: [{ id: "cus_a", name: "=HYPERLINK(1)", amount: "-12.50", share: null }],
    totals: { name: "Total", amount: "-12.50" },
  });
  expect(lines.map(csvLine)).toEqual([
    "Customer,Amount,Share\r\n",
    "'=HYPERLINK(1),-12.50,\r\n",
    "Total,-12.50,\r\n",
  ]);
});
