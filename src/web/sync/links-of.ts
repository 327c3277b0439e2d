import { useQueries } from "@tanstack/react-query";
import type { z } from "zod";
import { listLinks, type LinkView } from "#sync/run/run.api.ts";
import { query, useOrganizationId } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";

export type Link = z.output<typeof LinkView>;

/** What records of the CRM are linked with; nothing while that is not known, and for who does not see billing. */
export function useLinksOf(...records: readonly string[]): Link[] {
  const organization = useOrganizationId();
  const isAsked = useMay("read");
  const answers = useQueries({
    queries: records.map((crm_id) => ({
      ...query(organization, listLinks, { query: { crm_id } }),
      enabled: isAsked,
    })),
  });
  return answers.flatMap(({ data }) => data?.items.filter(({ state }) => state !== "closed") ?? []);
}
