import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";

/** The addresses of the pages about e-mail. */
export function useEmailPlaces() {
  const server = addressIn(useOrganization().id, "settings/email");
  return {
    server,
    templates: `${server}/templates`,
    emails: `${server}/messages`,
    email: (id: string) => `${server}/messages/${id}`,
  };
}
