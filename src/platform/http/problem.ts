import { AppError, statusOf, viewOf } from "#kernel/errors.ts";
import { isConnectionLoss, isDiskFull } from "#platform/db/db.ts";
import type { Log } from "#platform/log/log.ts";

/** The answer to whatever was thrown: a refusal, an outage of the database, or a bug (logged with its stack, not shown). */
export function problemResponse(log: Log, error: unknown, requestId: string): Response {
  const known = asAppError(error);
  if (known === undefined) log.error({ err: error, request_id: requestId }, "unexpected failure");
  else if (statusOf(known.code) >= 500) log.warn({ code: known.code, request_id: requestId }, known.message);
  const { code, facts } = known ?? new AppError("server.failed");
  const body = { error: { ...viewOf(code, facts), request_id: requestId } };
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (typeof facts["retry_after_seconds"] === "number")
    headers["retry-after"] = String(facts["retry_after_seconds"]);
  if (Array.isArray(facts["allow"])) headers["allow"] = facts["allow"].join(", ");
  return new Response(JSON.stringify(body), { status: statusOf(code), headers });
}

function asAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (isDiskFull(error)) return new AppError("server.disk_full");
  if (isConnectionLoss(error)) return new AppError("server.unavailable");
  // Text that PostgreSQL cannot hold (NUL, a lone surrogate) comes from outside: the caller's mistake, not ours.
  if (error instanceof Error && "code" in error && (error.code === "22021" || error.code === "22P05")) {
    return new AppError("request.invalid", {
      message: "A text holds a character that cannot be stored (U+0000 or half a surrogate pair)",
      remedy: "Remove the character and send it again.",
    });
  }
  return undefined;
}
