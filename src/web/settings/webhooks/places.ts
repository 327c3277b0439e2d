import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";

/** The addresses of the pages about webhooks. */
export function useWebhookPlaces() {
  const list = addressIn(useOrganization().id, "settings/webhooks");
  return { list, webhook: (id: string) => `${list}/${id}` };
}
