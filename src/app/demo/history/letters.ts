import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import { draftEmail, emailDocument } from "#billing/email/document-email.commands.ts";
import { listInvoicesOf } from "./look.ts";

/**
 * E-mails the invoices of a day to those who have an address, as somebody does who looks them through first. The demo
 * has no mail server: they are caught.
 */
export async function emailInvoices(
  tx: Tx,
  act: Act,
  ports: Pick<Deps, "vault" | "publicUrl">,
  day: string,
): Promise<void> {
  for (const id of await listInvoicesOf(tx, day)) {
    const which = { kind: "invoice", id } as const;
    const { to } = await draftEmail(tx, ports, act.now, which);
    if (to.length > 0) await emailDocument(tx, act, ports, { ...which, given: { to } });
  }
}
