import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import { findAttempt } from "#billing/collection/charge-attempt.store.ts";
import { getDocument } from "#billing/document/document.commands.ts";
import { isTriedAgain } from "#billing/subscription/dunned.commands.ts";
import { type Letter, letterFor, receiptFor } from "./compose.commands.ts";
import { completed } from "./document-email.commands.ts";
import { keepWords } from "./email.store.ts";
import type { Email } from "./email.table.ts";

/** Writes the words of an e-mail that tells of something by itself, and finds who gets it. */
export async function writeItself(
  tx: Tx,
  act: Act,
  ports: Pick<Deps, "vault" | "publicUrl">,
  email: Email,
): Promise<void> {
  const { to, subject, body } = await letterOf(tx, act, ports, email);
  if (to.length === 0) throw new AppError("email.no_recipient");
  await keepWords(tx, email.id, { to_addresses: to, subject, body });
}

async function letterOf(
  tx: Tx,
  act: Act,
  ports: Pick<Deps, "vault" | "publicUrl">,
  { kind, document_id, payment_id, charge_attempt_id }: Email,
): Promise<Letter> {
  if (payment_id !== null) return receiptFor(tx, payment_id);
  if (document_id === null) throw new Error("an e-mail is about a document or a payment");
  const { document } = await getDocument(tx, { kind: "invoice", id: document_id });
  const failed = charge_attempt_id === null ? undefined : await findAttempt(tx, charge_attempt_id);
  const isLast = failed !== undefined && !(await isTriedAgain(tx, failed.invoice_id));
  const letter = await letterFor(tx, ports, document, {
    kind,
    reason: failed?.failure ?? undefined,
    wording: isLast ? "payment_failed_last" : undefined,
  });
  return { ...letter, ...(await completed(tx, act, ports, document, letter)) };
}
