import type { WebhookMessage } from "#platform/http/openapi.ts";
import { type EventType, eventNames, eventTypes } from "#platform/webhook/event-choice.api.ts";
import { subjects } from "./subject.ts";

/** Every message that a webhook may be sent, for the description of the API. */
export function allMessages(): WebhookMessage[] {
  return eventNames.map((type: EventType) => {
    const [kind, meaning] = eventTypes[type];
    return { type, meaning, data: subjects[kind].reply };
  });
}
