import { z } from "zod";
import { type Instant, msOf, plusMs } from "#kernel/time.ts";
import type { Failure } from "./failure.ts";

/** An access token. `apiDomain` is where Zoho says it may be used; absent where the CRM did not say. */
export type Token = { accessToken: string; apiDomain: string | undefined; expiresAt: Instant };

/** What is kept of a connection's access. `throttledUntil`: the token endpoint is not asked before then. */
export type TokenState = { token: Token | undefined; throttledUntil: Instant | undefined };

/**
 * Where a connection's one access token lives, shared by all processes: Zoho kills the oldest of sixteen and gives
 * at most ten in ten minutes. Contract of `withToken`: read the state; if `isDue` is false for it, give it. Else take
 * the connection's lock, which holds across processes, read again, and if it is still due call `refresh` once, store
 * its answer, release the lock, give the answer. If `refresh` throws, nothing is stored, the lock is released and the
 * error goes on. The lock has to outlive the request in it (60 seconds).
 */
export type TokenStore = {
  withToken(
    isDue: (state: TokenState) => boolean,
    refresh: (state: TokenState) => Promise<TokenState>,
  ): Promise<TokenState>;
};

/** A token is replaced five minutes before it expires, so that none expires on the way. */
const earlyMs = 5 * 60_000;
/** Zoho counts tokens by ten minutes: asking earlier prolongs the refusal. */
const throttleMs = 10 * 60_000;

export const noToken: TokenState = { token: undefined, throttledUntil: undefined };

/** Whether to ask for a new token now. `avoid` is an access token that the CRM has refused. */
export function isRefreshDue(state: TokenState, now: Instant, avoid: string | undefined): boolean {
  const { token } = state;
  const isGood =
    token !== undefined && token.accessToken !== avoid && msOf(now) < msOf(token.expiresAt) - earlyMs;
  return !isGood && !isThrottled(state, now);
}

/** The token to use now, even in its last five minutes (a throttled refresh leaves nothing better). */
export function usableToken(state: TokenState, now: Instant, avoid: string | undefined): Token | undefined {
  const { token } = state;
  return token !== undefined && token.accessToken !== avoid && msOf(now) < msOf(token.expiresAt)
    ? token
    : undefined;
}

function isThrottled(state: TokenState, now: Instant): boolean {
  return state.throttledUntil !== undefined && msOf(now) < msOf(state.throttledUntil);
}

const Granted = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  api_domain: z.url().optional(),
  expires_in: z.number().positive(),
});

const Denied = z.object({ error: z.string() });

export type TokenAnswer =
  | { ok: true; token: Token; refreshToken: string | undefined }
  | { ok: false; failure: Failure };

/**
 * Reads the token endpoint's answer. Its HTTP status says nothing (errors come with 200); only the presence of
 * `access_token` does. `kind` decides the words of a refusal.
 */
export function readTokenAnswer(body: unknown, now: Instant, kind: "zsc" | "oauth"): TokenAnswer {
  const granted = Granted.safeParse(body);
  if (granted.success) {
    const { access_token, refresh_token, api_domain, expires_in } = granted.data;
    const token = {
      accessToken: access_token,
      apiDomain: api_domain,
      expiresAt: plusMs(now, expires_in * 1000),
    };
    return { ok: true, token, refreshToken: refresh_token };
  }
  const denied = Denied.safeParse(body);
  if (denied.success) return { ok: false, failure: denialOf(denied.data.error, now, kind) };
  const issue = granted.error.issues[0];
  return {
    ok: false,
    failure: {
      kind: "malformed",
      path: `token.${issue?.path.join(".") ?? ""}`,
      detail: issue?.message ?? "",
    },
  };
}

function denialOf(error: string, now: Instant, kind: "zsc" | "oauth"): Failure {
  const code = error.toLowerCase().replaceAll(/[\s_-]+/g, "_");
  if (code === "access_denied") {
    return { kind: "rejected", reason: "throttled", until: plusMs(now, throttleMs), detail: error };
  }
  if (code.includes("inactive")) return { kind: "rejected", reason: "user_inactive", detail: error };
  if (kind === "zsc" && code.startsWith("invalid"))
    return { kind: "rejected", reason: "invalid_key", detail: error };
  if (code.startsWith("invalid_client")) return { kind: "rejected", reason: "invalid_client", detail: error };
  if (code === "invalid_code" || code === "invalid_grant")
    return { kind: "rejected", reason: "revoked", detail: error };
  return { kind: "rejected", reason: "other", detail: error };
}
