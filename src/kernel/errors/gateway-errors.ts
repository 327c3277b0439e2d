import type { ErrorRows } from "./error-rows.ts";

/** Refusals of collecting money: the payment gateway, payment methods, charges. */
export const gatewayErrors = {
  "gateway.not_connected": [
    409,
    "No payment gateway is connected",
    "Connect one in the settings, or record the payment by hand.",
  ],
  "gateway.key_refused": [
    422,
    "The payment gateway does not know this key",
    "Copy the secret key of the account again: it begins with sk_ or rk_.",
  ],
  "gateway.refused": [
    422,
    "The payment gateway refuses this",
    "Read its answer, and correct what it names; nothing was changed.",
  ],
  "gateway.unreachable": [
    502,
    "The payment gateway cannot be reached",
    "Try again in a moment; nothing was changed.",
  ],
  "gateway.webhook_needed": [
    422,
    "The payment gateway cannot tell this server of events",
    "Set CONCORD_PUBLIC_URL to an address that the internet reaches; or make the webhook endpoint yourself, and give its signing secret.",
  ],
  "gateway.in_use": [
    409,
    "Charges or refunds are waiting for the gateway's answer",
    "Wait until they are settled: without the account nobody could tell what became of them.",
  ],
  "webhook.signature_wrong": [
    400,
    "The request is not signed with the secret of this webhook, or was signed too long ago",
    "Copy the signing secret of the endpoint into the gateway's settings, and set the clock of this machine.",
  ],
  "refund.exceeds_charge": [
    422,
    "The gateway charged less than is to be given back",
    "Give back at most what the details say to the card, and the rest in another way.",
  ],
  "payment_method.not_found": [
    404,
    "There is no such payment method",
    "List the payment methods of the customer.",
  ],
  "payment_method.none": [
    409,
    "The customer has no card or account to collect from",
    "Add a payment method for the customer first.",
  ],
  "invoice.being_collected": [
    409,
    "This invoice is being collected already",
    "Wait for the outcome; it is shown on the invoice.",
  ],
  "invoice.not_chargeable": [
    409,
    "What is open on this invoice is less than the gateway can charge",
    "Collect it with another invoice, or write it off.",
  ],
} as const satisfies ErrorRows;
