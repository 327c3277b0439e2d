import type { LossCause } from "./failure.ts";

/** A request lost on the way. `sent` is false only where it is certain that the far side never got it. */
export type Loss = { cause: LossCause; sent: boolean; detail: string };

const neverSent: Record<string, LossCause> = {
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "refused",
  ENETUNREACH: "refused",
  EADDRNOTAVAIL: "refused",
  ENOTFOUND: "unknown_host",
  EAI_AGAIN: "unknown_host",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
};

const perhapsSent: Record<string, LossCause> = {
  ETIMEDOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  ECONNRESET: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
};

/** OpenSSL's and Node's names for a certificate or a handshake that failed. The request goes out only after it. */
const insecure =
  /^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_)/;

/** What an error thrown by fetch means. */
export function lossOf(error: unknown): Loss {
  const codes = codesIn(error, 0);
  const detail = codes[0] ?? (error instanceof Error ? error.message : String(error));
  for (const code of codes) {
    if (insecure.test(code)) return { cause: "insecure", sent: false, detail };
    const before = neverSent[code];
    if (before !== undefined) return { cause: before, sent: false, detail };
    const after = perhapsSent[code];
    if (after !== undefined) return { cause: after, sent: true, detail };
  }
  return { cause: "other", sent: true, detail };
}

/** Codes of an error, of its causes, and of the several addresses that were tried for one host. */
function codesIn(error: unknown, depth: number): string[] {
  if (typeof error !== "object" || error === null || depth > 5) return [];
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const own = typeof code === "string" ? [code] : [];
  const inner = Array.isArray(errors) ? errors.flatMap((one) => codesIn(one, depth + 1)) : [];
  return [...own, ...codesIn(cause, depth + 1), ...inner];
}
