import { editOrganization, getOrganization } from "#billing/organization/organization.api.ts";
import { type Caller, call } from "#platform/http/call.ts";

/**
 * Who sells, as its papers say it, and what its customers are told by e-mail. Street, telephone and bank are nobody's;
 * nine zeros are no routing number of a bank.
 */
const seller = {
  address: {
    street: "1 Harbor Drive",
    city: "Boston",
    state: "MA",
    zip: "02199",
    country: "United States",
    phone: "+1 617 555 0100",
  },
  tax_label: "EIN",
  tax_number: "00-0000000",
  bank_account: {
    holder: "Northwind Subscriptions, Inc.",
    bank_name: "Harbor Example Bank",
    routing_number: "000000000",
    account_number: "000123456789",
  },
  payment_instructions:
    "Please give the number of the invoice with your payment.\nQuestions? accounts@northwind.example",
  email_invoices: true,
  email_receipts: true,
  email_failed_charges: true,
  reminder_days: [3, 10, 20],
};

/** Enters it, unless somebody has entered something of it. */
export async function enterSeller(caller: Caller): Promise<void> {
  const { tax_number, bank_account } = await call(caller, getOrganization, {});
  if (tax_number !== null || Object.keys(bank_account).length > 0) return;
  await call(caller, editOrganization, { body: seller });
}
