import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import { type Instant, plusMs } from "#kernel/time.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import { accessTokenWindowMs, maxLiveAccessTokens } from "./token-rules.ts";
import "./key.table.ts";

export type TokenHolder = { organization_id: OrganizationId; user_id: string; scope: string };

/** Whose live access token this text is. Runs as concord_system, before any organization is known. */
export async function findAccessToken(
  system: Db,
  token: string,
  now: Instant,
): Promise<TokenHolder | undefined> {
  return system
    .selectFrom("crm_access_token as t")
    .innerJoin("crm_credential as c", (join) =>
      join.onRef("c.organization_id", "=", "t.organization_id").onRef("c.id", "=", "t.credential_id"),
    )
    .select(["t.organization_id", "t.user_id", "t.scope"])
    .where("t.hash", "=", sha256(token))
    .where("t.expires_time", ">", now)
    .where("c.revoked_time", "is", null)
    .executeTakeFirst();
}

export type Credential = TokenHolder & { id: string; client_id: string | null };

/** The live refresh token or ZSC key of this text. Runs as concord_system. */
export async function findCredential(
  system: Db,
  kind: "refresh_token" | "zsc_key",
  text: string,
): Promise<Credential | undefined> {
  return system
    .selectFrom("crm_credential")
    .select(["organization_id", "id", "user_id", "client_id", "scope"])
    .where("hash", "=", sha256(text))
    .where("kind", "=", kind)
    .where("revoked_time", "is", null)
    .executeTakeFirst();
}

/** The live client of this id. Runs as concord_system. */
export async function findClient(
  system: Db,
  id: string,
): Promise<
  | { organization_id: OrganizationId; id: string; secret_hash: string; redirect_uri: string | null }
  | undefined
> {
  return system
    .selectFrom("crm_client")
    .select(["organization_id", "id", "secret_hash", "redirect_uri"])
    .where("id", "=", id)
    .where("revoked_time", "is", null)
    .executeTakeFirst();
}

/** When a user's live ZSC key was made and last used. */
export async function findZscKey(
  tx: Tx,
  userId: string,
): Promise<{ created_time: Instant; last_used_time: Instant | null } | undefined> {
  return tx
    .selectFrom("crm_credential")
    .select(["created_time", "last_used_time"])
    .where("user_id", "=", userId)
    .where("kind", "=", "zsc_key")
    .where("revoked_time", "is", null)
    .executeTakeFirst();
}

export type ListedClient = {
  client_id: string;
  name: string;
  kind: "self" | "server";
  redirect_uri: string | null;
  created_at: Instant;
};

/** The live clients, oldest first. */
export async function listClients(tx: Tx): Promise<ListedClient[]> {
  return tx
    .selectFrom("crm_client")
    .select(["id as client_id", "name", "kind", "redirect_uri", "created_time as created_at"])
    .where("revoked_time", "is", null)
    .orderBy("created_time")
    .execute();
}

/** E-mail of a user who may act: active. */
export async function findActiveEmail(tx: Tx, userId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom("crm_user")
    .select("email")
    .where("id", "=", userId)
    .where("status", "=", "active")
    .executeTakeFirst();
  return row?.email;
}

/** Access tokens that a credential has yielded within the window before now. Locks the credential, so that requests at once count one after the other. */
export async function countRecentTokens(tx: Tx, credentialId: string, now: Instant): Promise<number> {
  await tx
    .selectFrom("crm_credential")
    .select("id")
    .where("id", "=", credentialId)
    .forUpdate()
    .executeTakeFirst();
  const { count } = await tx
    .selectFrom("crm_access_token")
    .select((row) => row.fn.countAll<string>().as("count"))
    .where("credential_id", "=", credentialId)
    .where("created_time", ">", plusMs(now, -accessTokenWindowMs))
    .executeTakeFirstOrThrow();
  return Number(count);
}

export type NewAccessToken = TokenHolder & {
  credential_id: string;
  hash: string;
  created_time: Instant;
  expires_time: Instant;
};

/** Keeps a new access token, and ends the oldest beyond the limit. Expired ones are cleared on the way. */
export async function insertAccessToken(tx: Tx, token: NewAccessToken): Promise<void> {
  await tx.insertInto("crm_access_token").values(token).execute();
  await sql`
    delete from crm_access_token where credential_id = ${token.credential_id} and hash in (
      select hash from (
        select hash, expires_time, row_number() over (order by created_time desc, hash) as place
        from crm_access_token where credential_id = ${token.credential_id}) ranked
      where place > ${maxLiveAccessTokens} or expires_time <= ${token.created_time}::timestamptz)`.execute(
    tx,
  );
  await tx
    .updateTable("crm_credential")
    .set({ last_used_time: token.created_time })
    .where("id", "=", token.credential_id)
    .execute();
}

/** Ends a credential and with it its access tokens. */
export async function revokeCredentials(
  tx: Tx,
  now: Instant,
  which: { id: string } | { zscKeyOf: string } | { clientId: string },
): Promise<number> {
  let query = tx.updateTable("crm_credential").set({ revoked_time: now }).where("revoked_time", "is", null);
  if ("id" in which) query = query.where("id", "=", which.id);
  else if ("clientId" in which) query = query.where("client_id", "=", which.clientId);
  else query = query.where("user_id", "=", which.zscKeyOf).where("kind", "=", "zsc_key");
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}
