import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { listLinks, type LinkView } from "#sync/run/run.api.ts";
import { query, useOrganizationId } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";

export type Link = z.output<typeof LinkView>;

/** What a record of the CRM is linked with; nothing while that is not known, and for who does not see billing. */
export function useLinksOf(record: string): Link[] {
  const organization = useOrganizationId();
  const isAsked = useMay("read");
  const links = useQuery({
    ...query(organization, listLinks, { query: { crm_id: record } }),
    enabled: isAsked,
  });
  return links.data?.items.filter(({ state }) => state !== "closed") ?? [];
}
