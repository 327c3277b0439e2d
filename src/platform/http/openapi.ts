import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Access, Endpoint } from "./endpoint.ts";

type Registry = OpenAPIHono["openAPIRegistry"];
type Operation = Parameters<Registry["registerPath"]>[0];

/** What the OpenAPI document says before its paths. */
export const documentHead = {
  openapi: "3.1.0",
  info: {
    title: "Concord",
    version: "1",
    description: [
      "Billing, the embedded CRM's set-up, and the sync between them.",
      "An API key belongs to one organization and is sent as `Authorization: Bearer KEY`. A signed-in browser sends its session cookie and names the organization in `X-Concord-Organization`.",
      "A refusal has one shape everywhere: code, title, remedy, details, request_id.",
      "Lists answer `{ items, next_cursor }`; send next_cursor as `cursor` for the next page.",
    ].join("\n\n"),
  },
  servers: [{ url: "/" }],
};

const ErrorReply = z
  .object({
    error: z.object({
      code: z.string(),
      title: z.string(),
      remedy: z.string(),
      details: z.record(z.string(), z.unknown()),
      request_id: z.string(),
    }),
  })
  .openapi("Error");

const OrganizationHeader = z.object({
  "x-concord-organization": z
    .string()
    .optional()
    .openapi({ description: "With a session: the organization's id. A key needs none." }),
});
const IdempotencyHeader = z.object({
  "idempotency-key": z
    .string()
    .max(255)
    .optional()
    .openapi({ description: "Sent again with the same request, it gets the first answer again." }),
});

const callers: Record<Access, string> = {
  public: "Anyone may call it.",
  signed_in: "Whoever is signed in may call it; a key may not.",
  member:
    "Every member may call it; what they may do is up to their profile in the CRM. A key that may only read changes nothing.",
  read: "Every key may call it, and every member but those who have the CRM alone.",
  write: "Owners, administrators, accountants and sales may call it.",
  admin: "Owners and administrators may call it.",
};

/** Registers the two ways to prove who calls. */
export function describeAuth(registry: Registry): void {
  registry.registerComponent("securitySchemes", "api_key", { type: "http", scheme: "bearer" });
  registry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "concord.session_token",
  });
}

/** An endpoint as an OpenAPI operation. */
export function describeEndpoint(endpoint: Endpoint): Operation {
  const { method, path, summary, tag, access, refuses = [] } = endpoint;
  const refusals = refuses.length > 0 ? ` Refuses with: ${refuses.join(", ")}.` : "";
  return createRoute({
    method: method.toLowerCase() as "get",
    path: `/api/v1${path}`,
    operationId: nameOf(endpoint),
    summary,
    tags: [tag],
    description: `${callers[access]}${refusals}`,
    "x-access": access,
    "x-refuses": [...refuses],
    security: securityOf(access),
    request: requestOf(endpoint),
    responses: {
      200: {
        description: "Done",
        content: {
          [endpoint.stream ?? "application/json"]: { schema: endpoint.reply },
          ...(endpoint.or ? { [endpoint.or]: { schema: z.string() } } : {}),
        },
      },
      default: {
        description: "A refusal: code, title, remedy",
        content: { "application/json": { schema: ErrorReply } },
      },
    },
  });
}

/** A message that is sent to a webhook: its type, when it is, and what it carries. */
export type WebhookMessage = { type: string; meaning: string; data: z.ZodType };

/** A message as OpenAPI tells of it. */
export function describeWebhook({
  type,
  meaning,
  data,
}: WebhookMessage): Parameters<Registry["registerWebhook"]>[0] {
  const text = (description: string) => z.string().openapi({ description });
  return {
    method: "post",
    path: type,
    summary: meaning,
    tags: ["Webhooks"],
    security: [],
    request: {
      headers: z.object({
        "webhook-id": text("The same for every attempt: drop what you have had."),
        "webhook-timestamp": text("When this attempt was made, in seconds since 1970."),
        "webhook-signature": text("One or two signatures, `v1,…`, with a space between."),
      }),
      body: {
        content: {
          "application/json": { schema: z.object({ type: z.literal(type), timestamp: z.string(), data }) },
        },
      },
    },
    responses: { 200: { description: "Any status from 200 to 299: it has arrived. 410: send no more." } },
  };
}

function requestOf({ method, access, params, query, body }: Endpoint): Operation["request"] {
  const isOfOrganization = access !== "public" && access !== "signed_in";
  const headers = method === "GET" ? OrganizationHeader : OrganizationHeader.extend(IdempotencyHeader.shape);
  return {
    ...(params ? { params: params as z.ZodObject } : {}),
    ...(query ? { query: query as z.ZodObject } : {}),
    ...(isOfOrganization ? { headers } : {}),
    ...(body ? { body: { required: true, content: { "application/json": { schema: body } } } } : {}),
  };
}

function securityOf(access: Access): Record<string, string[]>[] {
  if (access === "public") return [];
  return access === "signed_in" ? [{ session: [] }] : [{ api_key: [] }, { session: [] }];
}

/** `POST /customers/{customer}/actions/fetch` is `post_customers_customer_actions_fetch`. */
function nameOf({ method, path }: Endpoint): string {
  return `${method.toLowerCase()}${path.replaceAll(/[^A-Za-z0-9]+/g, "_").replace(/_$/, "")}`;
}
