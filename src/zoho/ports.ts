import type { Clock } from "#kernel/time.ts";
import type { AllowedHosts } from "./data-centres.ts";
import type { TokenStore } from "./token.ts";

/** A request as it is sent. Redirects are answers, never followed. */
export type Sent = {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect: "manual";
  signal: AbortSignal;
};

/** What the client needs from outside. A simulator brings its own of each. */
export type ZohoPorts = {
  /** The machine's own unless given. */
  fetch?: (url: string, request: Sent) => Promise<Response>;
  clock: Clock;
  /** Resolves after so many milliseconds, or at once when `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** `sleep` for the time limit of a request, where the two have to differ (a test that skips waits); default: `sleep`. */
  deadline?(ms: number, signal: AbortSignal): Promise<void>;
  /** A number in [0, 1). */
  random(): number;
  tokens: TokenStore;
  log: { debug(facts: object, message: string): void; warn(facts: object, message: string): void };
  /** Aborted when the run is cancelled or its lease is lost: nothing is sent afterwards. */
  signal?: AbortSignal;
};

/** What proves that we may use the CRM. */
export type Credential =
  | { kind: "zsc"; email: string; key: string }
  | { kind: "oauth"; clientId: string; clientSecret: string; refreshToken: string };

/** A CRM and the way into it. Addresses without a slash at the end. */
export type ZohoConnection = {
  accountsUrl: string;
  /** Where the API answers; pinned when the connection was made. A token for another place is refused. */
  apiDomain: string;
  allowed: AllowedHosts;
  credential: Credential;
  /** Calls at once (default 5, what Zoho's free edition takes). */
  limits?: { concurrency?: number };
};
