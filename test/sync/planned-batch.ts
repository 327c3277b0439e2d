import { newContactPerson } from "#billing/customer/contact-person.ts";
import { type Customer, newCustomer } from "#billing/customer/customer.ts";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import { customerRecord, personRecord } from "#sync/change/billing-record.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { BillingRecord, Candidate, Decision, KnownLink, Values } from "#sync/plan/decision.ts";
import { type Knowledge, planBatch, type PlanRules } from "#sync/plan/plan-batch.ts";

/** When everything was made and changed. */
export const at = "2026-03-01T10:00:00.000Z";
const mapped = (...fields: string[]): ReadonlyMap<string, MappingRow> =>
  new Map(
    fields.map((billing) => [billing, { crm: billing, billing, direction: "both", blank_erases: false }]),
  );

/** A set-up that goes both ways and takes the CRM's values; what differs is said in each test. */
export const rules: PlanRules = {
  rows: {
    customer: mapped("display_name", "phone", "currency_code"),
    person: mapped("first_name", "last_name", "email", "phone", "mobile"),
    unassociated: mapped("display_name", "email"),
  },
  ...{ matchKeys: ["name", "phone"], unassociatedKeys: ["email"], policy: "crm", duplicates: "overwrite" },
  ...{ required: ["display_name"], ignoresView: false },
};

/** A customer called Acme, in dollars. */
export function customer(
  id: CustomerId,
  row: Partial<Customer> = {},
): BillingRecord & { target: "customer" } {
  const draft = { display_name: "Acme", type: "business", currency_code: "USD" } as const;
  const origin = { organizationId: "org_1", id, source: "local", now: at } as const;
  return customerRecord({ ...newCustomer(draft, origin), ...row }) as BillingRecord & { target: "customer" };
}

/** A contact person of a customer. */
export function person(id: ContactPersonId, values: object, customerId: CustomerId = "cus_1"): BillingRecord {
  return personRecord(newContactPerson(values, { organizationId: "org_1", customerId, id, now: at }));
}

/** An account called Acme, as billing would hold it. */
export function account(crmId: string, values: Values = {}, more: Partial<Incoming> = {}): Incoming {
  return {
    ...{ module: "Accounts", crmId, name: "Acme", modifiedTime: at, target: "customer" },
    ...{ values: { display_name: "Acme", ...values }, issues: [], accountId: undefined },
    ...more,
  };
}

/** A contact of the account 9000, as a contact person. */
export function contact(crmId: string, values: Values, more: Partial<Incoming> = {}): Incoming {
  const person = { module: "Contacts", target: "contact_person", accountId: "9000" } as const;
  return { ...account(crmId, {}, person), values, ...more };
}

/** A link with cus_1. */
export function link(of: Partial<KnownLink> = {}): KnownLink {
  return { state: "linked", customerId: "cus_1", contactPersonId: undefined, base: {}, issues: [], ...of };
}

/** The account 9000 is linked with cus_1. */
export const nothing: Knowledge = {
  ...{
    links: new Map([["9000", link()]]),
    records: new Map(),
    survivors: new Map(),
    fixedCurrency: new Set(),
  },
  ...{ bereft: new Map(), flipping: new Map(), index: new Map() },
};

/** The same with more links, and with other records, candidates and so on. */
export function knowing(
  of: Partial<Record<keyof Knowledge, unknown>> & { links?: Record<string, KnownLink> },
): Knowledge {
  const links = new Map([...nothing.links, ...Object.entries(of.links ?? {})]);
  return { ...nothing, ...of, links } as Knowledge;
}

/** What a batch comes to. */
export function plan(incoming: Incoming[], knowledge = nothing, more: Partial<PlanRules> = {}): Decision[] {
  let made = 0;
  return planBatch(
    { ...rules, ...more },
    incoming,
    knowledge,
    {
      customer: () => `cus_new${(made += 1)}` as CustomerId,
      person: () => `cpn_new${(made += 1)}` as ContactPersonId,
    },
    (planned) => planned,
  );
}

/** The values of a contact person. */
export const ann = { first_name: "Ann", last_name: "Miles", email: "ann@acme.example" };

/** A free customer called Acme that a match key found. */
export function candidate(id: CustomerId, of: Partial<Candidate> = {}): Candidate {
  return {
    ...{ record: customer(id), id, name: "Acme", currency: "USD", createdAt: at },
    ...{ hasTransactions: false, linkedTo: undefined, keys: [] },
    ...of,
  };
}
