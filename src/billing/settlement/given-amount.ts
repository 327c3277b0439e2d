import { AppError } from "#kernel/errors.ts";
import { amountProblem, minorOf } from "#kernel/money.ts";

/** The minor units of an amount that somebody gave; refuses nothing, more places than the currency has, and what is too large, by its field. */
export function givenAmount(text: string, currency: string, path: string): bigint {
  const amount = minorOf(text, currency) ?? 0n;
  const problem = amountProblem(text, currency) ?? (amount > 0n ? undefined : "must be more than 0");
  if (problem === undefined) return amount;
  throw new AppError("request.invalid", { part: "body", fields: [{ path, problem }] });
}
