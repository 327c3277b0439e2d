import { AppError } from "#kernel/errors.ts";
import type { Id, InvoiceId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import { openCreditNote } from "#billing/credit-note/open.commands.ts";
import { fileName } from "#billing/delivery/file-name.ts";
import { openPublicLink } from "#billing/delivery/public-link.commands.ts";
import {
  getDocument,
  getDocumentForUpdate,
  tellOfDocument,
  type Which,
} from "#billing/document/document.commands.ts";
import type { Document } from "#billing/document/document.ts";
import type { DocumentKind } from "#billing/document/kind.ts";
import { moveEstimate } from "#billing/estimate/estimate.commands.ts";
import { issueInvoice } from "#billing/invoice/invoice.commands.ts";
import { movePurchaseOrder } from "#billing/order/purchase-order.commands.ts";
import { moveSalesOrder } from "#billing/order/sales-order.commands.ts";
import { languageOfCustomer } from "#billing/language/customer-language.commands.ts";
import { english } from "#billing/language/words/english.ts";
import { kindFor, letterFor, valuesOf, wordsOf } from "./compose.commands.ts";
import type { EmailDraft } from "./document-email.api.ts";
import { insertEmail } from "./email.store.ts";
import type { EmailId } from "./email.table.ts";
import { findMailServer } from "./mail-server.store.ts";
import { refuseVoid } from "./still-true.commands.ts";
import { asksFor, finished, type Template } from "./template.ts";

type Ports = Pick<Deps, "vault" | "publicUrl">;

/** How a draft of each kind goes out, as it does without an e-mail. */
const issuing: Readonly<Record<DocumentKind, (tx: Tx, act: Act, id: string) => Promise<unknown>>> = {
  invoice: (tx, act, id) => issueInvoice(tx, act, id as InvoiceId),
  credit_note: (tx, act, id) => openCreditNote(tx, act, id as Id<"crn">),
  estimate: (tx, act, id) => moveEstimate(tx, act, id as Id<"est">, "send"),
  sales_order: (tx, act, id) => moveSalesOrder(tx, act, id as Id<"sor">, { action: "confirm" }),
  purchase_order: (tx, act, id) => movePurchaseOrder(tx, act, id as Id<"por">, { action: "issue" }),
};

/** The e-mail that would go out with a document. */
export async function draftEmail(tx: Tx, ports: Ports, now: string, which: Which): Promise<EmailDraft> {
  const { document } = await getDocument(tx, which);
  refuseVoid(document);
  const letter = await letterFor(tx, ports, document, { kind: await kindFor(tx, document, now) });
  const server = await findMailServer(tx);
  return {
    kind: letter.kind,
    to: letter.to,
    cc: [],
    subject: letter.subject,
    text: letter.body,
    from: server === undefined ? null : `${server.from_name} <${server.from_address}>`,
    attachment: fileName({ number: document.number, title: english.kinds[document.kind] }),
  };
}

type GivenEmail = {
  to?: string[] | undefined;
  cc?: string[] | undefined;
  subject?: string | undefined;
  text?: string | undefined;
};

/** Writes the e-mail of a document, which is sent as soon as that is committed. A draft goes out by it. */
export async function emailDocument(
  tx: Tx,
  act: Act,
  ports: Ports,
  { given, ...which }: Which & { given: GivenEmail },
): Promise<EmailId> {
  const before = await getDocumentForUpdate(tx, which);
  refuseVoid(before);
  if (before.status === "draft") await issuing[which.kind](tx, act, which.id);
  const document = await getDocumentForUpdate(tx, which);
  const kind = await kindFor(tx, document, act.now);
  const letter = await letterFor(tx, ports, document, { kind });
  const to = given.to ?? letter.to;
  if (to.length === 0) throw nobody();
  const words = await completed(tx, act, ports, document, {
    subject: given.subject ?? letter.subject,
    body: given.text ?? letter.body,
  });
  const id = act.ids("eml");
  await insertEmail(tx, {
    organization_id: act.organizationId,
    id,
    kind,
    document_id: document.id,
    payment_id: null,
    charge_attempt_id: null,
    event: null,
    status: "queued",
    to_addresses: to,
    cc_addresses: given.cc ?? [],
    ...words,
    sender: null,
    message_id: null,
    next_at: act.now,
    tried_at: null,
    problem: null,
    answer: null,
    created_by: act.actor.name,
    created_at: act.now,
  });
  await tellOfDocument(tx, act, document, "emailed", [...to, ...(given.cc ?? [])].join(", "));
  return id;
}

/** The words with what is known now that the document is out; its public link is opened where they ask for it. */
export async function completed(
  tx: Tx,
  act: Act,
  ports: Ports,
  document: Document,
  words: Template,
): Promise<Template> {
  const { kind, id } = document;
  if (asksFor(words.body, "link") || asksFor(words.subject, "link"))
    await openPublicLink(tx, ports, act, { kind, id });
  const language = await languageOfCustomer(tx, document.customer_id);
  return finished(wordsOf(words, await valuesOf(tx, ports, document, language)));
}

function nobody(): AppError {
  const fields = [{ path: "to", problem: "Enter an e-mail address: none is known of whom this is for" }];
  return new AppError("email.no_recipient", { fields });
}
