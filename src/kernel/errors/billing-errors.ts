import type { ErrorRows } from "./error-rows.ts";

/** Refusals of billing: the organization's settings, customers and what belongs to them, imports. */
export const billingErrors = {
  "billing_organization.not_found": [
    404,
    "Billing is not set up for this organization",
    "Create the organization with its base currency first.",
  ],
  "billing_organization.currency_fixed": [
    409,
    "The base currency can no longer change",
    "It is fixed once a transaction exists.",
  ],
  "customer.not_found": [
    404,
    "There is no such customer",
    "Check the id, or search for the customer by name.",
  ],
  "customer.changed_meanwhile": [
    409,
    "Somebody else changed this customer meanwhile",
    "Load it again, then repeat your change.",
  ],
  "customer.merged": [
    409,
    "This customer was merged into another one",
    "Change the other customer, or undo the merge first.",
  ],
  "customer.currency_fixed": [
    409,
    "The customer's currency can no longer change",
    "It is fixed once a transaction exists; create another customer for another currency.",
  ],
  "customer.has_transactions": [
    409,
    "The customer has transactions",
    "Make the customer inactive instead; its documents stay.",
  ],
  "customer.has_subscriptions": [
    409,
    "The customer has a subscription that is not over",
    "Cancel its subscriptions first, or wait until they have ended.",
  ],
  "customer.in_use": [
    409,
    "Something still refers to this customer",
    "Make the customer inactive instead, or undo its merges and unlink it from the CRM first.",
  ],
  "contact_person.not_found": [
    404,
    "There is no such contact person",
    "Load the customer again; somebody may have removed the person.",
  ],
  "contact_person.unnamed": [
    422,
    "A contact person needs a name, an e-mail address or a number",
    "Enter at least one of them.",
  ],
  "attachment.not_found": [
    404,
    "There is no such file",
    "Load the customer's files again; somebody may have deleted it.",
  ],
  "attachment.too_many": [
    409,
    "The customer has as many files as it may have",
    "Delete one that is not needed any more, then add this one.",
  ],
  "attachment.too_large": [413, "A file has at most 10 MB", "Send a smaller one, or several parts of it."],
  "custom_field.not_found": [404, "There is no such custom field", "Choose one of the listed custom fields."],
  "custom_field.limit_reached": [
    409,
    "There can be ten custom fields, and all ten are in use",
    "Delete a custom field that is no longer needed.",
  ],
  "custom_field.name_taken": [409, "There is a custom field of this name already", "Choose another label."],
  "customer_merge.not_found": [
    404,
    "There is no such merge",
    "Open the customer's merges to see those that there are.",
  ],
  "customer_merge.same_customer": [
    422,
    "A customer cannot be merged with itself",
    "Choose two different customers.",
  ],
  "customer_merge.other_currency": [
    422,
    "Customers in different currencies cannot be merged",
    "Choose two customers in the same currency.",
  ],
  "customer_merge.other_clock": [
    409,
    "One of the two lives by a test clock, and the other does not live by the same",
    "Merge customers of one time; a test clock that is not ahead can be taken away before.",
  ],
  "customer_merge.already_undone": [409, "This merge was undone already", "There is nothing left to undo."],
  "customer_merge.settled_across": [
    409,
    "A payment of one of the two settles an invoice of the other by now",
    "Take back what it settles there, then undo the merge.",
  ],
  "customer_merge.later_merge": [409, "A later merge builds on this one", "Undo the later merge first."],
  "import.encoding": [
    422,
    "The file is not UTF-8",
    "Save it as CSV UTF-8 and choose it again; the first byte that does not fit is named.",
  ],
  "import.unreadable": [
    422,
    "The file is not valid CSV",
    "Look at the named line: a quote is probably missing or too much.",
  ],
  "import.empty": [422, "The file has no rows", "Choose a file with a header line and at least one row."],
  "import.interrupted": [
    503,
    "The database went away during the import",
    "Import the file again: the rows that are in already are then skipped, or left as they are.",
  ],
  "import.mapping_invalid": [
    422,
    "The columns cannot be read as customers",
    "Map at least one column to the display name, company, name or e-mail, and no field twice.",
  ],
} as const satisfies ErrorRows;
