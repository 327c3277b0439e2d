import { lettersWith, type Templates } from "#billing/email/template.ts";

const letter = lettersWith("Dear {name},", "Kind regards");

export const english: Templates = {
  invoice: {
    subject: "Invoice {number} from {company}",
    body: letter(
      "customer",
      "Attached is invoice {number} of {date} for {total}. It is due on {due_date}.",
      "You can also open it here:\n{link}",
    ),
  },
  invoice_paid: {
    subject: "Invoice {number} from {company}",
    body: letter(
      "customer",
      "Attached is invoice {number} of {date} for {total}. It is paid, and there is nothing more to do.",
      "You can also open it here:\n{link}",
    ),
  },
  invoice_reminder: {
    subject: "Invoice {number} is overdue",
    body: letter(
      "customer",
      "Invoice {number} was due on {due_date}, and {balance} of it is still open. Perhaps it was overlooked; then please pay it in the next days.",
      "The invoice is attached, and opens here:\n{link}",
      "If you have paid meanwhile, thank you, and there is nothing more to do.",
    ),
  },
  payment_receipt: {
    subject: "We received your payment of {amount}",
    body: letter(
      "customer",
      "Thank you: we received {amount} on {date}. Our number for the payment is {number}.",
    ),
  },
  payment_failed: {
    subject: "We could not collect {balance} for invoice {number}",
    body: letter(
      "customer",
      "We tried to collect {balance} for invoice {number}, and it did not work: {reason}.",
      "Please see that your means of payment is valid; we try again in the next days. The invoice is attached, and opens here:\n{link}",
    ),
  },
  payment_failed_last: {
    subject: "We could not collect {balance} for invoice {number}",
    body: letter(
      "customer",
      "We tried to collect {balance} for invoice {number}, and it did not work: {reason}.",
      "We do not try again by ourselves: please pay it another way, or get in touch with us. The invoice is attached, and opens here:\n{link}",
    ),
  },
  estimate: {
    subject: "Estimate {number} from {company}",
    body: letter(
      "customer",
      "Attached is our estimate {number} of {date} for {total}.",
      "You can look at it, accept or decline it here:\n{link}",
    ),
  },
  credit_note: {
    subject: "Credit note {number} from {company}",
    body: letter(
      "customer",
      "Attached is credit note {number} of {date} for {total}.",
      "You can also open it here:\n{link}",
    ),
  },
  sales_order: {
    subject: "Your order {number}",
    body: letter(
      "customer",
      "Thank you for your order. Attached is {number} of {date} for {total}.",
      "You can also open it here:\n{link}",
    ),
  },
  purchase_order: {
    subject: "Purchase order {number} from {company}",
    body: letter(
      "vendor",
      "Please find our purchase order {number} of {date} for {total} attached.",
      "It also opens here:\n{link}",
    ),
  },
};
