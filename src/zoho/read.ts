import type { z } from "zod";
import type { Answer } from "./answer.ts";
import type { Failure, Outcome } from "./failure.ts";

/** A value read from an answer, or why it could not be. */
export type Read<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

/** Reads a body, or the part of it at a path, by a schema: the value, or the first thing that is not as described. */
export function readBody<Value>(
  schema: z.ZodType<Value>,
  body: unknown,
  at: readonly PropertyKey[] = [],
): Read<Value> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  return { ok: false, failure: malformed([...at, ...(issue?.path ?? [])], issue?.message ?? "") };
}

/** Turns an answer's body into a value; what it cost and when it was given stay. */
export function readAnswer<Value>(
  outcome: Outcome<Answer>,
  read: (answer: Answer) => Read<Value>,
): Outcome<Value> {
  if (!outcome.ok) return outcome;
  const { credits, serverTime } = outcome;
  const got = read(outcome.value);
  return got.ok
    ? { ok: true, value: got.value, serverTime, credits }
    : { ok: false, failure: got.failure, credits };
}

/** The failure for an answer that is not as the API describes it. */
export function malformed(path: readonly PropertyKey[], detail: string): Failure {
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");
  return { kind: "malformed", path: `$${text}`, detail };
}
