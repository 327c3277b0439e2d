import { dayAt, plusDays, startOfDay } from "#kernel/calendar.ts";
import type { CustomerId, OrganizationId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import { plusMs } from "#kernel/time.ts";
import { type Actor, systemActor } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import { setRate } from "#billing/currency/rate.commands.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { recordPayment } from "#billing/payment/payment.commands.ts";
import { monthsBefore, monthsBetween } from "#billing/report/period.ts";
import { createSubscription } from "#billing/subscription/create.commands.ts";
import { findTestClock } from "#billing/subscription/due.store.ts";
import { findByReference } from "#billing/subscription/subscription.store.ts";
import { advanceTestClock, endTestClock, startTestClock } from "#billing/subscription/test-clock.commands.ts";
import type { Tally } from "#app/demo/crm.ts";
import { carryOut } from "./deeds.ts";
import { emailInvoices } from "./letters.ts";
import { demoLives, type Life } from "./lives.ts";
import { findBuyers, listDueBuyers, listOpenInvoices, moveClocks, type OpenInvoice } from "./look.ts";
import { euroRate } from "./rates.ts";

/** Months of history. */
const length = 24;
/** Invoices of so many last days go out by e-mail: each makes a PDF, which takes a moment. */
const emailedDays = 21;
const hourMs = 3_600_000;

/** Where it happens, who does it, and who pays in euros; a server that stops is not kept waiting. */
type Demo = {
  organizationId: OrganizationId;
  actor: Actor;
  euros: readonly string[];
  isStopping: () => boolean;
};

type Buyer = { life: Life; customer: CustomerId };

/** What a day of the past is lived with. */
type World = { buyers: Buyer[]; today: string; zone: string; actOn: (day: string, actor: Actor) => Act };

/**
 * Lets two years pass: every subscription is sold, billed, paid, changed and ended by the commands of every day, each
 * on its day, on the customers' own clocks. Each month is one transaction, and the clocks tell how far it is: a fill
 * that was killed goes on with the next month. At the end the clocks are taken away, and time passes as it does.
 */
export async function liveThrough(deps: Deps, demo: Demo, tally: Tally): Promise<void> {
  const { organizationId, actor, euros, isStopping } = demo;
  const begun = await inOrganization(deps.db, organizationId, async (tx) => {
    const { time_zone: zone } = await getBillingOrganization(tx);
    const today = dayAt(deps.clock.now(), zone);
    const lives = demoLives();
    const found = await findBuyers(tx, { linked: lives.length, euros });
    const buyers = lives.map((life) => ({
      life,
      customer: found[life.buyer.kind][life.buyer.at] as CustomerId,
    }));
    const [first] = buyers;
    const clock = first === undefined ? undefined : await findTestClock(tx, first.customer);
    const isDone =
      clock === undefined && (await findByReference(tx, lives[0]?.reference ?? "")) !== undefined;
    return { buyers, zone, today, clock, isDone };
  });
  if (begun.isDone) return;
  const { zone, today, clock, buyers } = begun;
  const actOn = (day: string, by: Actor): Act => {
    const morning = plusMs(startOfDay(day, zone), 9 * hourMs);
    const now = deps.clock.now();
    return { organizationId, actor: by, now: morning < now ? morning : now, ids: deps.ids };
  };
  const world: World = { buyers, today, zone, actOn };
  const months = monthsBetween(monthsBefore(today, length), today);
  for (const [at, { start, end }] of months.entries()) {
    tally(at, months.length);
    if (isStopping()) return;
    if (clock !== undefined && clock >= end) continue;
    await inOrganization(deps.db, organizationId, async (tx) => {
      await beginMonth(tx, world, { start, actor, monthsAgo: months.length - 1 - at });
      for (let day = start; day <= end; day = plusDays(day, 1)) {
        await liveDay(tx, world, day, actor);
        if (day > plusDays(today, -emailedDays)) await emailInvoices(tx, actOn(day, actor), deps, day);
      }
      // All that was due until then has happened.
      await moveClocks(
        tx,
        buyers.map(({ customer }) => customer),
        end,
      );
      if (end === today)
        for (const { customer } of buyers) await endTestClock(tx, actOn(end, actor), customer);
    });
  }
}

async function beginMonth(
  tx: Tx,
  { buyers, actOn }: World,
  { start, actor, monthsAgo }: { start: string; actor: Actor; monthsAgo: number },
): Promise<void> {
  const act = actOn(start, actor);
  await setRate(tx, act, { currency_code: "EUR", date: start, rate: euroRate(monthsAgo) });
  for (const { customer } of buyers)
    if ((await findTestClock(tx, customer)) === undefined) await startTestClock(tx, act, customer, start);
}

/** One day: what is due happens, money comes in, and people do what they do. */
async function liveDay(tx: Tx, world: World, day: string, actor: Actor): Promise<void> {
  const { buyers, today, actOn } = world;
  const dayOf = (daysAgo: number) => plusDays(today, -daysAgo);
  for (const customer of await listDueBuyers(tx, day))
    await advanceTestClock(tx, actOn(day, systemActor), customer, day);
  const act = actOn(day, actor);
  for (const invoice of await listOpenInvoices(tx, day)) await pay(tx, act, world, { invoice, day });
  for (const { life, customer } of buyers) {
    const deeds = life.deeds.filter(({ daysAgo }) => dayOf(daysAgo) === day);
    const isFirst = dayOf(life.begins) === day;
    if (!isFirst && deeds.length === 0) continue;
    await advanceTestClock(tx, act, customer, day);
    if (isFirst) await sell(tx, act, { life, customer });
    for (const deed of deeds) await carryOut(tx, act, deed, { reference: life.reference, dayOf });
  }
}

async function sell(tx: Tx, act: Act, { life, customer }: Buyer): Promise<void> {
  const { reference, sale, coupon, trial_days, billing_cycles, auto_collect = false } = life;
  await createSubscription(tx, act, {
    customer_id: customer,
    ...sale,
    auto_collect,
    reference,
    salesperson: "Dana Demo",
    ...(coupon !== undefined && { coupon }),
    ...(billing_cycles !== undefined && { billing_cycles }),
    ...((trial_days !== undefined || auto_collect) && { trial_days: trial_days ?? 0 }),
  });
}

/** Pays an invoice on the day on which its customer does. */
async function pay(
  tx: Tx,
  act: Act,
  { buyers, today }: World,
  { invoice, day }: { invoice: OpenInvoice; day: string },
): Promise<void> {
  const life = buyers.find(({ life: one }) => one.reference === invoice.reference)?.life;
  if (life === undefined || plusDays(invoice.date, life.paysAfter) > day) return;
  if (life.owes !== undefined && invoice.date >= plusDays(today, -life.owes)) return;
  const amount = amountText(invoice.balance, invoice.currency_code);
  await recordPayment(tx, act, {
    customer_id: invoice.customer_id,
    amount,
    date: day,
    mode: life.paysAfter % 3 === 0 ? "check" : "bank_transfer",
    reference_number: invoice.number,
    invoices: [{ invoice_id: invoice.id, amount }],
  });
}
