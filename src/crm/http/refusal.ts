import type { V8Answer } from "./answer.ts";

/** A refusal of the v8 API: HTTP status and the body that Zoho CRM would send. Thrown anywhere below a v8 route. */
export class CrmRefusal extends Error {
  readonly status: number;
  readonly body: RefusalBody;

  constructor(status: number, code: string, message: string, details: Record<string, unknown> = {}) {
    super(`${code}: ${message}`);
    this.status = status;
    this.body = { code, details, message, status: "error" };
  }
}

/** A refusal that names the rows to blame: thrown, so that nothing of the request is kept. */
export class ItemsRefusal extends Error {
  readonly answer: V8Answer;

  constructor(answer: V8Answer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

export type RefusalBody = {
  code: string;
  details: Record<string, unknown>;
  message: string;
  status: "error";
};

/** Refusals that several endpoints share, with Zoho CRM's own codes and messages. */
export const refusals = {
  noToken: () => new CrmRefusal(401, "AUTHENTICATION_FAILURE", "Authentication failed"),
  badToken: () => new CrmRefusal(401, "INVALID_TOKEN", "invalid oauth token"),
  scope: () => new CrmRefusal(401, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL"),
  permission: (name: string) =>
    new CrmRefusal(403, "NO_PERMISSION", "permission denied", { permissions: [name] }),
  url: () =>
    new CrmRefusal(404, "INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one"),
  method: () =>
    new CrmRefusal(405, "INVALID_REQUEST_METHOD", "The http request method type is not a valid one"),
  module: (details: Record<string, unknown> = { resource_path_index: 0 }) =>
    new CrmRefusal(400, "INVALID_MODULE", "the module name given seems to be invalid", details),
  missingParam: (name: string) =>
    new CrmRefusal(400, "REQUIRED_PARAM_MISSING", "required param is missing", { param_name: name }),
  invalidParam: (name: string) => new CrmRefusal(400, "INVALID_DATA", "invalid data", { param_name: name }),
  limit: (name: string, limit: number) =>
    new CrmRefusal(400, "LIMIT_EXCEEDED", "limit exceeded", { limit, param_name: name }),
  ambiguous: (...names: string[]) =>
    new CrmRefusal(400, "AMBIGUITY_DURING_PROCESSING", "ambiguity while processing the request", {
      ambiguity_due_to: names.map((param_name) => ({ param_name })),
    }),
  internal: () => new CrmRefusal(500, "INTERNAL_ERROR", "Internal Server Error"),
} as const;
