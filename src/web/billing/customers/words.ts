import type { CustomerListItem } from "#billing/customer/customer.api.ts";
import { customerLabels, personLabels } from "#billing/customer/customer-schema.api.ts";
import type { Meaning } from "#web/ui/theme.ts";

/** A customer's state in a word and a meaning. */
export function statusOf(customer: Pick<CustomerListItem, "status" | "merged_into">): {
  word: string;
  meaning: Meaning;
} {
  if (customer.merged_into !== null) return { word: "Merged", meaning: "gray" };
  return customer.status === "active"
    ? { word: "Active", meaning: "agree" }
    : { word: "Inactive", meaning: "gray" };
}

const own: Record<string, string> = {
  tags: "Tags",
  status: "Status",
  merged_into: "Merged into",
  is_primary: "Primary contact",
};

/** What a field is called; custom fields by the labels given. */
export function fieldWords(name: string, custom: Readonly<Record<string, string>> = {}): string {
  return custom[name] ?? customerLabels[name] ?? personLabels[name] ?? own[name] ?? name;
}

const sources: Record<CustomerListItem["source"], string> = {
  local: "Created here",
  crm: "From the CRM",
  import: "CSV import",
};

/** Where a customer came from. */
export function sourceWords(source: CustomerListItem["source"]): string {
  return sources[source];
}

const happenings: Record<string, string> = {
  created: "created the customer",
  imported: "imported the customer from CSV",
  changed: "changed the customer",
  inactivated: "made the customer inactive",
  activated: "made the customer active",
  merged: "merged in",
  merged_away: "merged this customer into",
  merge_undone: "undid the merge with",
  linked: "linked the customer with the CRM record",
  unlinked: "unlinked the customer from the CRM record",
  contact_person_added: "added the contact person",
  contact_person_changed: "changed the contact person",
  contact_person_removed: "removed the contact person",
  file_added: "added the file",
  file_removed: "deleted the file",
  subscription_created: "sold the subscription",
  invoice_created: "drafted an invoice",
  invoice_changed: "changed a draft of an invoice",
  invoice_sent: "sent the invoice",
  invoice_voided: "voided the invoice",
  invoice_written_off: "wrote off the invoice",
  invoice_write_off_cancelled: "cancelled the write-off of the invoice",
  invoice_deleted: "deleted a draft of an invoice",
  invoice_link_opened: "made a public link of the invoice",
  invoice_link_closed: "revoked the public link of the invoice",
  invoice_emailed: "e-mailed the invoice",
  estimate_emailed: "e-mailed the estimate",
  credit_note_emailed: "e-mailed the credit note",
  sales_order_emailed: "e-mailed the sales order",
  estimate_subscribed: "made a subscription of the estimate",
  estimate_invoiced: "made an invoice of the estimate",
  estimate_accepted: "accepted the estimate",
  estimate_declined: "declined the estimate",
  payment_received: "recorded the payment",
  payment_voided: "voided the payment",
  payment_taken_back: "undid the import of the payment",
  payment_refunded: "gave money back of the payment",
  credit_note_refunded: "gave money back of the credit note",
  refund_failed: "took back a refund that the gateway did not make, of",
  payment_method_added: "added the payment method",
  payment_method_removed: "removed the payment method",
  payment_method_chosen: "made this the default payment method:",
};

/** What somebody did, as the rest of a sentence that begins with who. */
export function happeningWords(kind: string): string {
  return happenings[kind] ?? kind.replaceAll("_", " ");
}

/** Which customers a list or an export shows. */
export type CustomerFilter = {
  status?: "active" | "inactive" | "merged" | undefined;
  linked?: "true" | "false" | undefined;
  subscribed?: "true" | "false" | undefined;
  overdue?: "true" | "false" | undefined;
};
