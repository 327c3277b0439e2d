import { AppError } from "#kernel/errors.ts";
import { minorOf, placesProblem } from "#kernel/money.ts";

/** The minor units of an amount that somebody gave; refuses nothing, and more places than the currency has, by its field. */
export function givenAmount(text: string, currency: string, path: string): bigint {
  const amount = minorOf(text, currency);
  if (amount !== undefined && amount > 0n) return amount;
  const problem = placesProblem(text, currency) ?? "must be more than 0";
  throw new AppError("request.invalid", { part: "body", fields: [{ path, problem }] });
}
