import { type Draft, type LineValues, newDraft } from "#billing/document/document.ts";

const address = {
  ...{ attention: null, street: null, city: null, state: null, zip: null, country: null, phone: null },
};
const snapshot = { display_name: "A", company_name: null, email: null };
const values = {
  ...{ due_date: null, payment_terms: null, payment_terms_label: null, reference_number: null },
  ...{ salesperson: null, notes: null, terms: null, is_tax_inclusive: false },
  ...{ tax_rounding: "line" as const, shipping: 0n, adjustment: 0n, adjustment_label: null },
};

/** A draft in US dollars with these lines, as it is before it is stored. */
export function documentOn(
  date: string,
  kind: "invoice" | "credit_note",
  lines: readonly LineValues[],
  exchange_rate = "0.9",
): Draft {
  return newDraft({ ...values, date, exchange_rate }, lines, {
    organizationId: "org_1",
    id: kind === "invoice" ? "inv_1" : "crn_1",
    kind,
    customer: {
      ...{ id: "cus_1", currency_code: "USD" },
      snapshot: { ...snapshot, billing_address: address, shipping_address: address },
    },
    now: "2026-01-01T00:00:00.000Z",
  });
}
