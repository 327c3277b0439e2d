import { type Instant, msOf, plusMs } from "#kernel/time.ts";
import type { Position } from "./position.ts";

/** How long a page token is good. Source: Zoho CRM v8, "Get records". */
const validMs = 24 * 3600_000;

/** Most records that one chain of page tokens reaches. */
export const maxByToken = 100_000;

/** What a page token carries: where the last page ended, how far the chain is, and the request it belongs to. */
export type PageToken = { position: Position; page: number; seen: number; request: string; expires: Instant };

/** A token for the page after this one. */
export function nextToken(now: Instant, from: Omit<PageToken, "expires">): PageToken {
  return { ...from, expires: plusMs(now, validMs) };
}

/** Whether a token may be used now for this request. */
export function checkToken(
  token: PageToken | undefined,
  request: string,
  now: Instant,
): "ok" | "mismatch" | "expired" | "exhausted" {
  if (!token || token.request !== request) return "mismatch";
  if (msOf(token.expires) <= msOf(now)) return "expired";
  return token.seen >= maxByToken ? "exhausted" : "ok";
}
