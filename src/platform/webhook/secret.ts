import { createHmac, randomBytes } from "node:crypto";
import type { OrganizationId } from "#kernel/id.ts";
import type { SecretPlace } from "#platform/secrets/secrets.ts";
import type { WebhookId } from "./webhook.table.ts";

const prefix = "whsec_";

/** Bytes of a secret: the Standard Webhooks specification asks for 24 to 64. */
const secretBytes = 32;

/** A new secret, as a receiver's library takes it. */
export function newWebhookSecret(): string {
  return prefix + randomBytes(secretBytes).toString("base64");
}

/** Where a webhook's secret lives, for the vault. */
export function webhookSecretPlace(organization: OrganizationId, row: WebhookId): SecretPlace {
  return { organization, table: "webhook", column: "secret", row };
}

export type SignedMessage = { id: string; timestamp: number; body: string };

/**
 * The headers of a message by the Standard Webhooks specification (standardwebhooks.com, version 1): one signature for
 * each secret, so that a receiver that knows either accepts it. The timestamp is of the attempt, in seconds.
 */
export function signedHeaders(
  { id, timestamp, body }: SignedMessage,
  secrets: readonly string[],
): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": secrets.map((secret) => signature(`${id}.${timestamp}.${body}`, secret)).join(" "),
  };
}

function signature(signed: string, secret: string): string {
  const key = Buffer.from(secret.slice(prefix.length), "base64");
  return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
}
