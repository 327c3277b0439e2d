import type { FieldProblem } from "#kernel/errors.ts";
import { minorOf, placesProblem, unitPriceText } from "#kernel/money.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { type Bracket, bracketProblems, type Pricing } from "./pricing.ts";

export type PlanScheme = "flat" | "per_unit" | "volume" | "tier" | "package";
export type AddonScheme = "unit" | "volume" | "tier" | "package";

/** What something costs in one currency: a price, or brackets, as its scheme says. */
export type Price = { currency_code: string; price: string | null; brackets: Bracket[] | null };

/** A plan's price; the setup fee in minor units. */
export type PlanPrice = Price & { setup_fee: bigint };

/** A price as it is given: validated texts, one of price and brackets, which one is for the scheme to say. */
export type GivenPrice = {
  currency_code: string;
  price?: string | null | undefined;
  brackets?: Bracket[] | null | undefined;
  setup_fee?: string | undefined;
};

/** The prices of a scheme, by currency, in canonical form, or what is wrong with them by field (`prices.0.price`). */
export function pricesFor(
  scheme: PlanScheme | AddonScheme,
  given: readonly GivenPrice[],
): Result<PlanPrice[], FieldProblem[]> {
  const problems = given.flatMap((price, at) => [
    ...doubled(given, at),
    ...formProblems(scheme, price, `prices.${at}`),
    ...placesProblems(scheme, price, `prices.${at}`),
  ]);
  if (problems.length > 0) return refuse(problems);
  const prices = given.map((price) => canonical(scheme, price));
  return accept(prices.toSorted((a, b) => (a.currency_code < b.currency_code ? -1 : 1)));
}

/** Whether a scheme has one price; the others have brackets. */
export function hasOnePrice(
  scheme: PlanScheme | AddonScheme,
): scheme is Extract<PlanScheme | AddonScheme, "flat" | "per_unit" | "unit"> {
  return scheme === "flat" || scheme === "per_unit" || scheme === "unit";
}

/** A price with its scheme as it is reckoned with. Throws where the price is of another form: a bug. */
export function pricingOf(
  scheme: PlanScheme | AddonScheme,
  { price, brackets }: Pick<Price, "price" | "brackets">,
): Pricing {
  if (hasOnePrice(scheme)) {
    if (price === null) throw new Error(`${scheme} pricing without a price`);
    return { scheme: scheme === "unit" ? "per_unit" : scheme, price };
  }
  if (brackets === null) throw new Error(`${scheme} pricing without brackets`);
  return { scheme, brackets };
}

function doubled(given: readonly GivenPrice[], at: number): FieldProblem[] {
  const currency = given[at]?.currency_code ?? "";
  const first = given.findIndex(({ currency_code }) => currency_code === currency);
  return first === at
    ? []
    : [{ path: `prices.${at}.currency_code`, problem: `has a price in ${currency} already` }];
}

function formProblems(
  scheme: PlanScheme | AddonScheme,
  { price, brackets }: GivenPrice,
  path: string,
): FieldProblem[] {
  const words = scheme.replace("_", " ");
  if (hasOnePrice(scheme)) {
    if (brackets != null)
      return [{ path: `${path}.brackets`, problem: `are not for ${words} pricing; give a price` }];
    return price == null ? [{ path: `${path}.price`, problem: "is missing: enter the price" }] : [];
  }
  if (price != null)
    return [{ path: `${path}.price`, problem: `is not for ${words} pricing; give brackets` }];
  return bracketProblems(brackets ?? [], `${path}.brackets`);
}

/**
 * What is asked for as it stands, whatever the quantity, has no more places than its currency; a price of one unit may
 * have them, because quantity x price is rounded once a line (docs/adr/0025-a-unit-price-is-exact.md).
 */
function placesProblems(
  scheme: PlanScheme | AddonScheme,
  { price, brackets, setup_fee, currency_code: currency }: GivenPrice,
  path: string,
): FieldProblem[] {
  // Zeros that say nothing are left out of a price; a fee is an amount, and its places are its currency's.
  const whole = [
    { field: "price", text: scheme === "flat" && price != null ? plainDecimal(price) : undefined },
    ...(scheme === "package" ? (brackets ?? []) : []).map((bracket, at) => ({
      field: `brackets.${at}.price`,
      text: plainDecimal(bracket.price),
    })),
    { field: "setup_fee", text: setup_fee },
  ];
  return whole.flatMap(({ field, text }) => {
    const problem = text === undefined ? undefined : placesProblem(text, currency);
    return problem === undefined ? [] : [{ path: `${path}.${field}`, problem }];
  });
}

function canonical(
  scheme: PlanScheme | AddonScheme,
  { currency_code: currency, price, brackets, setup_fee = "0" }: GivenPrice,
): PlanPrice {
  const isOne = hasOnePrice(scheme);
  return {
    currency_code: currency,
    price: isOne ? unitPriceText(price ?? "0", currency) : null,
    brackets: isOne
      ? null
      : (brackets ?? []).map(({ from, to, price: each }) => ({
          from: String(BigInt(from)),
          to: to === null ? null : String(BigInt(to)),
          price: unitPriceText(each, currency),
        })),
    setup_fee: minorOf(setup_fee, currency) ?? 0n,
  };
}
