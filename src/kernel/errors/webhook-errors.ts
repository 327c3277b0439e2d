import type { ErrorRows } from "./error-rows.ts";

/** Refusals about webhooks: the servers that are told of what happens. */
export const webhookErrors = {
  "webhook.not_found": [404, "There is no such webhook", "Look at the list under Settings > Webhooks."],
  "webhook.delivery_not_found": [
    404,
    "There is no such delivery",
    "Deliveries are kept for 30 days; look at the list of the webhook.",
  ],
  "webhook.url_refused": [
    422,
    "Messages cannot be sent to this address",
    "Use an https address that is reached from the internet. For one inside your network, the operator of this server sets CONCORD_WEBHOOK_ALLOW_PRIVATE to on.",
  ],
  "webhook.too_many": [
    422,
    "There are as many webhooks as an organization may have",
    "Delete one that is no longer used; one webhook can be told of every kind of event.",
  ],
  "webhook.off": [
    409,
    "The webhook is switched off",
    "Switch it on first; what happened meanwhile is not sent later.",
  ],
} as const satisfies ErrorRows;
