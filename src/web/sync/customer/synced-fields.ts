import { type ConnectionView, listConnections } from "#sync/connection/connection.api.ts";
import { listLinks } from "#sync/run/run.api.ts";
import { useCall } from "#web/api.ts";

/** Where a field's value comes from: the CRM's field, its record and company, and when both sides last agreed. */
export type Synced = { crmField: string; module: string; company: string; at: string };

/** The fields of a customer that a sync keeps, by name; empty for a customer that is not linked. */
export function useSyncedFields(customer: string): ReadonlyMap<string, Synced> {
  const links = useCall(listLinks, { query: { customer } });
  const connections = useCall(listConnections);
  const own = (links.data?.items ?? []).filter(
    ({ contact_person: person, state }) => person === null && state === "linked",
  );
  return new Map(
    own.flatMap((link) =>
      mappingOf(connections.data?.items.find(({ id }) => id === link.connection)).map(
        ({ billing, crm }): [string, Synced] => [
          billing,
          { crmField: crm, module: link.crm_module, company: link.crm_company, at: link.updated_at },
        ],
      ),
    ),
  );
}

function mappingOf(connection: ConnectionView | undefined): { crm: string; billing: string }[] {
  return connection === undefined || connection.state === "disabled"
    ? []
    : (connection.settings?.mapping ?? []);
}
