import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OrganizationId } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import { systemActor } from "#platform/auth/actor.ts";
import { findLiveKey, insertKey } from "#platform/auth/api-key.store.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { randomSecret, sha256 } from "#platform/secrets/secrets.ts";
import { writePrivateFile } from "./server-file.ts";

/** An organization with the key by which commands on this machine act in it. */
export type KeyedOrganization = { id: OrganizationId; name: string; key: string };

export type CommandKeys = { all(): Promise<KeyedOrganization[]> };

type KeyDeps = Pick<Deps, "db" | "system" | "clock" | "ids">;

/**
 * The keys of the command line, one an organization, so that what it does is in that organization's audit log and can
 * be revoked there. Their texts are kept beside the data, for its owner alone; a missing or revoked one is made anew.
 */
export function createCommandKeys(deps: KeyDeps, dataDir: string): CommandKeys {
  const file = join(dataDir, "cli-keys.json");
  let last: Promise<unknown> = Promise.resolve();
  return {
    // One at a time: two at once would make two keys for one organization.
    all() {
      const next = last.then(() => ensureKeys(deps, file));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

async function ensureKeys(deps: KeyDeps, file: string): Promise<KeyedOrganization[]> {
  const rows = await deps.system
    .selectFrom("auth.organization")
    .select(["id", "name"])
    .orderBy("createdAt")
    .orderBy("id")
    .execute();
  const kept = readKeys(file);
  const keyed: KeyedOrganization[] = [];
  for (const { id, name } of rows)
    keyed.push({ id, name, key: (await liveKey(deps, id, kept.get(id))) ?? (await makeKey(deps, id)) });
  if (
    keyed.some(({ id, key, name }) => kept.get(id)?.key !== key || kept.get(id)?.name !== name) ||
    kept.size !== keyed.length
  )
    writePrivateFile(file, `${JSON.stringify({ organizations: keyed }, null, 2)}\n`);
  return keyed;
}

async function liveKey(
  deps: KeyDeps,
  id: OrganizationId,
  kept: KeyedOrganization | undefined,
): Promise<string | undefined> {
  if (!kept) return undefined;
  const row = await findLiveKey(deps.system, kept.key, deps.clock.now());
  return row?.organization_id === id ? kept.key : undefined;
}

async function makeKey(deps: KeyDeps, id: OrganizationId): Promise<string> {
  const text = `concord_${randomSecret()}`;
  const at = deps.clock.now();
  const keyId = deps.ids("key");
  await inOrganization(deps.db, id, async (tx) => {
    await insertKey(tx, {
      organization_id: id,
      id: keyId,
      name: "Command line",
      hash: sha256(text),
      role: "owner",
      created_by: systemActor.name,
      created_at: at,
      last_used_at: null,
      expires_at: null,
      revoked_at: null,
    });
    await recordAudit(tx, {
      organizationId: id,
      at,
      actor: systemActor,
      action: "api_key.created",
      subject: { kind: "api_key", id: keyId },
      details: { name: "Command line", role: "owner" },
    });
  });
  return text;
}

function readKeys(file: string): Map<string, KeyedOrganization> {
  try {
    const { organizations } = JSON.parse(readFileSync(file, "utf8")) as {
      organizations: KeyedOrganization[];
    };
    return new Map(organizations.map((one) => [one.id, one]));
  } catch {
    return new Map();
  }
}
