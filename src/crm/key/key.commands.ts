import { randomBytes } from "node:crypto";
import { AppError } from "#kernel/errors.ts";
import { type Instant, plusMs } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import { randomSecret, sha256 } from "#platform/secrets/secrets.ts";
import { auditSetup, type SetupContext } from "#crm/user/audit.store.ts";
import { revokeCredentials } from "./key.store.ts";
import { fullScope } from "./scope.ts";
import { createRefreshToken } from "./token.commands.ts";

/** A new ZSC key for the caller. It is known here and now only; the one before it dies in the same transaction. */
export async function generateZscKey(
  context: SetupContext,
): Promise<{ zsc_key: string; created_at: Instant }> {
  const { tx, deps, caller } = context;
  const now = deps.clock.now();
  const zsc_key = randomBytes(20).toString("hex");
  await lockUser(tx, caller.user.id);
  await revokeCredentials(tx, now, { zscKeyOf: caller.user.id });
  await tx
    .insertInto("crm_credential")
    .values({
      organization_id: caller.organization.organization_id,
      kind: "zsc_key",
      hash: sha256(zsc_key),
      user_id: caller.user.id,
      client_id: null,
      scope: fullScope,
      created_time: now,
    })
    .execute();
  await auditSetup(context, "crm.zsc_key_generated", { kind: "crm_user", id: caller.user.id });
  return { zsc_key, created_at: now };
}

/** Whoever asks at the same time waits here, and replaces the key that was made first. */
async function lockUser(tx: Tx, id: string): Promise<void> {
  await tx.selectFrom("crm_user").select("id").where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
}

/** Ends the caller's ZSC key; false where there is none. */
export async function revokeZscKey(context: SetupContext): Promise<boolean> {
  const count = await revokeCredentials(context.tx, context.deps.clock.now(), {
    zscKeyOf: context.caller.user.id,
  });
  if (count > 0)
    await auditSetup(context, "crm.zsc_key_revoked", { kind: "crm_user", id: context.caller.user.id });
  return count > 0;
}

export type NewClient = { name: string; kind: "self" | "server"; redirect_uri: string | null };

/** Registers a program that may ask for tokens. The secret is known here and now only. */
export async function createClient(
  context: SetupContext,
  wanted: NewClient,
): Promise<{ client_id: string; client_secret: string }> {
  const { tx, caller } = context;
  const client_id = `1000.${randomBytes(15).toString("hex").toUpperCase()}`;
  const client_secret = randomBytes(21).toString("hex");
  await tx
    .insertInto("crm_client")
    .values({
      organization_id: caller.organization.organization_id,
      id: client_id,
      secret_hash: sha256(client_secret),
      created_by: caller.user.id,
      ...wanted,
    })
    .execute();
  await auditSetup(context, "crm.client_created", { kind: "crm_client", id: client_id });
  return { client_id, client_secret };
}

/** A code that the client exchanges once, within the given minutes, for a refresh token of the caller. */
export async function createGrantCode(
  context: SetupContext,
  { clientId, scope, minutes }: { clientId: string; scope: string; minutes: number },
): Promise<{ code: string; expires_at: Instant }> {
  const { tx, deps, caller } = context;
  const client = await liveClient(tx, clientId);
  const code = `1000.${randomSecret()}`;
  const expires_at = plusMs(deps.clock.now(), minutes * 60_000);
  await tx
    .insertInto("crm_grant_code")
    .values({
      organization_id: caller.organization.organization_id,
      hash: sha256(code),
      client_id: clientId,
      user_id: caller.user.id,
      scope,
      redirect_uri: client.redirect_uri,
      expires_time: expires_at,
      used_time: null,
    })
    .execute();
  return { code, expires_at };
}

/** A refresh token of the caller for a client, without a code in between: for programs on the administrator's own machine. */
export async function grantRefreshToken(
  context: SetupContext,
  { clientId, scope }: { clientId: string; scope: string },
): Promise<string> {
  const { tx, deps, caller } = context;
  await liveClient(tx, clientId);
  const { organization_id } = caller.organization;
  const { text } = await createRefreshToken(tx, deps, {
    organization_id,
    client_id: clientId,
    user_id: caller.user.id,
    scope,
  });
  await auditSetup(context, "crm.refresh_token_granted", { kind: "crm_client", id: clientId });
  return text;
}

/** Ends a client, its refresh tokens and their access tokens. */
export async function revokeClient(context: SetupContext, clientId: string): Promise<void> {
  const now = context.deps.clock.now();
  const { numUpdatedRows } = await context.tx
    .updateTable("crm_client")
    .set({ revoked_time: now })
    .where("id", "=", clientId)
    .where("revoked_time", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new AppError("crm.client_unknown", { client_id: clientId });
  await revokeCredentials(context.tx, now, { clientId });
  await auditSetup(context, "crm.client_revoked", { kind: "crm_client", id: clientId });
}

async function liveClient(tx: Tx, id: string): Promise<{ redirect_uri: string | null }> {
  const client = await tx
    .selectFrom("crm_client")
    .select("redirect_uri")
    .where("id", "=", id)
    .where("revoked_time", "is", null)
    .executeTakeFirst();
  if (!client) throw new AppError("crm.client_unknown", { client_id: id });
  return client;
}
