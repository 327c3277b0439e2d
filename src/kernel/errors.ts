/**
 * Every refusal of Concord: code, HTTP status, title, remedy. One table, so that page, API, command line and
 * documentation (docs/reference/errors.md is printed from it) say the same. A code that is missing here does not compile.
 */
const table = {
  "request.invalid": [400, "The request has invalid fields", "Correct the named fields and send it again."],
  "request.not_json": [400, "The request body is not JSON", "Send a JSON object with Content-Type: application/json."],
  "request.cross_site": [403, "The request came from another site", "Send it from a page of this server, or with an API key."],
  "request.too_large": [413, "The request body is too large", "Send less at once."],
  "request.too_many": [429, "Too many requests", "Wait for the time that Retry-After names, then try again."],
  "request.key_reused": [422, "This Idempotency-Key was used for another request", "Send the request with a new key."],
  "request.in_progress": [409, "A request with this Idempotency-Key is still running", "Wait for its answer, then send it again."],
  "route.not_found": [404, "There is nothing at this address", "Check the address; the API is described at /api/openapi.json."],
  "auth.required": [401, "Sign in first", "Sign in, or send an API key in the Authorization header."],
  "auth.key_invalid": [401, "The API key is not valid", "Create a new key under Settings > API keys."],
  "auth.forbidden": [403, "Your role does not allow this", "Ask an administrator of the organization."],
  "auth.organization_unknown": [404, "There is no such organization", "Choose one you are a member of."],
  "server.failed": [500, "Something went wrong on our side", "Try again; if it happens again, report the request id."],
  "server.unavailable": [503, "The database cannot be reached", "Try again in a moment; nothing was changed."],
} as const satisfies Record<string, readonly [status: number, title: string, remedy: string]>;

export type ErrorCode = keyof typeof table;

/** What the caller may know beside the code: names of fields, values, ids. Never secrets. */
export type Facts = Record<string, unknown>;

/** One field that was refused, and what to do about it. `path` is dotted: `billing_address.zip`. */
export type FieldProblem = { path: string; problem: string };

/** A refusal on its way to the user. Thrown past the core, turned into an answer by platform/http. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: Facts;

  constructor(code: ErrorCode, facts: Facts = {}) {
    super(`${code}: ${table[code][1]}`);
    this.code = code;
    this.facts = facts;
  }
}

/** How an error is shown, in every place alike. */
export type ErrorView = { code: ErrorCode; title: string; remedy: string; details: Facts };

/** HTTP status of a code. */
export function statusOf(code: ErrorCode): number {
  return table[code][0];
}

/** The words for a refusal. `facts.message`, if given, says it more precisely than the title. */
export function viewOf(code: ErrorCode, facts: Facts = {}): ErrorView {
  const [, title, remedy] = table[code];
  const { message, remedy: better, ...details } = facts;
  return {
    code,
    title: typeof message === "string" ? message : title,
    remedy: typeof better === "string" ? better : remedy,
    details,
  };
}

/** All codes with status, title and remedy, in table order: for the printed reference. */
export function allErrors(): { code: ErrorCode; status: number; title: string; remedy: string }[] {
  return (Object.keys(table) as ErrorCode[]).map((code) => {
    const [status, title, remedy] = table[code];
    return { code, status, title, remedy };
  });
}
