import type { CustomerId, PaymentId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { listContactPersons } from "#billing/customer/contact-person.store.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { findShownLink } from "#billing/delivery/public-link.commands.ts";
import type { Document } from "#billing/document/document.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { invoiceStatus } from "#billing/invoice/invoice.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { findPayment } from "#billing/payment/payment.store.ts";
import { languageOfCustomer } from "#billing/language/customer-language.commands.ts";
import type { Language } from "#billing/language/language.ts";
import { listPaidSubscriptions, listReceivers } from "#billing/subscription/receivers.store.ts";
import type { SubscriptionId } from "#billing/subscription/subscription.table.ts";
import { getVendor } from "#billing/vendor/vendor.commands.ts";
import { mailAddress } from "./email-input.api.ts";
import { type EmailKind, emailKindOf } from "./email-kind.ts";
import { filled, finished, oneLine, type Template, type Values, type Wording } from "./template.ts";
import { templatesIn } from "./templates.ts";
import { findTemplate } from "./template.store.ts";

/** An e-mail in words, and who gets it. What is not known yet is still a placeholder. */
export type Letter = { kind: EmailKind; to: string[]; subject: string; body: string };

/** The kind of e-mail that a document goes out with today. */
export async function kindFor(tx: Tx, document: Document, now: string): Promise<EmailKind> {
  const { date } = await dayOf(tx, { now });
  const status = document.kind === "invoice" ? invoiceStatus(document, date) : document.status;
  return emailKindOf(document.kind, status);
}

/** The e-mail that a document goes out with, by the template of the kind. */
export async function letterFor(
  tx: Tx,
  ports: Pick<Deps, "vault" | "publicUrl">,
  document: Document,
  { kind, reason, wording }: { kind: EmailKind; reason?: string | undefined; wording?: Wording | undefined },
): Promise<Letter> {
  const language = await languageOfCustomer(tx, document.customer_id);
  const values = await valuesOf(tx, ports, document, language);
  const words = wordsOf(
    await templateOf(tx, kind, language, wording ?? wordingOf(kind, document)),
    reason === undefined ? values : { ...values, reason },
  );
  return { kind, to: await receiversOf(tx, document), ...words };
}

/** The receipt of a payment. */
export async function receiptFor(tx: Tx, id: PaymentId): Promise<Letter> {
  const payment = await findPayment(tx, id);
  if (payment === undefined) throw new Error(`no payment ${id}`);
  const { amount, currency_code: currency, customer_id, customer_name: customer, number, date } = payment;
  const language = await languageOfCustomer(tx, customer_id);
  const { show } = language;
  const words = wordsOf(await templateOf(tx, "payment_receipt", language), {
    number,
    amount: show.amount(amountText(amount, currency), currency),
    date: show.day(date),
    customer,
    company: (await getBillingOrganization(tx)).name,
  });
  const to = await receiversAtCustomer(tx, customer_id, await listPaidSubscriptions(tx, id));
  return { kind: "payment_receipt", to, ...finished(words) };
}

/** The words of a kind: the organization's own, or those that come along in the language of whoever gets it. */
async function templateOf(tx: Tx, kind: EmailKind, { code }: Language, wording?: Wording): Promise<Template> {
  return (await findTemplate(tx, kind)) ?? templatesIn[code][wording ?? kind];
}

/** Of an invoice that is paid, by a card in the second in which it was written perhaps, nobody reads when it is due. */
function wordingOf(kind: EmailKind, { status, balance, written_off }: Document): Wording | undefined {
  const isPaid = kind === "invoice" && status === "sent" && balance === 0n && written_off === 0n;
  return isPaid ? "invoice_paid" : undefined;
}

/** Words with what is known in them. */
export function wordsOf({ subject, body }: Template, values: Values): Template {
  return { subject: oneLine(filled(subject, values)), body: filled(body, values) };
}

/** What placeholders stand for in an e-mail about a document; a draft has no number, and what has no link no address. */
export async function valuesOf(
  tx: Tx,
  ports: Pick<Deps, "vault" | "publicUrl">,
  document: Document,
  { show }: Language,
): Promise<Values> {
  const { number, currency_code: currency, due_date } = document;
  const money = (minor: bigint): string => show.amount(amountText(minor, currency), currency);
  const link = await findShownLink(tx, ports, document.id);
  const name = document.customer_snapshot.display_name;
  const last = due_date === null ? "–" : show.day(due_date);
  return {
    ...(number === null ? {} : { number }),
    ...(link === undefined ? {} : { link: link.url }),
    total: money(document.total),
    balance: money(document.balance),
    date: show.day(document.date),
    due_date: last,
    expiry_date: last,
    delivery_date: last,
    customer: name,
    vendor: name,
    company: (await getBillingOrganization(tx)).name,
  };
}

/** Who gets an e-mail where nobody says so: who is named by the subscription, or the customer, or the vendor. */
async function receiversOf(
  tx: Tx,
  {
    customer_id,
    vendor_id,
    subscription_id,
  }: Pick<Document, "customer_id" | "vendor_id" | "subscription_id">,
): Promise<string[]> {
  if (customer_id !== null) return receiversAtCustomer(tx, customer_id, [subscription_id]);
  if (vendor_id === null) return [];
  const address = mailAddress((await getVendor(tx, vendor_id)).email);
  return address === undefined ? [] : [address];
}

/** Who gets what is about these subscriptions: the persons that each names, and for one that names none the customer. */
async function receiversAtCustomer(
  tx: Tx,
  customerId: CustomerId,
  subscriptions: readonly (SubscriptionId | null)[],
): Promise<string[]> {
  const found = new Set<string>();
  for (const id of subscriptions.length === 0 ? [null] : subscriptions) {
    const persons = id === null ? [] : await listReceivers(tx, id);
    const named = persons.flatMap(({ email }) => mailAddress(email) ?? []);
    const own = named.length === 0 ? mailAddress(await emailOfCustomer(tx, customerId)) : undefined;
    for (const address of own === undefined ? named : [own]) found.add(address);
  }
  return [...found];
}

/** The address of the primary contact person, or else the customer's own. */
async function emailOfCustomer(tx: Tx, id: CustomerId): Promise<string | null> {
  const [first] = await listContactPersons(tx, id);
  if (first?.is_primary === true && first.email !== null) return first.email;
  return (await getCustomer(tx, id)).email ?? first?.email ?? null;
}
