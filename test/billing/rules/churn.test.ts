import fc from "fast-check";
import { expect, test } from "vitest";
import { churnMonths, type MrrOutcome } from "#billing/report/churn-months.ts";
import { beforeAll, type MrrSum } from "#billing/report/mrr-months.ts";
import { percentText } from "#billing/report/report-table.ts";

const march = { month: "2026-03", start: "2026-03-01", end: "2026-03-31" };

type Held = { currency: string; start: number; end: number };
type Rates = Readonly<Record<string, readonly [before: string, last: string]>>;

/** March of subscriptions by what each brings at its start and end, at the rates of the day before it and of its last day. */
function churnOf(held: readonly Held[], rates: Rates) {
  const sums: MrrSum[] = held.flatMap(({ currency: currency_code, start, end }) => [
    { month: beforeAll, currency_code, kind: "new" as const, amount: BigInt(start), count: 1 },
    { month: march.month, currency_code, kind: "expansion" as const, amount: BigInt(end - start), count: 1 },
  ]);
  const outcomes = [...new Set(held.map(({ currency }) => currency))].map((currency_code): MrrOutcome => {
    const there = held.filter(({ currency, start }) => currency === currency_code && start > 0);
    const sum = (of: (one: Held) => number) => BigInt(there.reduce((all, one) => all + of(one), 0));
    return {
      month: march.month,
      currency_code,
      less: sum(({ start, end }) => Math.max(0, start - end)),
      more: sum(({ start, end }) => Math.max(0, end - start)),
    };
  });
  const rateOn = (currency: string, day: string) => rates[currency]?.[day < march.start ? 0 : 1] ?? "1";
  const [month] = churnMonths({ months: [march], sums, base: "USD", rateOn }, outcomes);
  if (month === undefined) throw new Error("March was asked for");
  return month;
}

const amount = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100_000 }));
const held = fc.record({ currency: fc.constantFrom("USD", "EUR", "JPY"), start: amount, end: amount });
const rate = fc.integer({ min: 1, max: 30_000 }).map((number) => (number / 10_000).toFixed(4));
const rates = fc.record({ EUR: fc.tuple(rate, rate), JPY: fc.tuple(rate, rate) });

test("given any subscriptions and rates, then no more is lost than there was, and a month of nothing there has no percentage", () => {
  fc.assert(
    fc.property(fc.array(held, { maxLength: 8 }), rates, (subscriptions, given) => {
      const { opening, lost, kept } = churnOf(subscriptions, given);
      expect(lost).toBeGreaterThanOrEqual(0n);
      expect(lost).toBeLessThanOrEqual(opening);
      expect(kept).toBeGreaterThanOrEqual(0n);
      if (opening === 0n) expect(percentText(kept, opening)).toBeNull();
    }),
  );
});

test("given all that was there stays, then churn is 0 and retention 100 %, whatever else is sold and lost and whatever the rates", () => {
  fc.assert(
    fc.property(fc.array(held, { minLength: 1, maxLength: 8 }), rates, (subscriptions, given) => {
      const stays = subscriptions.map((one) => (one.start > 0 ? { ...one, end: one.start } : one));
      const { opening, lost, kept } = churnOf(stays, given);
      expect([lost, kept]).toEqual([0n, opening]);
      if (opening > 0n)
        expect([percentText(lost, opening), percentText(kept, opening)]).toEqual(["0.00", "100.00"]);
    }),
  );
});
