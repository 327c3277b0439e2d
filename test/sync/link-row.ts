import type { CustomerId } from "#kernel/id.ts";
import type { ExitRow } from "#sync/merge/plan-exits.ts";

/** A link of an account with a customer, as its table holds it. */
export function linkRow(crmId: string, customer: CustomerId): ExitRow {
  const base = { display_name: "Acme" };
  const at = "2026-03-01T09:00:00.000Z";
  return {
    organization_id: "org_1",
    connection_id: "con_1",
    crm_id: crmId,
    crm_module: "Accounts",
    target: "customer",
    customer_id: customer,
    contact_person_id: null,
    state: "linked",
    base: JSON.stringify(base),
    config_version: 1,
    issues: null,
    intent: null,
    crm_modified_time: at,
    linked_at: at,
    updated_at: at,
    name: "Acme",
    known: {
      state: "linked",
      customerId: customer,
      contactPersonId: undefined,
      base,
      issues: [],
      intent: { values: { phone: "1" }, seen: {} },
    },
  };
}
