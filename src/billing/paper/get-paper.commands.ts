import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import { getDocument, type Which } from "#billing/document/document.commands.ts";
import { findSource } from "#billing/document/made-of.store.ts";
import { documentViewOf } from "#billing/document/document-view.ts";
import type { Document } from "#billing/document/document.ts";
import { languageOfCustomer } from "#billing/language/customer-language.commands.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { ofKind } from "./of-kind.ts";
import { type Paper, paperOf } from "./paper.ts";

/** A document as its receiver gets it, and the organization's name; refuses with `….not_found`. */
export async function getPaper(
  tx: Tx,
  which: Which,
): Promise<{ paper: Paper; document: Document; from: string }> {
  const { document, lines } = await getDocument(tx, which);
  const organization = await getBillingOrganization(tx);
  const view = documentViewOf(document, lines, { status: document.status, base: organization.base_currency });
  const money = (minor: bigint) => amountText(minor, document.currency_code);
  const language = await languageOfCustomer(tx, document.customer_id);
  const kind = ofKind(language, document.kind, {
    ...document,
    invoice: (await findSource(tx, document)) ?? null,
    paid: money(document.paid),
    credited: money(document.credited),
    written_off: money(document.written_off),
    applied: money(document.applied),
    refunded: money(document.refunded),
    balance: money(document.balance),
  });
  return { paper: paperOf(language, view, organization, kind), document, from: organization.name };
}
