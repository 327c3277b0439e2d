import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { grantCodeMinutes } from "./token-rules.ts";

const ZscKeyStatus = z.object({
  exists: z.boolean(),
  created_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
  email: z.string(),
});
const Client = z.object({
  client_id: z.string(),
  name: z.string(),
  kind: z.enum(["self", "server"]),
  redirect_uri: z.string().nullable(),
  created_at: z.string(),
});
const ClientParams = z.object({ clientId: z.string().max(64) });
const Email = z
  .email()
  .optional()
  .describe("The user whose it is; the caller where not said. Only an API key may name another user.");
const Scope = z
  .string()
  .max(1000)
  .describe("Scopes of the Zoho CRM API, separated by commas or blanks; everything where not said.")
  .optional();

export const getZscKey = endpoint({
  method: "GET",
  path: "/crm/zsc-key",
  tag: "CRM keys",
  access: "member",
  summary: "Whether the caller has a live ZSC key (never the key itself)",
  reply: ZscKeyStatus,
  refuses: ["crm.no_seat", "crm.setup_forbidden"],
});

export const generateZscKeyEndpoint = endpoint({
  method: "POST",
  path: "/crm/zsc-key",
  tag: "CRM keys",
  access: "member",
  summary:
    "Generate the caller's ZSC key; the one before it stops working at once. The key is shown here and never again",
  body: z.object({ email: Email }).prefault({}),
  reply: z.object({ zsc_key: z.string(), email: z.string(), created_at: z.string() }),
  refuses: ["crm.no_seat", "crm.setup_forbidden", "crm.user_unknown"],
});

export const revokeZscKeyEndpoint = endpoint({
  method: "DELETE",
  path: "/crm/zsc-key",
  tag: "CRM keys",
  access: "member",
  summary: "End the caller's ZSC key",
  reply: z.object({ revoked: z.boolean() }),
  refuses: ["crm.no_seat", "crm.setup_forbidden"],
});

export const listClients = endpoint({
  method: "GET",
  path: "/crm/clients",
  tag: "CRM keys",
  access: "member",
  summary: "OAuth clients of the CRM",
  reply: z.object({ items: z.array(Client) }),
  refuses: ["crm.no_seat", "crm.setup_forbidden"],
});

export const createClientEndpoint = endpoint({
  method: "POST",
  path: "/crm/clients",
  tag: "CRM keys",
  access: "member",
  summary:
    "Register an OAuth client. The secret is shown here and never again; with refresh_token it can be used at once",
  body: z.object({
    name: z.string().trim().min(1).max(100),
    kind: z.enum(["self", "server"]).default("self"),
    redirect_uri: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe("Where a server-based client gets its grant codes."),
    with_refresh_token: z.boolean().default(false),
    scope: Scope,
    email: Email,
  }),
  reply: z.object({ client_id: z.string(), client_secret: z.string(), refresh_token: z.string().nullable() }),
  refuses: ["crm.no_seat", "crm.setup_forbidden", "crm.scope_unknown", "crm.user_unknown"],
});

export const createGrantCodeEndpoint = endpoint({
  method: "POST",
  path: "/crm/clients/{clientId}/grant-codes",
  tag: "CRM keys",
  access: "member",
  summary: "A grant code of a client for the caller: exchanged once, within minutes, for a refresh token",
  params: ClientParams,
  body: z.object({
    scope: Scope,
    minutes: z.number().int().min(1).max(grantCodeMinutes.most).default(grantCodeMinutes.usual),
  }),
  reply: z.object({ code: z.string(), expires_at: z.string() }),
  refuses: ["crm.no_seat", "crm.setup_forbidden", "crm.scope_unknown", "crm.client_unknown"],
});

export const revokeClientEndpoint = endpoint({
  method: "DELETE",
  path: "/crm/clients/{clientId}",
  tag: "CRM keys",
  access: "member",
  summary: "End an OAuth client with all its tokens",
  params: ClientParams,
  reply: z.object({ revoked: z.literal(true) }),
  refuses: ["crm.no_seat", "crm.setup_forbidden", "crm.client_unknown"],
});
