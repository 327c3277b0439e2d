import type { DeliveryView, WebhookView } from "#platform/webhook/webhook.api.ts";
import type { Meaning } from "#web/ui/theme.ts";

type Told = { word: string; meaning: Meaning };

/** How a webhook stands. */
export function standingOf({ enabled, disabled_because: because, failing_since }: WebhookView): Told {
  if (because !== null) return { word: "Switched off", meaning: "fail" };
  if (!enabled) return { word: "Off", meaning: "gray" };
  return failing_since === null ? { word: "On", meaning: "agree" } : { word: "Failing", meaning: "conflict" };
}

/** Why a webhook was switched off by itself, and what to do. */
export const offWords: Record<NonNullable<WebhookView["disabled_because"]>, string> = {
  gone: "The receiver answered 410, which means that it wants no more messages. Switch the webhook on again where that was a mistake.",
  failing:
    "Nothing had arrived for five days. Mend the receiver, switch the webhook on again, and send again below what it missed.",
};

const states: Record<DeliveryView["state"], Told> = {
  pending: { word: "Waits", meaning: "change" },
  delivered: { word: "Delivered", meaning: "agree" },
  failed: { word: "Failed", meaning: "fail" },
};

/** What became of a delivery; one that was tried and waits is tried again. */
export function deliveryTold({ state, attempts }: DeliveryView): Told {
  return state === "pending" && attempts > 0
    ? { word: "Is tried again", meaning: "conflict" }
    : states[state];
}
