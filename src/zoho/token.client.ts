import { judge } from "./answer.ts";
import { type AllowedHosts, isAllowedCrmHost, isSameHost } from "./data-centres.ts";
import type { Failure } from "./failure.ts";
import { parseJson } from "./json.ts";
import type { Credential, ZohoConnection, ZohoPorts } from "./ports.ts";
import { readTokenAnswer, type Token, type TokenAnswer } from "./token.ts";
import { exchange } from "./transport.client.ts";

type Ports = Omit<ZohoPorts, "tokens" | "random">;

/** What the token endpoint gives on the first connection: the refresh token to keep, and where the API answers. */
export type Grant =
  | { ok: true; refreshToken: string; token: Token; apiDomain: string }
  | { ok: false; failure: Failure };

/**
 * Exchanges the code of the authorisation page or of a self client (valid for three to ten minutes, once) for a
 * refresh token. The CRM names its API's address here; it is taken only if a connection may point there.
 */
export async function exchangeCode(
  ports: Ports,
  input: {
    accountsUrl: string;
    allowed: AllowedHosts;
    clientId: string;
    clientSecret: string;
    code: string;
    redirectUri?: string;
  },
): Promise<Grant> {
  const form = {
    grant_type: "authorization_code",
    client_id: input.clientId,
    client_secret: input.clientSecret,
    code: input.code,
    ...(input.redirectUri === undefined ? {} : { redirect_uri: input.redirectUri }),
  };
  const answer = await ask(ports, input, form, "oauth");
  if (!answer.ok) return answer;
  const { apiDomain } = answer.token;
  if (apiDomain === undefined)
    return { ok: false, failure: { kind: "malformed", path: "token.api_domain", detail: "missing" } };
  if (!isAllowedCrmHost(apiDomain, input.allowed)) return wrongHost(apiDomain, input.accountsUrl);
  if (answer.refreshToken === undefined) {
    return {
      ok: false,
      failure: {
        kind: "rejected",
        reason: "other",
        detail: "no refresh token: ask for offline access with consent",
      },
    };
  }
  return { ok: true, refreshToken: answer.refreshToken, token: answer.token, apiDomain };
}

/**
 * A new access token for a connection. A ZSC key is exchanged with `grant_type=zsc_key`, which only the embedded CRM
 * knows. A token that names another API address than the connection's is refused, never followed (docs/faults.md 13).
 */
export async function requestToken(ports: Ports, connection: ZohoConnection): Promise<TokenAnswer> {
  const answer = await ask(ports, connection, formOf(connection.credential), connection.credential.kind);
  if (!answer.ok) return answer;
  const { apiDomain } = answer.token;
  if (apiDomain !== undefined && !isSameHost(apiDomain, connection.apiDomain))
    return wrongHost(apiDomain, connection.apiDomain);
  return answer;
}

function formOf(credential: Credential): Record<string, string> {
  if (credential.kind === "zsc")
    return { grant_type: "zsc_key", email: credential.email, zsc_key: credential.key };
  return {
    grant_type: "refresh_token",
    client_id: credential.clientId,
    client_secret: credential.clientSecret,
    refresh_token: credential.refreshToken,
  };
}

async function ask(
  ports: Ports,
  at: { accountsUrl: string; allowed: AllowedHosts },
  form: Record<string, string>,
  kind: Credential["kind"],
): Promise<TokenAnswer> {
  if (!isAllowedCrmHost(at.accountsUrl, at.allowed))
    return wrongHost(at.accountsUrl, "an allowed CRM server");
  const sent = await exchange(ports, {
    method: "POST",
    url: `${at.accountsUrl}/oauth/v2/token`,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    // In the body, because addresses are written to logs on the way.
    body: new URLSearchParams(form).toString(),
  });
  if (sent.kind === "answered" && sent.status < 500 && sent.status !== 429) {
    // Refusals come with 200 from Zoho and with 400 or 401 from others: only the body counts.
    const parsed = parseJson(sent.text);
    if (parsed !== undefined) return readTokenAnswer(parsed.value, ports.clock.now(), kind);
  }
  const verdict = judge({ method: "POST", path: "/oauth/v2/token", credits: 0 }, sent);
  if (verdict.kind === "failed" || verdict.kind === "again") return { ok: false, failure: verdict.failure };
  if (verdict.kind === "busy") return readTokenAnswer({ error: "access_denied" }, ports.clock.now(), kind);
  return { ok: false, failure: { kind: "malformed", path: "token", detail: "no JSON" } };
}

function wrongHost(host: string, expected: string): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind: "wrong_host", host, expected } };
}
