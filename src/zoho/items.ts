import { z } from "zod";
import { ErrorBody, failureOf } from "./answer.ts";
import { malformed, type Read, readBody } from "./read.ts";

const Success = z.looseObject({ status: z.literal("success"), details: z.looseObject({}) });

/**
 * The one item of an answer that tells of items: what it says in detail, or why it was refused. The answer may have
 * any status; an item that is neither is malformed, never a success.
 */
export function readItem<Value>(
  about: { key: string; status: number; module?: string },
  details: z.ZodType<Value>,
  body: unknown,
): Read<Value> {
  const { key, status, ...request } = about;
  const read = readBody(z.looseObject({ [key]: z.array(z.unknown()).length(1) }), body);
  if (!read.ok) return read;
  const item = (read.value[key] as unknown[])[0];
  const success = Success.safeParse(item);
  if (success.success) return readBody(details, success.data.details, [key, 0, "details"]);
  const error = ErrorBody.required({ status: true }).safeParse(item);
  if (error.success) return { ok: false, failure: failureOf(request, status, error.data) };
  return { ok: false, failure: malformed([key, 0], "neither a success nor an error") };
}
