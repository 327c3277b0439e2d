import type { Failure, Outcome } from "#zoho/failure.ts";

/** Ends a run because the CRM gave no answer to go on with. Carries the failure as a value. */
export class CrmTrouble extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`crm: ${failure.kind}`);
    this.failure = failure;
  }
}

/** The value of an outcome; a failure ends the run. */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new CrmTrouble(outcome.failure);
  return outcome.value;
}
