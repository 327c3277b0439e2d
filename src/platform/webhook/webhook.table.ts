import type { Generated, GeneratedAlways, Selectable } from "kysely";
import type { Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type WebhookId = Id<"whk">;
export type DeliveryId = Id<"dlv">;
export type MessageId = Id<"msg">;

export type WebhookRow = {
  organization_id: OrganizationId;
  id: WebhookId;
  url: string;
  description: string | null;
  events: string[];
  enabled: Generated<boolean>;
  disabled_because: "gone" | "failing" | null;
  secret: string;
  old_secret: string | null;
  old_secret_until: Instant | null;
  failing_since: Instant | null;
  version: Generated<number>;
  created_at: Instant;
  updated_at: Instant;
};

export type WebhookMessageRow = {
  organization_id: OrganizationId;
  id: MessageId;
  type: string;
  subject_kind: string;
  subject_id: string;
  at: Instant;
  payload: string | null;
};

export type WebhookDeliveryRow = {
  organization_id: OrganizationId;
  id: DeliveryId;
  webhook_id: WebhookId;
  message_id: MessageId;
  seq: GeneratedAlways<string>;
  state: "pending" | "delivered" | "failed";
  attempts: Generated<number>;
  next_at: Instant;
  tried_at: Instant | null;
  status: number | null;
  answer: string | null;
  problem: string | null;
  created_at: Instant;
};

/** A webhook as it is read. */
export type Webhook = Selectable<WebhookRow>;

declare module "#platform/db/db.ts" {
  interface Tables {
    webhook: WebhookRow;
    webhook_message: WebhookMessageRow;
    webhook_delivery: WebhookDeliveryRow;
  }
}
