import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import type { SecretPlace } from "#platform/secrets/secrets.ts";

/** Where a connection's sealed values live: bound into the ciphertext. */
export function secretPlace(
  organization: OrganizationId,
  row: ConnectionId,
  column: "credential" | "access_token",
): SecretPlace {
  return { organization, table: "connection", column, row };
}
