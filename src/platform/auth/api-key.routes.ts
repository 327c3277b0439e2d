import { AppError } from "#kernel/errors.ts";
import type { ApiKeyId } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "./api-key.api.ts";
import { insertKey, listKeys, revokeKey } from "./api-key.store.ts";
import type { ApiKeyRow } from "./api-key.table.ts";
import { refuseOwnerGrant } from "./grant.ts";
import { newKeyText } from "./key-text.ts";

/** API keys of an organization: list, create, revoke. */
export function apiKeyRoutes(): Route[] {
  return [
    route(listApiKeys, async (context) => ({
      items: (await inCallersOrganization(context, listKeys)).map(viewOf),
    })),
    route(createApiKey, async (context, { body }) => {
      const { deps, member } = context;
      refuseOwnerGrant(member.role, [body.role]);
      const now = deps.clock.now();
      const expires = body.expires_at === null ? null : new Date(body.expires_at).toISOString();
      if (expires !== null && expires <= now) {
        throw new AppError("request.invalid", {
          part: "body",
          fields: [{ path: "expires_at", problem: "Choose a moment that is still to come" }],
        });
      }
      const text = newKeyText();
      const row: ApiKeyRow = {
        organization_id: member.organizationId,
        id: deps.ids("key"),
        name: body.name,
        hash: sha256(text),
        role: body.role,
        created_by: member.actor.name,
        created_at: now,
        last_used_at: null,
        expires_at: expires,
        revoked_at: null,
      };
      await inCallersOrganization(context, async (tx) => {
        await insertKey(tx, row);
        await recordAudit(tx, {
          organizationId: member.organizationId,
          at: now,
          actor: member.actor,
          action: "api_key.created",
          subject: { kind: "api_key", id: row.id },
          details: { name: row.name, role: row.role, expires_at: row.expires_at },
        });
      });
      return { key: viewOf(row), text };
    }),
    route(revokeApiKey, async (context, { params }) => {
      const { deps, member } = context;
      const id = params.key as ApiKeyId;
      await inCallersOrganization(context, async (tx) => {
        const now = deps.clock.now();
        if (!(await revokeKey(tx, id, now))) throw new AppError("api_key.not_found", { key: id });
        const entry = { action: "api_key.revoked", subject: { kind: "api_key", id } };
        await recordAudit(tx, {
          organizationId: member.organizationId,
          at: now,
          actor: member.actor,
          ...entry,
        });
      });
      return { id };
    }),
  ];
}

function viewOf(row: Omit<ApiKeyRow, "hash">): Omit<ApiKeyRow, "hash" | "organization_id"> {
  const { id, name, role, created_by, created_at, last_used_at, expires_at, revoked_at } = row;
  return { id, name, role, created_by, created_at, last_used_at, expires_at, revoked_at };
}
