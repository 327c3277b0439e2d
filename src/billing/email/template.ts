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

/** Words of a kind that come along for a case of their own. Who writes words for a kind writes them for every case. */
export const wordings = {
  invoice_paid: { of: "invoice", when: "The invoice is paid when the e-mail is written" },
  payment_failed_last: { of: "payment_failed", when: "It is not tried again" },
} as const satisfies Readonly<Record<string, { of: EmailKind; when: string }>>;
export type Wording = keyof typeof wordings;

/** The words of each kind of e-mail in a language, for where the organization wrote no others. */
export type Templates = Readonly<Record<EmailKind | Wording, Template>>;

/** What makes the letters of a language: its greeting of `{name}`, paragraphs, its closing. */
export function lettersWith(greeting: string, closing: string) {
  return (greeted: "customer" | "vendor", ...paragraphs: string[]): string =>
    [greeting.replace("{name}", `{${greeted}}`), ...paragraphs, `${closing}\n{company}`].join("\n\n");
}

/** What stands in braces on one line. */
const braces = /\{([^{}\n]{1,60})\}/g;

/** What of the braces in a text is no placeholder of the kind, as it is written there. */
export function unknownPlaceholders(text: string, kind: EmailKind): string[] {
  const known: readonly string[] = placeholdersOf[kind];
  const names = [...text.matchAll(braces)].map(([, name = ""]) => name);
  return [...new Set(names)].filter((name) => !known.includes(name));
}

export type Values = Partial<Record<Placeholder, string>>;

/** No reader sees it: behind the brace of a value, it says that what stands there is no placeholder. */
const joiner = "\u2060";

const bracesAndStop = new RegExp(`${braces.source}(\\.?)`, "g");

/**
 * A text with what is known in the place of its placeholders; the others stay. What ends with a full stop, such as the
 * reason that a bank gives, or a company's name, gets no second one. The braces of a value are no placeholders when the
 * text is filled once more, as that of a draft is: `finished` takes away what marks them.
 */
export function filled(text: string, values: Values): string {
  return text.replaceAll(bracesAndStop, (whole, name: string, stop: string) => {
    const value = values[name as Placeholder]?.replaceAll("{", `{${joiner}`);
    if (value === undefined) return whole;
    return value.endsWith(".") ? value : `${value}${stop}`;
  });
}

/** Words that are filled for the last time, as they go out. */
export function finished({ subject, body }: Template): Template {
  const plain = (text: string): string => text.replaceAll(`{${joiner}`, "{");
  return { subject: plain(subject), body: plain(body) };
}

/** Whether a text asks for a value. */
export function asksFor(text: string, name: Placeholder): boolean {
  return text.includes(`{${name}}`);
}

/** A name or text as a header can hold it: on one line. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
