import type { Instant } from "#kernel/time.ts";

/** How a request was lost on the way: before the far side got it, or after. */
export type LossCause = "refused" | "unknown_host" | "insecure" | "timeout" | "reset" | "server_error" | "other";

export type RejectReason = "invalid_key" | "invalid_client" | "user_inactive" | "revoked" | "throttled" | "other";

/**
 * Why a CRM call gave no value. A value itself, because a run goes on with the next record or stops in order.
 * Only `unknown_outcome` leaves open whether the CRM did what was asked: read again before writing again.
 */
export type Failure =
  | { kind: "unreachable"; cause: LossCause; detail: string }
  | { kind: "unknown_outcome"; cause: LossCause | "unreadable"; detail: string }
  | { kind: "rejected"; reason: RejectReason; until?: Instant; detail: string }
  | { kind: "no_permission"; module?: string; detail: string }
  | { kind: "invalid_module"; module: string }
  | { kind: "invalid_view"; module: string; view: string }
  | { kind: "field_gone"; module: string; fields: string[] }
  | { kind: "scan_expired"; reason: "token_expired" | "parameters_changed" }
  | { kind: "scan_limit"; limit: number }
  | { kind: "rate_limited"; creditsLeft?: number }
  | { kind: "too_large"; what: "request" | "answer"; limitBytes?: number }
  | { kind: "malformed"; path: string; detail: string }
  | { kind: "wrong_host"; host: string; expected: string }
  | { kind: "changed_since"; module: string }
  | { kind: "job_failed"; module: string; job: string; detail: string }
  | { kind: "refused"; status: number; code: string; message: string; details: Record<string, unknown> }
  | { kind: "cancelled" };

/**
 * The answer of every CRM call. `serverTime` is the CRM's clock (its Date header, whole seconds), absent where it
 * sent none; watermarks are made of it and never of ours. `credits` is what the call cost, failed tries included.
 */
export type Outcome<Value> =
  | { ok: true; value: Value; serverTime: Instant | undefined; credits: number }
  | { ok: false; failure: Failure; credits: number };

/** What went wrong and what to do about it, for the person who runs the connection. */
export function explain(failure: Failure): { message: string; remedy: string } {
  switch (failure.kind) {
    case "unreachable":
      return { message: `The CRM cannot be reached: ${lossWords[failure.cause]}`, remedy: lossRemedy(failure.cause) };
    case "unknown_outcome":
      return { message: "The CRM's answer to a change was lost", remedy: "Nothing to do: the record is read again before anything is sent again." };
    case "rejected":
      return rejectWords(failure.reason, failure.until);
    case "no_permission":
      return {
        message: `The CRM user may not use ${failure.module ?? "this part of the CRM"}`,
        remedy: "Give the user permission for it in the CRM, or use an administrator's key.",
      };
    case "invalid_module":
      return { message: `The CRM has no module ${failure.module}`, remedy: "Enable it in the CRM, or choose another module." };
    case "invalid_view":
      return { message: `The view ${failure.view} of ${failure.module} is gone`, remedy: "Choose another view in the connection's settings." };
    case "field_gone":
      return { message: `${failure.module} has no field ${failure.fields.join(", ")}`, remedy: "Take it out of the mapping, or create it in the CRM." };
    case "scan_expired":
      return { message: "The CRM ended a list before it was read to its end", remedy: "Nothing to do: the list is read again from its start." };
    case "scan_limit":
      return { message: `The CRM lists at most ${failure.limit} records at once`, remedy: "Read the view as a bulk job, or choose a smaller view." };
    case "rate_limited":
      return { message: "The CRM refuses further calls for now", remedy: "Nothing to do: the next run goes on. Lower the sync frequency if it happens often." };
    case "too_large":
      return {
        message: failure.what === "answer" ? "The CRM's answer is larger than allowed" : "The request is too large for the CRM",
        remedy: failure.what === "answer" ? "Map fewer fields, or choose a smaller view." : "Shorten the record's long texts.",
      };
    case "malformed":
      return { message: `The CRM sent an answer that cannot be read (${failure.path})`, remedy: "Check that the CRM address is right and no proxy changes answers." };
    case "wrong_host":
      return {
        message: `The CRM pointed to ${failure.host} instead of ${failure.expected}`,
        remedy: "Choose the data centre of the CRM account, and connect again.",
      };
    case "changed_since":
      return { message: `A record of ${failure.module} was changed in the meantime`, remedy: "Nothing to do: it is read and compared again." };
    case "job_failed":
      return { message: `The CRM could not export ${failure.module}`, remedy: "Run the sync again; if it fails again, choose a smaller view." };
    case "refused":
      return { message: `The CRM refused the request: ${failure.message} (${failure.code})`, remedy: "Correct what it names, and run the sync again." };
    case "cancelled":
      return { message: "The run was cancelled", remedy: "Start it again to go on where it stopped." };
  }
}

const lossWords: Record<LossCause, string> = {
  refused: "nothing answers at its address",
  unknown_host: "its host name is unknown",
  insecure: "its certificate cannot be trusted",
  timeout: "it did not answer in time",
  reset: "the connection broke",
  server_error: "it reports an error of its own",
  other: "the network failed",
};

function lossRemedy(cause: LossCause): string {
  if (cause === "insecure") return "Install a valid certificate on the CRM server; Concord never goes on without one.";
  if (cause === "unknown_host") return "Check the CRM address.";
  return "Check that the CRM is running; the next run tries again.";
}

function rejectWords(reason: RejectReason, until: Instant | undefined): { message: string; remedy: string } {
  switch (reason) {
    case "invalid_key":
      return { message: "The CRM does not accept this e-mail address and ZSC key", remedy: "Generate a key in the CRM and enter it with its user's e-mail; the user has to be active." };
    case "invalid_client":
      return { message: "The client id or the client secret is wrong", remedy: "Copy both from the Zoho API console." };
    case "user_inactive":
      return { message: "The CRM user is deactivated", remedy: "Activate the user, or connect with another one." };
    case "revoked":
      return { message: "The CRM no longer accepts this connection", remedy: "Connect again; no data is lost." };
    case "throttled":
      return { message: `The CRM gives no access token${until === undefined ? " for now" : ` before ${until}`}`, remedy: "Nothing to do: it is asked again after that time." };
    case "other":
      return { message: "The CRM refused to give access", remedy: "Check the credentials, and connect again." };
  }
}
