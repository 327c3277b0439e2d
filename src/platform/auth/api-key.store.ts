import type { ApiKeyId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { sql } from "kysely";
import type { Db, Tx } from "#platform/db/db.ts";
import { kept } from "#platform/db/kept.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import type { ApiKeyRow } from "./api-key.table.ts";

/** The key with this text, if it is neither revoked nor expired. Runs as concord_system, before any organization is known. */
export async function findLiveKey(system: Db, text: string, now: Instant): Promise<ApiKeyRow | undefined> {
  const { rows } = await kept(sql<ApiKeyRow>`
    select organization_id, id, name, hash, role, created_by, created_at, last_used_at, expires_at, revoked_at
      from api_key where hash = ${sha256(text)} and revoked_at is null and (expires_at is null or expires_at > ${now})`).execute(
    system,
  );
  return rows[0];
}

/** Notes the time of use, at most once a minute, so that busy keys do not write with each request. */
export async function noteKeyUse(system: Db, key: ApiKeyRow, now: Instant): Promise<void> {
  if (key.last_used_at && now.slice(0, 16) === key.last_used_at.slice(0, 16)) return;
  await system
    .updateTable("api_key")
    .set({ last_used_at: now })
    .where("organization_id", "=", key.organization_id)
    .where("id", "=", key.id)
    .execute();
}

export async function insertKey(tx: Tx, row: ApiKeyRow): Promise<void> {
  await tx.insertInto("api_key").values(row).execute();
}

/** All keys of the organization, newest first, without their hashes. */
export async function listKeys(tx: Tx): Promise<Omit<ApiKeyRow, "hash">[]> {
  return tx
    .selectFrom("api_key")
    .select([
      "organization_id",
      "id",
      "name",
      "role",
      "created_by",
      "created_at",
      "last_used_at",
      "expires_at",
      "revoked_at",
    ])
    .orderBy("id", "desc")
    .execute();
}

/** Ends a key; false where there is no such live key. */
export async function revokeKey(tx: Tx, id: ApiKeyId, now: Instant): Promise<boolean> {
  const result = await tx
    .updateTable("api_key")
    .set({ revoked_at: now })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
