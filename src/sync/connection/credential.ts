import type { ConnectionId, OrganizationId } from "#kernel/id.ts";

type Column = "credential" | "access_token";
type Place = { organization: OrganizationId; table: "connection"; column: Column; row: ConnectionId };

/** Where a connection's sealed values live: bound into the ciphertext, so that a copied one cannot be opened. */
export function secretPlace(organization: OrganizationId, row: ConnectionId, column: Column): Place {
  return { organization, table: "connection", column, row };
}
