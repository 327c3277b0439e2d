import type { ErrorCode, Facts } from "#kernel/errors.ts";
import { explain, type Failure } from "#zoho/failure.ts";

/** A CRM failure in our codes. `lasting`: a person has to mend it, so the connection shows it until then (F6, F92). */
export type CrmProblem = { code: ErrorCode; facts: Facts; lasting: boolean };

/** How a failure of the CRM is told: our code, the client's words, and whether it stays until somebody acts. */
export function problemOf(failure: Failure): CrmProblem {
  const { message, remedy } = explain(failure);
  const { code, lasting } = codeOf(failure);
  return { code, lasting, facts: { message, remedy, ...factsOf(failure) } };
}

/** Whether runs fail for a problem; those that it does not keep from their work are done with a notice. */
export function stopsRuns(code: string | null): boolean {
  return code !== null && code !== "settings.currency_differs" && code !== "settings.field_gone";
}

/** Whether a failure goes by itself, so that it is worth another try before the schedule's. */
export function passes(code: ErrorCode): boolean {
  return code === "connection.unreachable" || code === "connection.throttled" || code === "run.storage_full";
}

function codeOf(failure: Failure): { code: ErrorCode; lasting: boolean } {
  switch (failure.kind) {
    case "rejected":
      if (failure.reason === "throttled") return { code: "connection.throttled", lasting: false };
      return {
        code: failure.reason === "user_inactive" ? "connection.user_inactive" : "connection.key_refused",
        lasting: true,
      };
    case "no_permission":
    case "invalid_module":
      return { code: "connection.no_access", lasting: true };
    case "invalid_view":
      return { code: "settings.view_gone", lasting: true };
    case "field_gone":
      return { code: "settings.field_gone", lasting: true };
    case "wrong_host":
      return { code: "connection.url_refused", lasting: true };
    case "unreachable":
      // A run that is done takes the notice away again.
      return { code: "connection.unreachable", lasting: true };
    case "rate_limited":
      return { code: "connection.unreachable", lasting: false };
    default:
      return { code: "run.crm_refused", lasting: false };
  }
}

function factsOf(failure: Failure): Facts {
  if (failure.kind === "refused") return { crm_code: failure.code, crm_message: failure.message };
  if (failure.kind === "no_permission" || failure.kind === "invalid_module")
    return { module: failure.module ?? null };
  if (failure.kind === "field_gone") return { module: failure.module, fields: failure.fields };
  return { failure: failure.kind };
}
