import type { FieldProblem } from "#kernel/errors.ts";
import { compare, decimalOf, isDecimal, minus, type Ratio, ratio, ratioOf } from "#kernel/ratio.ts";

/** A range of quantities, both ends included, in whole numbers; the last may be open. `price` is decimal text. */
export type Bracket = { from: string; to: string | null; price: string };

/**
 * How a price comes from a quantity. `flat`: one price, however many. `per_unit`: a price each. `volume`: all units at
 * the price of the bracket that their number is in. `tier`: the units of each bracket at its own price. `package`: the
 * bracket that the number is in has one price for all of them.
 */
export type Pricing =
  | { scheme: "flat" | "per_unit"; price: string }
  | { scheme: "volume" | "tier" | "package"; brackets: readonly Bracket[] };

/** A line that a price is made of; `part` is the bracket whose units it is about, null where there are none. */
export type PriceLine = { part: Bracket | null; quantity: string; unit_price: string };

/**
 * The lines whose sum is the price of a quantity (decimal text above 0): one, or with `tier` one for each bracket that
 * is reached. Undefined where the quantity is beyond the last bracket. Expects brackets without problems
 * (`bracketProblems`); half a unit above a bracket is in the next one.
 */
export function priceLines(pricing: Pricing, quantity: string): PriceLine[] | undefined {
  if ("price" in pricing) {
    const units = pricing.scheme === "flat" ? "1" : quantity;
    return [{ part: null, quantity: units, unit_price: pricing.price }];
  }
  const { scheme, brackets } = pricing;
  const bracket = brackets.find(({ to }) => to === null || compare(ratioOf(quantity), ratioOf(to)) <= 0);
  if (bracket === undefined) return undefined;
  if (scheme === "tier") return tierLines(brackets.slice(0, brackets.indexOf(bracket) + 1), quantity);
  const units = scheme === "package" ? "1" : quantity;
  return [{ part: bracket, quantity: units, unit_price: bracket.price }];
}

/** What is wrong with brackets, by field (`brackets.1.from`): they begin at 1, and each where the one before ends. */
export function bracketProblems(brackets: readonly Bracket[], path = "brackets"): FieldProblem[] {
  if (brackets.length === 0) return [{ path, problem: "must have at least one bracket" }];
  return brackets.flatMap((bracket, at) => {
    const here = `${path}.${at}`;
    const forms = formProblems(bracket, here);
    if (forms.length > 0) return forms;
    return [
      ...beginProblems(bracket, brackets[at - 1], here),
      ...endProblems(bracket, at === brackets.length - 1, here),
    ];
  });
}

/** Each bracket reached takes the units up to its end; the last one what is left. */
function tierLines(reached: readonly Bracket[], quantity: string): PriceLine[] {
  return reached.map((bracket, at) => {
    const before = beforeOf(bracket);
    const isLast = at === reached.length - 1;
    const units = minus(isLast || bracket.to === null ? ratioOf(quantity) : ratioOf(bracket.to), before);
    return {
      part: bracket,
      quantity: decimalOf(units, isLast ? placesOf(quantity) : 0),
      unit_price: bracket.price,
    };
  });
}

/** The quantity that the brackets before this one cover. */
function beforeOf({ from }: Bracket): Ratio {
  return minus(ratioOf(from), ratio(1n));
}

function placesOf(decimal: string): number {
  return decimal.split(".")[1]?.length ?? 0;
}

function formProblems({ from, to, price }: Bracket, path: string): FieldProblem[] {
  const isWhole = (text: string): boolean => /^\d+$/.test(text);
  const whole = "is not a whole number";
  return [
    ...(isWhole(from) ? [] : [{ path: `${path}.from`, problem: whole }]),
    ...(to === null || isWhole(to) ? [] : [{ path: `${path}.to`, problem: whole }]),
    ...(isDecimal(price) && ratioOf(price).num >= 0n
      ? []
      : [{ path: `${path}.price`, problem: "is not a decimal number of 0 or more" }]),
  ];
}

function beginProblems({ from }: Bracket, previous: Bracket | undefined, path: string): FieldProblem[] {
  if (previous === undefined)
    return BigInt(from) === 1n ? [] : [{ path: `${path}.from`, problem: "must be 1 in the first bracket" }];
  // An end that is missing or no number has been told where it stands.
  if (previous.to === null || !/^\d+$/.test(previous.to)) return [];
  const next = BigInt(previous.to) + 1n;
  if (BigInt(from) === next) return [];
  const words = BigInt(from) > next ? "leaves a gap after" : "overlaps";
  return [{ path: `${path}.from`, problem: `${words} the bracket before: must be ${next}` }];
}

function endProblems({ from, to }: Bracket, isLast: boolean, path: string): FieldProblem[] {
  if (to === null)
    return isLast ? [] : [{ path: `${path}.to`, problem: "must have an end: only the last bracket is open" }];
  return BigInt(to) >= BigInt(from) ? [] : [{ path: `${path}.to`, problem: "must not be below from" }];
}
