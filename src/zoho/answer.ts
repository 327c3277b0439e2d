import { z } from "zod";
import { type Instant, isInstant } from "#kernel/time.ts";
import type { Failure } from "./failure.ts";
import { parseJson } from "./json.ts";
import type { Loss } from "./loss.ts";

/** A call as the features word it. `module` and `view` are what a refusal is about. */
export type CrmRequest = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the API domain: `/crm/v8/Accounts`. */
  path: string;
  query?: Record<string, string | undefined>;
  headers?: Record<string, string>;
  body?: unknown;
  /** Whether it changes records: then a lost answer leaves the outcome unknown, and it is never sent twice. */
  writes?: boolean;
  /** What it costs by the CRM's rules if it is answered. */
  credits: number;
  /** The key under which an answer tells of items one by one, whatever its status; `data` unless said. */
  rowsKey?: string;
  module?: string;
  view?: string;
};

/** What came over the wire. */
export type Exchange =
  | { kind: "answered"; status: number; headers: Headers; text: string; bytes: number }
  | ({ kind: "lost" } & Loss)
  | { kind: "too_large"; limitBytes: number }
  | { kind: "cancelled"; sent: boolean };

/** A readable answer. `body` is undefined for 204 and 304, which mean "no rows" and "nothing newer". */
export type Answer = { status: number; body: unknown; bytes: number; serverTime: Instant | undefined };

export type Verdict =
  | { kind: "answer"; answer: Answer }
  /** The access token was refused; another one may help. */
  | { kind: "token_refused"; detail: string }
  /** 429: too many calls at once, or no credits left. */
  | { kind: "busy"; askedMs: number | undefined; creditsLeft: number | undefined }
  /** Worth another try; the failure to report when tries are used up. */
  | { kind: "again"; failure: Failure }
  | { kind: "failed"; failure: Failure };

/** Zoho's error object, at the top of an answer or in the rows of a write. */
export const ErrorBody = z.object({
  code: z.string(),
  message: z.string().default(""),
  details: z.record(z.string(), z.unknown()).catch({}),
  status: z.literal("error").optional(),
});

export type ErrorBody = z.infer<typeof ErrorBody>;

/** What an exchange means for the call. Decides alone which losses are safe to repeat (docs/faults.md 1 to 23). */
export function judge(request: CrmRequest, exchange: Exchange): Verdict {
  switch (exchange.kind) {
    case "cancelled":
      return {
        kind: "failed",
        failure:
          request.writes && exchange.sent ? unknown("other", "cancelled on the way") : { kind: "cancelled" },
      };
    case "too_large":
      if (request.writes)
        return { kind: "failed", failure: unknown("unreadable", "the answer is too large") };
      return {
        kind: "failed",
        failure: { kind: "too_large", what: "answer", limitBytes: exchange.limitBytes },
      };
    case "lost":
      return judgeLoss(request, exchange);
    default:
      return judgeAnswer(request, exchange);
  }
}

function judgeLoss(request: CrmRequest, loss: Loss): Verdict {
  const failure: Failure = { kind: "unreachable", cause: loss.cause, detail: loss.detail };
  // A certificate does not get better by asking again, and asking is what an attacker waits for.
  if (loss.cause === "insecure") return { kind: "failed", failure };
  if (request.writes && loss.sent) return { kind: "failed", failure: unknown(loss.cause, loss.detail) };
  return { kind: "again", failure };
}

function judgeAnswer(request: CrmRequest, exchange: Exchange & { kind: "answered" }): Verdict {
  const { status, headers, text, bytes } = exchange;
  const serverTime = serverTimeOf(headers);
  if (status === 429)
    return { kind: "busy", askedMs: retryAfterMs(headers), creditsLeft: creditsLeftOf(headers) };
  if (status === 204 || status === 304)
    return { kind: "answer", answer: { status, body: undefined, bytes, serverTime } };
  if (status >= 300 && status < 400) {
    return {
      kind: "failed",
      failure: {
        kind: "wrong_host",
        host: hostOf(headers.get("location")),
        expected: "an answer, not a redirect",
      },
    };
  }
  if (status === 413 || status === 414)
    return { kind: "failed", failure: { kind: "too_large", what: "request" } };
  if (status >= 500) {
    const detail = `HTTP ${status}`;
    if (request.writes) return { kind: "failed", failure: unknown("server_error", detail) };
    return { kind: "again", failure: { kind: "unreachable", cause: "server_error", detail } };
  }
  const isJson = /\bjson\b/i.test(headers.get("content-type") ?? "");
  const parsed = isJson ? parseJson(text) : undefined;
  if (parsed === undefined)
    return unreadable(request, status, isJson ? "JSON that breaks off" : `no JSON (HTTP ${status})`);
  if (status === 412) {
    const ids = idsRefused(parsed.value);
    return { kind: "failed", failure: { kind: "changed_since", module: request.module ?? "", ids } };
  }
  const error = errorIn(request, parsed.value);
  if (error !== undefined) return judgeError(request, status, error);
  if (status < 300 || hasRows(request, parsed.value))
    return { kind: "answer", answer: { status, body: parsed.value, bytes, serverTime } };
  return unreadable(request, status, `HTTP ${status} without a reason`);
}

