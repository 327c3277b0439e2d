import { randomBytes } from "node:crypto";
import { plusMs } from "#kernel/time.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { randomSecret, sameSecret, sha256 } from "#platform/secrets/secrets.ts";
import {
  countRecentTokens,
  type Credential,
  findActiveEmail,
  findClient,
  findCredential,
  insertAccessToken,
  revokeCredentials,
} from "./key.store.ts";
import {
  accessTokenSeconds,
  maxAccessTokensInWindow,
  maxRefreshTokens,
  type TokenError,
} from "./token-rules.ts";

type TokenDeps = Pick<Deps, "db" | "system" | "clock" | "publicUrl">;

/** The parameters of /oauth/v2/token, wherever in the request they were. */
export type TokenRequest = Partial<
  Record<
    | "grant_type"
    | "client_id"
    | "client_secret"
    | "refresh_token"
    | "code"
    | "redirect_uri"
    | "email"
    | "zsc_key",
    string
  >
>;

/** A token answer as Zoho gives it; `api_domain` is this server, so that a client can't wander off to another. */
export type TokenAnswer = {
  access_token: string;
  refresh_token?: string;
  scope: string;
  api_domain: string;
  token_type: "Bearer";
  expires_in: number;
};

/** Exchanges a refresh token, a grant code or a ZSC key for an access token. */
export async function issueToken(
  deps: TokenDeps,
  request: TokenRequest,
): Promise<Result<TokenAnswer, TokenError>> {
  switch (request.grant_type) {
    case "refresh_token":
      return refreshToken(deps, request);
    case "authorization_code":
      return exchangeCode(deps, request);
    case "zsc_key":
      return exchangeKey(deps, request);
    default:
      return refuse("unsupported_grant_type");
  }
}

async function refreshToken(
  deps: TokenDeps,
  request: TokenRequest,
): Promise<Result<TokenAnswer, TokenError>> {
  const client = await checkClient(deps, request);
  if (!client.ok) return client;
  const credential = await findCredential(deps.system, "refresh_token", request.refresh_token ?? "");
  if (!credential || credential.client_id !== client.value.id) return refuse("invalid_code");
  return yieldToken(deps, credential, () => true);
}

/** E-mail and key belong together: a key alone, or another user's, is refused like an unknown one. */
async function exchangeKey(deps: TokenDeps, request: TokenRequest): Promise<Result<TokenAnswer, TokenError>> {
  const credential = await findCredential(deps.system, "zsc_key", request.zsc_key ?? "");
  if (!credential) return refuse("invalid_code");
  return yieldToken(deps, credential, (email) => email.toLowerCase() === request.email?.trim().toLowerCase());
}

async function exchangeCode(
  deps: TokenDeps,
  request: TokenRequest,
): Promise<Result<TokenAnswer, TokenError>> {
  const client = await checkClient(deps, request);
  if (!client.ok) return client;
  const { organization_id, id: client_id, redirect_uri } = client.value;
  if (redirect_uri !== null && request.redirect_uri !== redirect_uri) return refuse("invalid_redirect_uri");
  const now = deps.clock.now();
  const created = await inOrganization(deps.db, organization_id, async (tx) => {
    const code = await tx
      .updateTable("crm_grant_code")
      .set({ used_time: now })
      .where("hash", "=", sha256(request.code ?? ""))
      .where("client_id", "=", client_id)
      .where("used_time", "is", null)
      .where("expires_time", ">", now)
      .returning(["user_id", "scope"])
      .executeTakeFirst();
    return code && createRefreshToken(tx, deps, { organization_id, client_id, ...code });
  });
  if (!created) return refuse("invalid_code");
  const answer = await yieldToken(deps, created.credential, () => true);
  return answer.ok ? accept({ ...answer.value, refresh_token: created.text }) : answer;
}

/** A new refresh token; only its hash is kept, so the text is known here and now only. */
export async function createRefreshToken(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  {
    organization_id,
    client_id,
    user_id,
    scope,
  }: Omit<Credential, "id" | "client_id"> & { client_id: string },
): Promise<{ text: string; credential: Credential }> {
  const text = `1000.${randomSecret()}`;
  const row = { organization_id, client_id, user_id, scope };
  const { id } = await tx
    .insertInto("crm_credential")
    .values({ ...row, kind: "refresh_token", hash: sha256(text), created_time: deps.clock.now() })
    .returning("id")
    .executeTakeFirstOrThrow();
  const live = await tx
    .selectFrom("crm_credential")
    .select("id")
    .orderBy("id", "desc")
    .offset(maxRefreshTokens)
    .where("client_id", "=", client_id)
    .where("user_id", "=", user_id)
    .where("revoked_time", "is", null)
    .execute();
  for (const old of live) await revokeCredentials(tx, deps.clock.now(), { id: old.id });
  return { text, credential: { ...row, id } };
}

async function checkClient(
  deps: TokenDeps,
  request: TokenRequest,
): Promise<Result<NonNullable<Awaited<ReturnType<typeof findClient>>>, TokenError>> {
  const client = await findClient(deps.system, request.client_id ?? "");
  if (!client) return refuse("invalid_client");
  return sameSecret(client.secret_hash, sha256(request.client_secret ?? ""))
    ? accept(client)
    : refuse("invalid_client_secret");
}

async function yieldToken(
  deps: TokenDeps,
  credential: Credential,
  isTheirs: (email: string) => boolean,
): Promise<Result<TokenAnswer, TokenError>> {
  const { organization_id, user_id, scope } = credential;
  return inOrganization(deps.db, organization_id, async (tx) => {
    const email = await findActiveEmail(tx, user_id);
    if (email === undefined || !isTheirs(email)) return refuse("invalid_code");
    const now = deps.clock.now();
    if ((await countRecentTokens(tx, credential.id, now)) >= maxAccessTokensInWindow)
      return refuse("Access Denied");
    const access_token = `1000.${randomBytes(16).toString("hex")}.${randomBytes(16).toString("hex")}`;
    const expires_time = plusMs(now, accessTokenSeconds * 1000);
    await insertAccessToken(tx, {
      organization_id,
      user_id,
      scope,
      credential_id: credential.id,
      hash: sha256(access_token),
      created_time: now,
      expires_time,
    });
    return accept({
      access_token,
      scope,
      api_domain: deps.publicUrl,
      token_type: "Bearer",
      expires_in: accessTokenSeconds,
    });
  });
}

/** Ends a refresh token; false where there is none such. */
export async function revokeToken(deps: TokenDeps, text: string): Promise<boolean> {
  const credential = await findCredential(deps.system, "refresh_token", text);
  if (!credential) return false;
  await inOrganization(deps.db, credential.organization_id, (tx) =>
    revokeCredentials(tx, deps.clock.now(), { id: credential.id }),
  );
  return true;
}
