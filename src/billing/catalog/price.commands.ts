import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { type AddonScheme, type PlanScheme, type GivenPrice, type PlanPrice, pricesFor } from "./price.ts";

/** A price as somebody gives it; without a currency it is in the organization's. */
export type PriceInput = Omit<GivenPrice, "currency_code"> & { currency_code?: string | undefined };

/** The prices of a scheme in canonical form; refuses those that are not of its form, field by field. */
export async function checkedPrices(
  tx: Tx,
  scheme: PlanScheme | AddonScheme,
  given: readonly PriceInput[],
): Promise<PlanPrice[]> {
  const isWithout = given.some(({ currency_code }) => currency_code === undefined);
  const base = isWithout ? (await getBillingOrganization(tx)).base_currency : "";
  const prices = pricesFor(
    scheme,
    given.map((price) => ({ ...price, currency_code: price.currency_code ?? base })),
  );
  if (!prices.ok) throw new AppError("request.invalid", { part: "body", fields: prices.refusal });
  return prices.value;
}
