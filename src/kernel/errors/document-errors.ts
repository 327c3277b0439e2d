import type { ErrorRows } from "./error-rows.ts";

/** Refusals of documents, and of the money that settles them. */
export const documentErrors = {
  "exchange_rate.missing": [
    409,
    "No exchange rate is known for this currency",
    "Add a rate for that day or an earlier one at Settings > Exchange rates.",
  ],
  "exchange_rate.base": [
    422,
    "The organization's own currency needs no rate",
    "Choose another currency: rates say what one of it is in the organization's.",
  ],
  "exchange_rate.not_found": [
    404,
    "No rate was set for this day",
    "The list of rates has the days for which there is one.",
  ],
  "number_series.taken": [
    409,
    "Numbers only go upwards",
    "Choose a next number beyond those that are taken, or another prefix.",
  ],
  "number_series.prefix_taken": [
    409,
    "Another series has this prefix",
    "Choose a prefix that no other series has: otherwise two documents would get the same number.",
  ],
  "tax.not_found": [404, "There is no such tax", "The list of taxes has those that there are."],
  "tax.name_taken": [409, "This name is taken", "Choose another name, or edit the tax that has it."],
  "tax.changed_meanwhile": [
    409,
    "Somebody else changed this tax meanwhile",
    "Load it again, then repeat your change.",
  ],
  "tax.in_use": [
    409,
    "The tax is in use",
    "Mark it as inactive instead: it is then offered no more, and documents keep it.",
  ],
  "invoice.not_found": [404, "There is no such invoice", "Look it up by its number or its customer."],
  "invoice.not_draft": [
    409,
    "Only a draft can be changed",
    "What was sent does not change: correct it with a credit note, or void it and write another.",
  ],
  "invoice.not_open": [
    409,
    "Nothing is open on this invoice",
    "Choose an invoice that was sent and is not void; mark a draft as sent first.",
  ],
  "invoice.already_void": [409, "The invoice is void already", "There is nothing left to void."],
  "invoice.credited": [
    409,
    "Credit notes of this invoice hold",
    "Void them first: otherwise the customer would get the same money back twice.",
  ],
  "invoice.credit_unapplied": [
    409,
    "Credit notes of this invoice are not applied to it",
    "Apply them to the invoice, then write off what is left; or void them: otherwise the same loss would be booked twice.",
  ],
  "invoice.no_credits": [
    409,
    "The customer has no unused credits",
    "Record a payment, or write a credit note.",
  ],
  "invoice.not_written_off": [
    409,
    "Nothing of this invoice was written off",
    "There is nothing to take back.",
  ],
  "document.changed_meanwhile": [
    409,
    "Somebody else changed this document meanwhile",
    "Load it again, then repeat your change.",
  ],
  "document.customer_inactive": [
    409,
    "The customer is inactive",
    "Make the customer active first, or choose another one.",
  ],
  "document.without_lines": [422, "A document needs at least one line", "Add what is sold."],
  "payment.not_found": [404, "There is no such payment", "Look it up by its number or its customer."],
  "payment.other_customer": [
    422,
    "The invoice belongs to another customer",
    "A payment or a credit note settles invoices of its own customer.",
  ],
  "payment.exceeds_balance": [
    422,
    "That is more than is open on the invoice",
    "Apply at most the invoice's balance; what is paid beyond it stays with the customer as credit.",
  ],
  "payment.exceeds_amount": [
    422,
    "That is more than the payment has left",
    "Apply or refund at most its unused amount.",
  ],
  "payment.in_use": [
    409,
    "Part of this payment was given back",
    "It came in then: give back what is left of it, rather than void it.",
  ],
  "payment.already_void": [
    409,
    "This payment is void already",
    "Load it again; record another one where money came in.",
  ],
  "payment.charged": [
    409,
    "This payment was charged by the gateway",
    "The money did come in: refund it instead.",
  ],
  "payment.void": [409, "This payment is void", "Record another one where money came in."],
  "settlement.not_found": [
    404,
    "This payment is not applied to that invoice",
    "Load the payment again: somebody may have taken it back.",
  ],
} as const satisfies ErrorRows;
