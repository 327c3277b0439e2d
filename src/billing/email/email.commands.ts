import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getDocument, tellOfDocument } from "#billing/document/document.commands.ts";
import { copyAttachment, findEmail, insertEmail, startAnew } from "./email.store.ts";
import type { EmailId, NamedEmail } from "./email.table.ts";
import { refuseOvertaken } from "./still-true.commands.ts";

/** An e-mail; refuses with `email.not_found`. */
export async function getEmail(tx: Tx, id: EmailId): Promise<NamedEmail> {
  const found = await findEmail(tx, id);
  if (found === undefined) throw new AppError("email.not_found", { email: id });
  return found;
}

/**
 * Sends an e-mail again as a new one: the same words and file to the same receivers. One that could not write itself
 * (its customer had no address) tries that again.
 */
export async function resendEmail(tx: Tx, act: Act, from: EmailId): Promise<EmailId> {
  const before = await getEmail(tx, from);
  await refuseOvertaken(tx, before);
  const { subject, body, kind, document_id, document_kind, to_addresses, cc_addresses } = before;
  if (subject === null) {
    await startAnew(tx, from, act.now);
    return from;
  }
  const { payment_id, charge_attempt_id } = before;
  const id = act.ids("eml");
  const copied = {
    kind,
    document_id,
    payment_id,
    charge_attempt_id,
    to_addresses,
    cc_addresses,
    subject,
    body,
  };
  const blank = { event: null, sender: null, message_id: null, tried_at: null, problem: null, answer: null };
  if (document_id !== null && document_kind !== null) {
    const { document } = await getDocument(tx, { kind: document_kind, id: document_id });
    await tellOfDocument(tx, act, document, "emailed", [...to_addresses, ...cc_addresses].join(", "));
  }
  await insertEmail(tx, {
    organization_id: act.organizationId,
    id,
    ...copied,
    ...blank,
    status: "queued",
    next_at: act.now,
    created_by: act.actor.name,
    created_at: act.now,
  });
  await copyAttachment(tx, from, id);
  return id;
}
