import { AppError, type ErrorCode, type Facts } from "./errors.ts";
import type { Result } from "./result.ts";

/** A rule's no, as a code of the table of refusals with what there is to say. */
export type Refusal = { code: ErrorCode; facts?: Facts };

/** What a rule answered; its no is thrown as the refusal that the caller reads. */
export function decided<Value>(decision: Result<Value, Refusal>): Value {
  if (!decision.ok) throw new AppError(decision.refusal.code, decision.refusal.facts);
  return decision.value;
}
