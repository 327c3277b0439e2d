import type { CrmModule, Target } from "#sync/mapping/incoming.ts";

/** What a record is to the sync: each kind has a mapping and match keys of its own. */
export type Kind = "customer" | "person" | "unassociated";

/** A contact that is a customer of its own is `unassociated`, also where all contacts are. */
export function kindOf({ module, target }: { module: CrmModule; target: Target }): Kind {
  if (target === "contact_person") return "person";
  return module === "Contacts" ? "unassociated" : "customer";
}
