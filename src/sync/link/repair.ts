import type { Customer } from "#billing/customer/customer.ts";
import { refuse, accept, type Result } from "#kernel/result.ts";
import type { ErrorCode, Facts } from "#kernel/errors.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import type { CrmModule, Incoming } from "#sync/mapping/incoming.ts";
import type { LinkRow } from "./link.table.ts";

/** The modules whose records become customers, the usual one first. */
export function customerModules(
  settings: Pick<SyncSettings, "module" | "include_unassociated">,
): CrmModule[] {
  if (settings.module === "contacts") return ["Contacts"];
  const alsoPeople = settings.module === "accounts-and-contacts" && settings.include_unassociated;
  return alsoPeople ? ["Accounts", "Contacts"] : ["Accounts"];
}

type Pair = {
  customer: Pick<Customer, "id" | "display_name" | "currency_code" | "merged_into">;
  incoming: Pick<Incoming, "crmId" | "name" | "values">;
  /** The customer's link in this connection, and what the CRM record is linked with. */
  own: Pick<LinkRow, "crm_id"> | undefined;
  theirs: (Pick<LinkRow, "state" | "customer_id"> & { name: string | null }) | undefined;
};

export type Refusal = { code: ErrorCode; facts: Facts };

/** Whether a customer and a CRM record may be linked by hand: neither linked with another one, in the same currency. */
export function mayLink({ customer, incoming, own, theirs }: Pair): Result<undefined, Refusal> {
  const { id, display_name: name, currency_code: currency } = customer;
  if (customer.merged_into !== null)
    return refuse({ code: "customer.merged", facts: { customer: id, merged_into: customer.merged_into } });
  if (own) {
    const message = `${name} is linked with the CRM record ${own.crm_id} already`;
    return refuse({ code: "link.already_linked", facts: { message, customer: id, crm_id: own.crm_id } });
  }
  if (theirs?.customer_id && theirs.state !== "closed" && theirs.state !== "duplicate") {
    const message = `The CRM record ${incoming.name} is linked with ${theirs.name} already`;
    const facts = { message, customer: theirs.customer_id, crm_id: incoming.crmId };
    return refuse({ code: "link.already_linked", facts });
  }
  const wanted = incoming.values["currency_code"];
  if (typeof wanted === "string" && wanted !== currency) {
    const message = `${name} is in ${currency}, the CRM record ${incoming.name} in ${wanted}`;
    return refuse({ code: "link.other_currency", facts: { message, currencies: [currency, wanted] } });
  }
  return accept(undefined);
}
