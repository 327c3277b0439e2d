import { dataCentreOf } from "#zoho/data-centres.ts";
import type { z } from "zod";
import type { LinkView } from "#sync/run/run.api.ts";
import type { ListedLink } from "./link.table.ts";

/** Where a person opens a CRM record: in zoho.com's own pages, or in the pages of the Concord that is its CRM. */
export function crmRecordUrl(
  place: Pick<ListedLink, "api_url" | "kind">,
  module: string,
  id: string,
): string {
  const centre = dataCentreOf(place.api_url);
  return centre
    ? `${centre.crm}/crm/tab/${module}/${id}`
    : `${place.api_url}/go/crm/${module.toLowerCase()}/${id}`;
}

/** A link as it is shown. */
export function linkView(link: ListedLink): z.input<typeof LinkView> {
  return {
    connection: link.connection_id,
    crm_company: link.crm_company,
    crm_module: link.crm_module,
    crm_id: link.crm_id,
    crm_url: crmRecordUrl(link, link.crm_module, link.crm_id),
    customer: link.customer_id,
    contact_person: link.contact_person_id,
    name: link.name,
    state: link.state,
    linked_at: link.linked_at,
    updated_at: link.updated_at,
    issues: link.issues
      ? (JSON.parse(link.issues) as { field: string; problem: string; value: unknown }[])
      : [],
  };
}
