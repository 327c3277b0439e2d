import { useQuery } from "@tanstack/react-query";
import { type ConnectionView, listConnections } from "#sync/connection/connection.api.ts";
import { query, useOrganizationId } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";

/** The connection that ties billing to this CRM; null where there is none, undefined while that is not known, and for who does not see the sync. */
export function useTied(): ConnectionView | null | undefined {
  const connections = useQuery({
    ...query(useOrganizationId(), listConnections),
    enabled: useMay("read"),
  });
  if (connections.data === undefined) return undefined;
  return (
    connections.data.items.find(
      ({ kind, state, extent_allowed: extent }) =>
        kind === "embedded" && state !== "disabled" && extent === "two-way",
    ) ?? null
  );
}
