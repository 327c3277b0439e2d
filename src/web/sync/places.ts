import { useOrganization } from "#web/app/organization.ts";
import { addressIn } from "#web/app/address.ts";

/** The addresses of the integration's screens. */
export type Places = ReturnType<typeof placesIn>;

/** The addresses of the integration within an organization. */
function placesIn(organization: string) {
  const root = addressIn(organization, "settings/integrations");
  return {
    root,
    duplicates: `${root}/duplicates`,
    connect: `${root}/connect`,
    history: `${root}/history`,
    details: (connection: string) => `${root}/${connection}`,
    configure: (connection: string) => `${root}/${connection}/configure`,
    credentials: (connection: string) => `${root}/${connection}/credentials`,
    links: (connection: string) => `${root}/${connection}/links`,
    closed: (connection: string) => `${root}/${connection}/closed`,
    conflicts: (connection: string) => `${root}/${connection}/conflicts`,
    deals: (connection: string) => `${root}/${connection}/deals`,
    deal: (id: string) => addressIn(organization, `crm/deals/${id}`),
    made: (entity: "estimate" | "invoice" | "subscription", id: string) =>
      addressIn(organization, `billing/${entity}s/${id}`),
    run: (run: string) => `${root}/runs/${run}`,
    keyScreen: addressIn(organization, "crm/setup/zsc-key"),
    customFields: addressIn(organization, "settings/customer-fields"),
    customer: (customer: string) => addressIn(organization, `billing/customers/${customer}`),
  };
}

export function usePlaces(): Places {
  return placesIn(useOrganization().id);
}
