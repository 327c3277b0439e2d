import type { ErrorRows } from "./error-rows.ts";

const statusRemedy = "Look at the document's status: each allows some actions and no others.";

/** Refusals of credit notes, estimates, orders and vendors. */
export const dealErrors = {
  "credit_note.not_found": [404, "There is no such credit note", "Look it up by its number or its customer."],
  "credit_note.not_draft": [
    409,
    "Only a draft can be changed",
    "What was opened does not change: void it while nothing of it is used, and write another.",
  ],
  "credit_note.not_open": [
    409,
    "The credit note is not open",
    "Choose one that was opened and is not void; open a draft first.",
  ],
  "credit_note.of_invoice": [
    409,
    "This draft credits an invoice, line by line",
    "Delete the draft and credit the invoice anew with the lines and quantities that you want.",
  ],
  "credit_note.invoice_not_billed": [
    409,
    "This invoice bills nothing",
    "Choose an invoice that was sent and is not void; edit a draft instead.",
  ],
  "credit_note.exceeds_invoice": [
    422,
    "That is more than the invoice billed",
    "Credit at most what is left of each line, and of the total.",
  ],
  "credit_note.written_off": [
    409,
    "So much of the invoice was written off",
    "Cancel the write-off first, then credit the invoice: otherwise the same loss would be booked twice.",
  ],
  "credit_note.exceeds_amount": [
    422,
    "That is more than the credit note has left",
    "Apply or refund at most its balance.",
  ],
  "credit_note.in_use": [
    409,
    "Part of this credit note is used",
    "Take back where it is applied first. What was refunded stays given back.",
  ],
  "credit_note.already_void": [409, "The credit note is void already", "There is nothing left to void."],
  "estimate.not_found": [404, "There is no such estimate", "Look it up by its number or its customer."],
  "estimate.not_draft": [
    409,
    "Only a draft can be changed",
    "Mark the estimate as a draft again, change it, and send it anew.",
  ],
  "estimate.wrong_status": [409, "The estimate's status does not allow this", statusRemedy],
  "estimate.no_subscription": [
    409,
    "This estimate cannot become a subscription as it is",
    "The details name what stands in the way: make it a draft again, change that, and let it be accepted anew.",
  ],
  "sales_order.not_found": [404, "There is no such sales order", "Look it up by its number or its customer."],
  "sales_order.not_draft": [409, "Only a draft can be changed", "Void the order and write another one."],
  "sales_order.wrong_status": [409, "The sales order's status does not allow this", statusRemedy],
  "purchase_order.not_found": [
    404,
    "There is no such purchase order",
    "Look it up by its number or its vendor.",
  ],
  "purchase_order.not_draft": [409, "Only a draft can be changed", "Cancel the order and write another one."],
  "purchase_order.wrong_status": [409, "The purchase order's status does not allow this", statusRemedy],
  "vendor.not_found": [404, "There is no such vendor", "The list of vendors has those that there are."],
  "vendor.name_taken": [409, "This name is taken", "Choose another name, or edit the vendor that has it."],
  "vendor.changed_meanwhile": [
    409,
    "Somebody else changed this vendor meanwhile",
    "Load it again, then repeat your change.",
  ],
  "vendor.currency_fixed": [
    409,
    "The vendor's currency can no longer change",
    "It is fixed once something was ordered; add the vendor again with the other currency.",
  ],
  "vendor.in_use": [
    409,
    "Something was ordered from this vendor",
    "It stays with its orders; a draft can be deleted first.",
  ],
} as const satisfies ErrorRows;
