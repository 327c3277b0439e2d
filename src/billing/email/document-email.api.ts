import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { documentPaths } from "#billing/delivery/document-path.ts";
import { documentParams } from "#billing/delivery/document-ref.api.ts";
import type { DocumentKind } from "#billing/document/kind.ts";
import { EmailView } from "./email.api.ts";
import { addressInput, headerInput, textInput } from "./email-input.api.ts";
import { emailKinds } from "./email-kind.ts";

/** An e-mail as it would be sent if nobody changed anything. */
export const EmailDraft = z.object({
  kind: z.enum(emailKinds),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  subject: z.string(),
  /** What is not known before it is sent, such as the number of a draft, is still a placeholder. */
  text: z.string(),
  /** Who it would be from; null where there is no mail server: then it is kept, and sent to nobody. */
  from: z.string().nullable(),
  /** The file that goes with it. */
  attachment: z.string(),
});
export type EmailDraft = z.output<typeof EmailDraft>;

const mostReceivers = 20;
const receivers = z.array(addressInput).max(mostReceivers, `Name at most ${mostReceivers} receivers`);

export const EmailInput = z.strictObject({
  to: receivers.min(1, "Enter at least one e-mail address").optional(),
  cc: receivers.optional(),
  subject: headerInput("Enter a subject").optional(),
  text: textInput.optional(),
});

/** The endpoints by which documents of a kind are e-mailed. */
export function documentEmailEndpoints<Kind extends DocumentKind>(kind: Kind) {
  const { path, tag } = documentPaths[kind];
  const common = { tag, access: "write", params: documentParams(kind) } as const;
  return {
    draft: endpoint({
      ...common,
      method: "GET",
      path: `${path}/email-draft`,
      summary: "The e-mail that would go out with it: receivers, subject and text by the template",
      reply: EmailDraft,
      refuses: [`${kind}.not_found`, "email.document_void"],
    }),
    send: endpoint({
      ...common,
      method: "POST",
      path: `${path}/actions/email`,
      summary:
        "E-mail it with its PDF and public link; a draft is sent by that. What is not given is as in the e-mail's draft",
      body: EmailInput,
      reply: EmailView,
      refuses: [`${kind}.not_found`, "email.document_void", "email.no_recipient"],
    }),
  };
}
