import type { EmailKind } from "./email-kind.ts";

/** The words of an e-mail, with placeholders such as `{number}`. */
export type Template = { subject: string; body: string };

/** What each placeholder stands for. */
export const placeholderWords = {
  number: "its number",
  total: "its total, with the currency",
  balance: "what is open on it",
  date: "its date",
  due_date: "when it is due",
  expiry_date: "until when it can be accepted",
  delivery_date: "when it is to be delivered",
  amount: "how much was paid",
  reason: "why it was not collected",
  customer: "whom it is for",
  vendor: "whom it is for",
  company: "your organization's name",
  link: "the address at which it opens without sign-in",
} as const;
export type Placeholder = keyof typeof placeholderWords;

const ofDocument = ["number", "total", "date", "company", "link"] as const;

/** What the words of each kind may hold. */
export const placeholdersOf: Readonly<Record<EmailKind, readonly Placeholder[]>> = {
  invoice: [...ofDocument, "customer", "balance", "due_date"],
  invoice_reminder: [...ofDocument, "customer", "balance", "due_date"],
  payment_receipt: ["number", "amount", "date", "customer", "company"],
  payment_failed: [...ofDocument, "customer", "balance", "due_date", "reason"],
  estimate: [...ofDocument, "customer", "expiry_date"],
  credit_note: [...ofDocument, "customer", "balance"],
  sales_order: [...ofDocument, "customer", "delivery_date"],
  purchase_order: [...ofDocument, "vendor", "delivery_date"],
};

function letter(greeted: "customer" | "vendor", ...paragraphs: string[]): string {
  return [`Dear {${greeted}},`, ...paragraphs, "Kind regards\n{company}"].join("\n\n");
}

/** The words of each kind where nobody wrote others. */
export const defaultTemplates: Readonly<Record<EmailKind, Template>> = {
  invoice: {
    subject: "Invoice {number} from {company}",
    body: letter(
      "customer",
      "Attached is invoice {number} of {date} for {total}. It is due on {due_date}.",
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

/** What stands in braces on one line. */
const braces = /\{([^{}\n]{1,60})\}/g;

/** What of the braces in a text is no placeholder of the kind, as it is written there. */
export function unknownPlaceholders(text: string, kind: EmailKind): string[] {
  const known: readonly string[] = placeholdersOf[kind];
  const names = [...text.matchAll(braces)].map(([, name = ""]) => name);
  return [...new Set(names)].filter((name) => !known.includes(name));
}

export type Values = Partial<Record<Placeholder, string>>;

/** A text with what is known in the place of its placeholders; the others stay. */
export function filled(text: string, values: Values): string {
  return text.replaceAll(braces, (whole, name: string) => values[name as Placeholder] ?? whole);
}

/** Whether a text asks for a value. */
export function asksFor(text: string, name: Placeholder): boolean {
  return text.includes(`{${name}}`);
}

/** A name or text as a header can hold it: on one line. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
