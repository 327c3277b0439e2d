import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { pageSize } from "#billing/customer/customer-schema.api.ts";
import { documentKinds } from "#billing/document/kind.ts";
import { idParam } from "#billing/id-param.ts";
import { emailKinds } from "./email-kind.ts";

const tag = "E-mail";

const EmailStatus = z.enum(["queued", "sent", "caught", "failed"]);

export const EmailListItem = z.object({
  id: z.string(),
  kind: z.enum(emailKinds),
  /** sent: a mail server took it. caught: there is no mail server, it is kept here and went nowhere. */
  status: EmailStatus,
  to: z.array(z.string()),
  cc: z.array(z.string()),
  /** Null of one that writes itself, until it is first sent. */
  subject: z.string().nullable(),
  document_id: z.string().nullable(),
  document_kind: z.enum(documentKinds).nullable(),
  document_number: z.string().nullable(),
  payment_id: z.string().nullable(),
  payment_number: z.string().nullable(),
  /** Whose document or payment it is about; null of a purchase order. */
  customer_id: z.string().nullable(),
  customer_name: z.string().nullable(),
  /** How many were begun: of one that was cut off nobody knows what became. */
  attempts: z.number(),
  /** When it is tried again; while it is being sent, when it would be. */
  next_at: z.string().nullable(),
  /** When an attempt last ended. */
  tried_at: z.string().nullable(),
  /** What went wrong last, in words, and what helps. */
  problem: z.string().nullable(),
  remedy: z.string().nullable(),
  created_by: z.string(),
  created_at: z.string(),
});
export type EmailListItem = z.output<typeof EmailListItem>;

export const EmailView = EmailListItem.extend({
  from: z.string().nullable(),
  text: z.string().nullable(),
  /** The part of it that mail programs show; nothing of the text is taken for mark-up. */
  html: z.string().nullable(),
  message_id: z.string().nullable(),
  /** What the mail server said last. */
  answer: z.string().nullable(),
  attachment: z.object({ name: z.string(), bytes: z.number() }).nullable(),
});
export type EmailView = z.output<typeof EmailView>;

const params = z.object({ email: idParam("eml") });

export const listEmails = endpoint({
  method: "GET",
  path: "/emails",
  summary: "E-mails, the newest first",
  tag,
  access: "read",
  query: z.object({
    status: EmailStatus.optional(),
    document_id: z.string().max(64).optional(),
    cursor: z.string().max(200).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(EmailListItem), next_cursor: z.string().nullable() }),
});

// Whoever reads one has the public link in it, by which an estimate can be answered: readers do not get it.
const one = { tag, access: "write", params } as const;

export const getEmail = endpoint({
  ...one,
  method: "GET",
  path: "/emails/{email}",
  summary: "One e-mail as its receivers read it",
  reply: EmailView,
  refuses: ["email.not_found"],
});

export const emailAttachment = endpoint({
  ...one,
  method: "GET",
  path: "/emails/{email}/attachment",
  summary: "The file that went with it, as it went",
  reply: z.string(),
  stream: "application/pdf",
  refuses: ["email.not_found", "email.no_attachment"],
});

export const resendEmail = endpoint({
  ...one,
  method: "POST",
  path: "/emails/{email}/actions/send-again",
  summary: "Send the same words to the same receivers again, as a new e-mail",
  reply: EmailView,
  refuses: ["email.not_found", "email.document_void", "invoice.not_open", "payment.void"],
});
