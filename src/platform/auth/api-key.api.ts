import { z } from "zod";
import { isInstant } from "#kernel/time.ts";
import { endpoint } from "#platform/http/endpoint.ts";
import { Role } from "./organization.api.ts";

const tag = "API keys";

/** A key for the CRM alone is a client of its API (Setup > Developer space there). */
export const KeyRole = Role.exclude(["crm"]);
export type KeyRole = z.output<typeof KeyRole>;

export const ApiKeyView = z.object({
  id: z.string(),
  name: z.string(),
  role: Role,
  /** The name of who created it. */
  created_by: z.string(),
  created_at: z.string(),
  last_used_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
});
export type ApiKeyView = z.output<typeof ApiKeyView>;

export const listApiKeys = endpoint({
  method: "GET",
  path: "/api-keys",
  summary: "All API keys of the organization, newest first; never their text",
  tag,
  access: "admin",
  reply: z.object({ items: z.array(ApiKeyView) }),
});

export const NewApiKey = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Enter a name, such as the program that will use the key")
    .max(100, "Use at most 100 characters"),
  role: KeyRole,
  /** Null: until it is revoked. */
  expires_at: z
    .string()
    .refine(isInstant, "Choose the moment it expires, as 2027-01-31T00:00:00Z")
    .nullable()
    .default(null),
});

export const createApiKey = endpoint({
  method: "POST",
  path: "/api-keys",
  summary: "A new API key; its text is in this reply and nowhere else",
  tag,
  access: "admin",
  body: NewApiKey,
  reply: z.object({ key: ApiKeyView, text: z.string() }),
  refuses: ["member.owner_only", "request.invalid"],
});

export const revokeApiKey = endpoint({
  method: "POST",
  path: "/api-keys/{key}/actions/revoke",
  summary: "End a key at once",
  tag,
  access: "admin",
  params: z.object({ key: z.string().startsWith("key_", "must be the id of an API key") }),
  reply: z.object({ id: z.string() }),
  refuses: ["api_key.not_found"],
});
