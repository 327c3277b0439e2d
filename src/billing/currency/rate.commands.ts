import { AppError } from "#kernel/errors.ts";
import { compare, ratio, ratioOf } from "#kernel/ratio.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { deleteRate, type ExchangeRate, findFirstRate, findRate, saveRate } from "./exchange-rate.store.ts";

/** The rate at which a document of this day is reckoned in the base currency: 1 for that itself. Refuses where none is known. */
export async function rateOn(
  tx: Tx,
  on: { base: string; currency: string; day: string },
  remedy?: string,
): Promise<string> {
  if (on.currency === on.base) return "1";
  return (await getRate(tx, on, remedy)).rate;
}

const giveIt =
  "Give exchange_rate, or add a rate for that day or an earlier one at Settings > Exchange rates.";

/** The rate of a document: the one that was given with it, else that of its day. In the base currency any but 1 is refused. */
export async function rateGiven(
  tx: Tx,
  on: { base: string; currency: string; day: string },
  given: string | undefined,
): Promise<string> {
  const { base, currency } = on;
  if (given === undefined) return rateOn(tx, on, giveIt);
  if (currency !== base) return given;
  if (compare(ratioOf(given), ratio(1n)) === 0) return "1";
  const problem = `must be 1, because ${base} is the organization's own currency; leave it out`;
  throw new AppError("request.invalid", { part: "body", fields: [{ path: "exchange_rate", problem }] });
}

/** The rate in force on a day, with the day that it was set for; refuses with `exchange_rate.missing`, and what to do. */
export async function getRate(
  tx: Tx,
  { base, currency, day }: { base: string; currency: string; day: string },
  remedy?: string,
): Promise<ExchangeRate> {
  const rate = await findRate(tx, currency, day);
  if (rate === undefined)
    throw new AppError("exchange_rate.missing", {
      currency_code: currency,
      date: day,
      message: `No exchange rate from ${currency} to ${base} is known for ${day}`,
      ...(remedy === undefined ? {} : { remedy }),
    });
  return rate;
}

/**
 * The rate that a report takes for a day: the one in force, or before the first one that first one, so that a day of long
 * ago takes no figure away. Documents never do. Refuses with `exchange_rate.missing` where the currency has no rate.
 */
export async function nearestRate(
  tx: Tx,
  { base, currency, day }: { base: string; currency: string; day: string },
): Promise<ExchangeRate> {
  const rate = (await findRate(tx, currency, day)) ?? (await findFirstRate(tx, currency));
  if (rate === undefined)
    throw new AppError("exchange_rate.missing", {
      currency_code: currency,
      date: day,
      message: `No exchange rate from ${currency} to ${base} is known`,
      remedy: `Add a rate of ${currency} at Settings > Exchange rates.`,
    });
  return rate;
}

type Dated = { currency_code: string; date: string };

/** Sets the rate of a currency from a day on. Documents keep the rate that they were written with. */
export async function setRate(
  tx: Tx,
  act: Act,
  { currency_code, date, rate }: Dated & { rate: string },
): Promise<ExchangeRate> {
  const { base_currency } = await getBillingOrganization(tx);
  if (currency_code === base_currency) throw new AppError("exchange_rate.base", { currency_code });
  const set = { organization_id: act.organizationId, currency_code, date, rate, updated_at: act.now };
  await saveRate(tx, set);
  await tell(tx, act, set, { action: "set", rate });
  return set;
}

/** Takes back the rate that was set for a day; the one before it holds instead. */
export async function removeRate(tx: Tx, act: Act, { currency_code, date }: Dated): Promise<void> {
  const of = { organization_id: act.organizationId, currency_code, date };
  if (!(await deleteRate(tx, of))) throw new AppError("exchange_rate.not_found", { currency_code, date });
  await tell(tx, act, of, { action: "deleted" });
}

async function tell(
  tx: Tx,
  act: Act,
  { currency_code, date }: Dated,
  { action, ...details }: { action: string; rate?: string },
): Promise<void> {
  await recordAudit(tx, {
    organizationId: act.organizationId,
    at: act.now,
    actor: act.actor,
    action: `exchange_rate.${action}`,
    subject: { kind: "exchange_rate", id: `${currency_code} ${date}` },
    details,
  });
}
