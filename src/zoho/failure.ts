import type { Instant } from "#kernel/time.ts";

/** How a request was lost on the way: before the far side got it, or after. */
export type LossCause =
  | "refused"
  | "unknown_host"
  | "insecure"
  | "timeout"
  | "reset"
  | "server_error"
  | "other";

export type RejectReason =
  | "invalid_key"
  | "invalid_client"
  | "user_inactive"
  | "revoked"
  | "throttled"
  | "other";

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
  /** `ids` of the records that were changed, as far as the CRM names them. */
  | { kind: "changed_since"; module: string; ids: string[] }
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

type Words = { message: string; remedy: string };

/** What went wrong and what to do about it, for the person who runs the connection. */
export function explain(failure: Failure): Words {
  const say = words[failure.kind] as (failure: Failure) => Words;
  return say(failure);
}

const words: { [Kind in Failure["kind"]]: (failure: Extract<Failure, { kind: Kind }>) => Words } = {
  unreachable: ({ cause }) => ({
    message: `The CRM cannot be reached: ${lossWords[cause]}`,
    remedy: lossRemedies[cause] ?? "Check that the CRM is running; the next run tries again.",
  }),
  unknown_outcome: () => ({
    message: "The CRM's answer to a change was lost",
    remedy: "Nothing to do: the record is read again before anything is sent again.",
  }),
  rejected: ({ reason, until }) => {
    const [message, remedy] = rejectWords[reason];
    return { message: until === undefined ? message : `${message} before ${until}`, remedy };
  },
  no_permission: ({ module }) => ({
    message: `The CRM user may not use ${module ?? "this part of the CRM"}`,
    remedy: "Give the user permission for it in the CRM, or use an administrator's key.",
  }),
  invalid_module: ({ module }) => ({
    message: `The CRM has no module ${module}`,
    remedy: "Enable it in the CRM, or choose another module.",
  }),
  invalid_view: ({ module, view }) => ({
    message: `The view ${view} of ${module} is gone`,
    remedy: "Choose another view in the connection's settings.",
  }),
  field_gone: ({ module, fields }) => ({
    message: `${module} lacks ${fields.length === 0 ? "a mapped field" : `the field ${fields.join(", ")}`}`,
    remedy: "Take it out of the mapping, or create it in the CRM.",
  }),
  scan_expired: () => ({
    message: "The CRM ended a list before it was read to its end",
    remedy: "Nothing to do: the list is read again from its start.",
  }),
  scan_limit: ({ limit }) => ({
    message: `The CRM lists at most ${limit} records at once`,
    remedy: "Read the view as a bulk job, or choose a smaller view.",
  }),
  rate_limited: () => ({
    message: "The CRM takes no further calls for now",
    remedy: "Nothing to do: the next run goes on. Sync less often if it happens again and again.",
  }),
  too_large: ({ what }) =>
    what === "answer"
      ? {
          message: "The CRM's answer is larger than allowed",
          remedy: "Map fewer fields, or choose a smaller view.",
        }
      : { message: "The request is too large for the CRM", remedy: "Shorten the record's long texts." },
  malformed: ({ path }) => ({
    message: `The CRM sent an answer that cannot be read (${path})`,
    remedy: "Check that the CRM address is right and that no proxy changes its answers.",
  }),
  wrong_host: ({ host, expected }) => ({
    message: `The CRM pointed to ${host} instead of ${expected}`,
    remedy: "Choose the data centre of the CRM account, and connect again.",
  }),
  changed_since: ({ module }) => ({
    message: `A record of ${module} was changed in the meantime`,
    remedy: "Nothing to do: it is read and compared again.",
  }),
  job_failed: ({ module }) => ({
    message: `The CRM could not export ${module}`,
    remedy: "Run the sync again; if it fails again, choose a smaller view.",
  }),
  refused: ({ message, code }) => ({
    message: `The CRM refused the request: ${message} (${code})`,
    remedy: "Correct what it names, and run the sync again.",
  }),
  cancelled: () => ({
    message: "The run was cancelled",
    remedy: "Start it again to go on where it stopped.",
  }),
};

const lossWords: Record<LossCause, string> = {
  refused: "nothing answers at its address",
  unknown_host: "its host name is unknown",
  insecure: "its certificate cannot be trusted",
  timeout: "it did not answer in time",
  reset: "the connection broke",
  server_error: "it reports an error of its own",
  other: "the network failed",
};

const lossRemedies: Partial<Record<LossCause, string>> = {
  insecure: "Install a valid certificate on the CRM server; Concord never goes on without one.",
  unknown_host: "Check the CRM address.",
};

const rejectWords: Record<RejectReason, readonly [message: string, remedy: string]> = {
  invalid_key: [
    "The CRM does not accept this e-mail address and ZSC key",
    "Generate a key in the CRM and enter it with its user's e-mail; the user has to be active.",
  ],
  invalid_client: ["The client id or the client secret is wrong", "Copy both from the Zoho API console."],
  user_inactive: ["The CRM user is deactivated", "Activate the user, or connect with another one."],
  revoked: ["The CRM no longer accepts this connection", "Connect again; no data is lost."],
  throttled: ["The CRM gives no access token", "Nothing to do: it is asked again after that time."],
  other: ["The CRM refused to give access", "Check the credentials, and connect again."],
};
