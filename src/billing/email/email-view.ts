import { type ErrorCode, viewOf } from "#kernel/errors.ts";
import type { EmailListItem, EmailView } from "./email.api.ts";
import type { NamedEmail } from "./email.table.ts";
import { htmlOf } from "./letter.ts";
import { saidBy } from "./sent-as.ts";

/** An e-mail as lists show it. */
export function emailItem(email: NamedEmail): EmailListItem {
  const { status, problem } = email;
  return {
    id: email.id,
    kind: email.kind,
    status,
    to: email.to_addresses,
    cc: email.cc_addresses,
    subject: email.subject,
    document_id: email.document_id,
    document_kind: email.document_kind,
    document_number: email.document_number,
    payment_id: email.payment_id,
    payment_number: email.payment_number,
    customer_id: email.customer_id,
    customer_name: email.customer_name,
    attempts: email.attempts,
    next_at: status === "queued" && email.attempts > 0 ? email.next_at : null,
    tried_at: email.tried_at,
    problem: problem === null ? null : saidBy(problem as ErrorCode, email.answer),
    remedy: problem === null ? null : viewOf(problem as ErrorCode).remedy,
    created_by: email.created_by,
    created_at: email.created_at,
  };
}

/** An e-mail as its receivers read it. */
export function emailView(
  email: NamedEmail,
  attachment: { name: string; bytes: number } | undefined,
): EmailView {
  return {
    ...emailItem(email),
    from: email.sender,
    text: email.body,
    html: email.body === null ? null : htmlOf(email.body),
    message_id: email.message_id,
    answer: email.answer,
    attachment: attachment ?? null,
  };
}