function unreadable(request: CrmRequest, status: number, detail: string): Verdict {
  if (status === 401) return { kind: "token_refused", detail };
  if (request.writes) return { kind: "failed", failure: unknown("unreadable", detail) };
  return { kind: "again", failure: { kind: "malformed", path: "$", detail } };
}

function judgeError(request: CrmRequest, status: number, error: ErrorBody): Verdict {
  if (status === 401 && error.code !== "OAUTH_SCOPE_MISMATCH")
    return { kind: "token_refused", detail: error.code };
  return { kind: "failed", failure: failureOf(request, status, error) };
}

const Refused = z.object({ details: z.object({ id: z.string() }) });

/** The records that a 412 names: those that were changed after the time of If-Unmodified-Since. */
function idsRefused(body: unknown): string[] {
  const items = z.object({ data: z.array(z.unknown()) }).safeParse(body);
  return (items.success ? items.data.data : []).flatMap((item) => {
    const read = Refused.safeParse(item);
    return read.success ? [read.data.details.id] : [];
  });
}

/** Zoho's error codes in our words. */
export function failureOf(
  request: Pick<CrmRequest, "module" | "view">,
  status: number,
  error: ErrorBody,
): Failure {
  const module = request.module ?? "";
  const about = request.module === undefined ? {} : { module: request.module };
  const { code, details } = error;
  const param = paramOf(details);
  if (code === "INVALID_MODULE") return { kind: "invalid_module", module };
  if (["NO_PERMISSION", "AUTHORIZATION_FAILED", "OAUTH_SCOPE_MISMATCH"].includes(code)) {
    return { kind: "no_permission", ...about, detail: code };
  }
  if (code === "ALREADY_MODIFIED") return { kind: "changed_since", module, ids: [] };
  if (code === "EXPIRED_VALUE" && param === "page_token")
    return { kind: "scan_expired", reason: "token_expired" };
  if (code === "TOKEN_BOUND_DATA_MISMATCH" || (code === "INVALID_DATA" && param === "page_token")) {
    return { kind: "scan_expired", reason: "parameters_changed" };
  }
  if (code === "PAGINATION_LIMIT_EXCEEDED") return { kind: "scan_limit", limit: 100_000 };
  if (code === "DISCRETE_PAGINATION_LIMIT_EXCEEDED" || code === "LIMIT_REACHED")
    return { kind: "scan_limit", limit: 2000 };
  if (code === "INVALID_DATA" && param === "cvid")
    return { kind: "invalid_view", module, view: request.view ?? "" };
  if (code === "INVALID_DATA" && param === "fields") return { kind: "field_gone", module, fields: [] };
  const column = details["column_name"];
  if (code === "INVALID_QUERY" && typeof column === "string" && details["operator"] === undefined) {
    return { kind: "field_gone", module, fields: [column] };
  }
  return { kind: "refused", status, code, message: error.message, details };
}

/** The parameter that a refusal is about. A bulk job names it by its path in the body: `$.query.cvid`. */
function paramOf(details: Record<string, unknown>): unknown {
  const path = details["json_path"];
  const inQuery = typeof path === "string" ? /^\$\.query\.(\w+)/.exec(path)?.[1] : undefined;
  return details["param_name"] ?? details["api_name"] ?? inQuery;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The CRM's clock as its Date header tells it (RFC 9110), in whole seconds. */
export function serverTimeOf(headers: Headers): Instant | undefined {
  const parts = /^\w{3}, (\d{2}) (\w{3}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT$/.exec(headers.get("date") ?? "");
  if (parts === null) return undefined;
  const [, day, month, year, time] = parts;
  const number = String(months.indexOf(month ?? "") + 1).padStart(2, "0");
  const instant = `${year}-${number}-${day}T${time}.000Z`;
  return isInstant(instant) ? instant : undefined;
}

/** API credits left in the window; Zoho tells once half of them are used. */
export function creditsLeftOf(headers: Headers): number | undefined {
  const text = headers.get("x-api-credits-remaining") ?? "";
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function retryAfterMs(headers: Headers): number | undefined {
  const text = headers.get("retry-after") ?? "";
  return /^\d{1,6}$/.test(text) ? Number(text) * 1000 : undefined;
}

function unknown(cause: (Failure & { kind: "unknown_outcome" })["cause"], detail: string): Failure {
  return { kind: "unknown_outcome", cause, detail };
}

function errorIn(request: CrmRequest, body: unknown): ErrorBody | undefined {
  if (hasRows(request, body)) return undefined;
  const parsed = ErrorBody.safeParse(body);
  return parsed.success ? parsed.data : undefined;
}

function hasRows({ rowsKey = "data" }: Pick<CrmRequest, "rowsKey">, body: unknown): boolean {
  return (
    typeof body === "object" && body !== null && Array.isArray((body as Record<string, unknown>)[rowsKey])
  );
}

function hostOf(location: string | null): string {
  return location !== null && URL.canParse(location) ? new URL(location).host : (location ?? "nowhere");
}
