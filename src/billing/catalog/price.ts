import type { FieldProblem } from "#kernel/errors.ts";
import { exponentOf, minorOf, unitPriceText } from "#kernel/money.ts";
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
    ...feeProblems(price, `prices.${at}`),
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

function feeProblems({ setup_fee = "0", currency_code: currency }: GivenPrice, path: string): FieldProblem[] {
  if (minorOf(setup_fee, currency) !== undefined) return [];
  const places = exponentOf(currency);
  return [
    {
      path: `${path}.setup_fee`,
      problem: places === 0 ? `must be whole ${currency}` : `can have ${places} places in ${currency}`,
    },
  ];
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
