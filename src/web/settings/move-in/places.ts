import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";

/** The addresses of the pages about moving in, and of what they lead to. */
export function useMoveInPlaces() {
  const { id } = useOrganization();
  const list = addressIn(id, "settings/move-in");
  return {
    list,
    moveIn: (moveIn: string) => `${list}/${moveIn}`,
    crmImport: (module: "Accounts" | "Contacts") => addressIn(id, `crm/${module}/import`),
  };
}
