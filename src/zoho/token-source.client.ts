import type { Failure } from "./failure.ts";
import type { ZohoConnection, ZohoPorts } from "./ports.ts";
import { isRefreshDue, type Token, usableToken } from "./token.ts";
import { requestToken } from "./token.client.ts";

export type TokenOutcome = { ok: true; value: Token } | { ok: false; failure: Failure };

/**
 * Gives the connection's access token; `avoid` is one that the CRM has refused. The last one is remembered, so that
 * not every call asks the store.
 */
export function createTokenSource(
  ports: ZohoPorts,
  connection: ZohoConnection,
): (avoid: string | undefined) => Promise<TokenOutcome> {
  let known: Token | undefined;

  return async (avoid) => {
    const now = ports.clock.now();
    const state = { token: known, throttledUntil: undefined };
    if (known !== undefined && !isRefreshDue(state, now, avoid)) return { ok: true, value: known };
    let failure: Failure | undefined;
    const kept = await ports.tokens.withToken(
      (stored) => isRefreshDue(stored, ports.clock.now(), avoid),
      async (stored) => {
        const answer = await requestToken(ports, connection);
        if (answer.ok) return { token: answer.token, throttledUntil: undefined };
        failure = answer.failure;
        const until = failure.kind === "rejected" ? failure.until : undefined;
        return { ...stored, throttledUntil: until ?? stored.throttledUntil };
      },
    );
    known = usableToken(kept, ports.clock.now(), avoid);
    if (known !== undefined) return { ok: true, value: known };
    const throttled: Failure = {
      kind: "rejected",
      reason: "throttled",
      detail: "no access token for now",
      ...(kept.throttledUntil === undefined ? {} : { until: kept.throttledUntil }),
    };
    return { ok: false, failure: failure ?? throttled };
  };
}
