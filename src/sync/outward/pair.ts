import type { ContactPerson } from "#billing/customer/contact-person.ts";
import type { Customer } from "#billing/customer/customer.ts";
import type { LinkPlace } from "#sync/link/link.table.ts";
import type { CrmModule, Target } from "#sync/mapping/incoming.ts";
import type { BillingRecord, Intent } from "#sync/plan/decision.ts";
import type { ModuleChoice } from "#sync/connection/settings.api.ts";
import type { Mark } from "./mark.ts";

/** A marked record with its link, if it has one; for a contact person, that of its customer. */
export type Marked = {
  mark: Mark;
  record: BillingRecord | undefined;
  customer: Customer | undefined;
  link: LinkPlace | undefined;
  /** The CRM id of a contact person's customer; undefined where that is not linked. */
  parentCrmId: string | undefined;
};

/** An update of which nobody heard whether it arrived. */
export type Unheard = { crmId: string; intent: Intent };

/** What is to be done for a marked record. `nothing`: its mark is taken away. */
export type Errand =
  | {
      do: "update";
      mark: Mark;
      module: CrmModule;
      crmId: string;
      record: BillingRecord;
      /** What an earlier run has sent without hearing of it. */
      unheard: Unheard | undefined;
    }
  | { do: "create"; mark: Mark; module: CrmModule; record: BillingRecord; parentCrmId: string | undefined }
  | { do: "nothing"; mark: Mark };

/** The CRM module that new records of a kind are made in; undefined where the module choice leaves them in billing. */
export function moduleFor(choice: ModuleChoice, target: Target): CrmModule | undefined {
  if (target === "contact_person") return choice === "accounts-and-contacts" ? "Contacts" : undefined;
  return choice === "contacts" ? "Contacts" : "Accounts";
}

/**
 * A linked record is brought up to date; one that was never linked is made, if it is in use and its customer is there.
 * What was deleted, merged away, closed or left the view stays as it is.
 */
export function errandOf(
  choice: ModuleChoice,
  { mark, record, customer, link, parentCrmId }: Marked,
): Errand {
  const nothing = { do: "nothing", mark } as const;
  if (!record || !customer || customer.merged_into !== null) return nothing;
  if (link) {
    return link.state === "linked"
      ? {
          do: "update",
          mark,
          module: link.crm_module,
          crmId: link.crm_id,
          record,
          unheard: unheardOf(link),
        }
      : nothing;
  }
  const module = moduleFor(choice, record.target);
  const isPerson = record.target === "contact_person";
  if (!module || customer.status !== "active" || (isPerson && parentCrmId === undefined)) return nothing;
  return { do: "create", mark, module, record, parentCrmId };
}

function unheardOf({ crm_id, intent }: LinkPlace): Unheard | undefined {
  return intent === null ? undefined : { crmId: crm_id, intent: JSON.parse(intent) as Intent };
}

/** The customer that a billing record is, or belongs to. */
export function customerOf(record: BillingRecord): Customer["id"] {
  return record.target === "customer" ? record.id : record.row.customer_id;
}

/** How a billing record is called. */
export function nameOf(record: BillingRecord): string {
  if (record.target === "customer") return record.row.display_name;
  return personName(record.row);
}

function personName({ first_name, last_name, email, phone, id }: ContactPerson): string {
  const name = [first_name, last_name].filter((part) => part !== null && part !== "").join(" ");
  return name === "" ? (email ?? phone ?? id) : name;
}
