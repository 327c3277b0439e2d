import { AppError } from "#kernel/errors.ts";
import type { Instant } from "#kernel/time.ts";
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
  const { subject, document_id, document_kind, to_addresses, cc_addresses } = before;
  if (subject === null) {
    await startAnew(tx, from, act.now);
    return from;
  }
  if (document_id !== null && document_kind !== null) {
    const { document } = await getDocument(tx, { kind: document_kind, id: document_id });
    await tellOfDocument(tx, act, document, "emailed", [...to_addresses, ...cc_addresses].join(", "));
  }
  return writeAgain(tx, act, before, { to: to_addresses, cc: cc_addresses, at: act.now });
}

type Again = { to: string[]; cc?: string[]; at: Instant };

/** Writes the same words and file as a new e-mail, which goes out at an instant. */
export async function writeAgain(
  tx: Tx,
  act: Act,
  before: NamedEmail,
  { to, cc = [], at }: Again,
): Promise<EmailId> {
  const { kind, document_id, payment_id, charge_attempt_id, subject, body } = before;
  const id = act.ids("eml");
  await insertEmail(tx, {
    organization_id: act.organizationId,
    id,
    ...{ kind, document_id, payment_id, charge_attempt_id, subject, body },
    ...{ event: null, sender: null, message_id: null, tried_at: null, problem: null, answer: null },
    to_addresses: to,
    cc_addresses: cc,
    status: "queued",
    next_at: at,
    created_by: act.actor.name,
    created_at: act.now,
  });
  await copyAttachment(tx, before.id, id);
  return id;
}
