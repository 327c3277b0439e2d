import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { eventNames } from "./event-choice.api.ts";

const tag = "Webhooks";

const WebhookRef = z.object({ webhook: z.string().max(64) });
const DeliveryRef = z.object({ delivery: z.string().max(64) });

const Events = z
  .array(z.enum(eventNames))
  .min(1, "Choose at least one kind of event")
  .transform((all) => [...new Set(all)]);

const Url = z
  .string()
  .trim()
  .max(2000, "Use at most 2000 characters")
  .pipe(z.url("Enter a whole address, such as https://example.com/hooks"));
const Description = z.string().trim().max(200, "Use at most 200 characters").nullable();

export const WebhookView = z.object({
  id: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(z.string()),
  enabled: z.boolean(),
  /** Why it was switched off by itself: the receiver answered 410, or nothing arrived for five days. */
  disabled_because: z.enum(["gone", "failing"]).nullable(),
  /** Since when nothing arrives; null where the last message did. */
  failing_since: z.string().nullable(),
  /** Until when messages are signed with the secret before the last rotation too. */
  old_secret_until: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type WebhookView = z.output<typeof WebhookView>;

export const DeliveryView = z.object({
  id: z.string(),
  /** The header webhook-id: the same for every attempt, so that receivers can drop doubles. */
  message: z.string(),
  type: z.string(),
  subject_id: z.string(),
  at: z.string(),
  state: z.enum(["pending", "delivered", "failed"]),
  attempts: z.number(),
  next_at: z.string().nullable(),
  tried_at: z.string().nullable(),
  /** The HTTP status that the receiver answered last. */
  status: z.number().nullable(),
  /** The beginning of what it answered. */
  answer: z.string().nullable(),
  problem: z.string().nullable(),
});
export type DeliveryView = z.output<typeof DeliveryView>;

const WithSecret = z.object({ webhook: WebhookView, secret: z.string() });

export const listWebhooks = endpoint({
  method: "GET",
  path: "/webhooks",
  summary: "All webhooks of the organization; never their secrets",
  tag,
  access: "admin",
  reply: z.object({ items: z.array(WebhookView) }),
});

export const getWebhook = endpoint({
  method: "GET",
  path: "/webhooks/{webhook}",
  summary: "One webhook",
  tag,
  access: "admin",
  params: WebhookRef,
  reply: WebhookView,
  refuses: ["webhook.not_found"],
});

export const NewWebhook = z.strictObject({
  url: Url,
  description: Description.default(null),
  events: Events,
});

export const createWebhook = endpoint({
  method: "POST",
  path: "/webhooks",
  summary:
    "Tell a server of what happens; the secret that signs the messages is in this reply and nowhere else",
  tag,
  access: "admin",
  body: NewWebhook,
  reply: WithSecret,
  refuses: ["webhook.url_refused", "webhook.too_many"],
});

export const editWebhook = endpoint({
  method: "PATCH",
  path: "/webhooks/{webhook}",
  summary: "Change the address, what it is told of, or whether it is on",
  tag,
  access: "admin",
  params: WebhookRef,
  body: z.strictObject({
    url: Url.optional(),
    description: Description.optional(),
    events: Events.optional(),
    enabled: z.boolean().optional(),
  }),
  reply: WebhookView,
  refuses: ["webhook.not_found", "webhook.url_refused"],
});

export const deleteWebhook = endpoint({
  method: "DELETE",
  path: "/webhooks/{webhook}",
  summary: "Delete a webhook with its deliveries; what is still to be sent is not sent",
  tag,
  access: "admin",
  params: WebhookRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["webhook.not_found"],
});

export const rotateSecret = endpoint({
  method: "POST",
  path: "/webhooks/{webhook}/actions/rotate-secret",
  summary: "A new secret; for a day messages carry a signature by each of the two",
  tag,
  access: "admin",
  params: WebhookRef,
  reply: WithSecret,
  refuses: ["webhook.not_found"],
});

export const testWebhook = endpoint({
  method: "POST",
  path: "/webhooks/{webhook}/actions/test",
  summary: "Send a test event",
  tag,
  access: "admin",
  costly: true,
  params: WebhookRef,
  reply: DeliveryView,
  refuses: ["webhook.not_found", "webhook.off"],
});

export const listDeliveries = endpoint({
  method: "GET",
  path: "/webhooks/{webhook}/deliveries",
  summary: "What was sent to a webhook in the last 30 days and what it answered, newest first",
  tag,
  access: "admin",
  params: WebhookRef,
  query: z.object({
    state: z.enum(["pending", "delivered", "failed"]).optional(),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ items: z.array(DeliveryView), next_cursor: z.string().nullable() }),
  refuses: ["webhook.not_found"],
});

export const getDelivery = endpoint({
  method: "GET",
  path: "/webhook-deliveries/{delivery}",
  summary: "One delivery with its message",
  tag,
  access: "admin",
  params: DeliveryRef,
  reply: DeliveryView.extend({ webhook: z.string(), payload: z.string().nullable() }),
  refuses: ["webhook.delivery_not_found"],
});

export const resendDelivery = endpoint({
  method: "POST",
  path: "/webhook-deliveries/{delivery}/actions/resend",
  summary: "Send a message again now, under the same id",
  tag,
  access: "admin",
  costly: true,
  params: DeliveryRef,
  reply: DeliveryView,
  refuses: ["webhook.delivery_not_found", "webhook.off"],
});
