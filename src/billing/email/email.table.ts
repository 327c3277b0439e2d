import type { Generated, GeneratedAlways, Selectable } from "kysely";
import type { CustomerId, Id, OrganizationId, PaymentId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Security } from "#platform/mail/mail-server.ts";
import type { DocumentId } from "#billing/document/document.table.ts";
import type { DocumentKind } from "#billing/document/kind.ts";
import type { EmailKind } from "./email-kind.ts";

export type EmailId = Id<"eml">;

export type MailServerRow = {
  organization_id: OrganizationId;
  host: string;
  port: number;
  security: Security;
  /** Both null where the server asks for no sign-in; the password is sealed. */
  user_name: string | null;
  password: string | null;
  from_name: string;
  from_address: string;
  reply_to: string | null;
  created_at: Instant;
  updated_at: Instant;
};

export type EmailTemplateRow = {
  organization_id: OrganizationId;
  kind: EmailKind;
  subject: string;
  body: string;
  updated_at: Instant;
};

export type EmailRow = {
  organization_id: OrganizationId;
  id: EmailId;
  seq: GeneratedAlways<string>;
  kind: EmailKind;
  document_id: DocumentId | null;
  payment_id: PaymentId | null;
  charge_attempt_id: Id<"chg"> | null;
  /** What it tells of by itself, once; null of what somebody sends. */
  event: string | null;
  status: "queued" | "sent" | "caught" | "failed";
  to_addresses: Generated<string[]>;
  cc_addresses: Generated<string[]>;
  /** Both null of one that writes itself, until it is first sent. */
  subject: string | null;
  body: string | null;
  /** Null until it is sent for the first time. */
  sender: string | null;
  message_id: string | null;
  attempts: Generated<number>;
  next_at: Instant;
  tried_at: Instant | null;
  /** The code of what went wrong last, and what the server answered last. */
  problem: string | null;
  answer: string | null;
  created_by: string;
  created_at: Instant;
};

export type EmailAttachmentRow = {
  organization_id: OrganizationId;
  email_id: EmailId;
  name: string;
  content: Buffer;
};

/** An e-mail as it is read. */
export type Email = Selectable<EmailRow>;

/** An e-mail with what names its document or payment, and whose that is. */
export type NamedEmail = Email & {
  document_kind: DocumentKind | null;
  document_number: string | null;
  payment_number: string | null;
  customer_id: CustomerId | null;
  customer_name: string | null;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    mail_server: MailServerRow;
    email_template: EmailTemplateRow;
    email: EmailRow;
    email_attachment: EmailAttachmentRow;
  }
}
