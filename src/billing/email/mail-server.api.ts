import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { addressInput, headerInput } from "./email-input.api.ts";

const tag = "E-mail";

/** How the connection is encrypted: not, after a greeting, or from the start. */
const Security = z.enum(["none", "starttls", "tls"]);

const MailServerView = z.object({
  host: z.string(),
  port: z.number(),
  security: Security,
  /** Null where the server asks for no sign-in; its password is never told. */
  user_name: z.string().nullable(),
  from_name: z.string(),
  from_address: z.string(),
  reply_to: z.string().nullable(),
  updated_at: z.string(),
});

/** Null where e-mails are caught: kept, and sent to nobody. */
export const MailServerReply = z.object({ server: MailServerView.nullable() });
export type MailServerReply = z.output<typeof MailServerReply>;

export const getMailServer = endpoint({
  method: "GET",
  path: "/mail-server",
  summary: "The mail server that e-mails go out by; without one they are caught: kept, and sent to nobody",
  tag,
  access: "read",
  reply: MailServerReply,
});

export const MailServerInput = z.strictObject({
  host: z
    .string()
    .trim()
    .max(253, "Use at most 253 characters")
    .regex(
      /^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/,
      "Enter the name of the server, such as smtp.example.com",
    ),
  port: z
    .int("Enter a number")
    .min(1, "Enter a port from 1 to 65535")
    .max(65_535, "Enter a port from 1 to 65535"),
  security: Security,
  user_name: headerInput("Enter the user name").nullable().default(null),
  /** Left out, the password that is kept stays: it is for the same host, port, security and user name. */
  password: z.string().min(1, "Enter the password").max(500, "Use at most 500 characters").optional(),
  from_name: headerInput("Enter the name that receivers see"),
  from_address: addressInput,
  reply_to: addressInput.nullable().default(null),
});

export const saveMailServer = endpoint({
  method: "PUT",
  path: "/mail-server",
  summary:
    "Set the mail server; a password that is not given stays, as long as it goes to the same server by the same user name",
  tag,
  access: "admin",
  body: MailServerInput,
  reply: MailServerReply,
  refuses: ["email.host_refused"],
});

export const removeMailServer = endpoint({
  method: "DELETE",
  path: "/mail-server",
  summary: "Take the mail server away: e-mails are caught again",
  tag,
  access: "admin",
  reply: MailServerReply,
  refuses: ["email.no_server"],
});

export const testMailServer = endpoint({
  method: "POST",
  path: "/mail-server/actions/test",
  summary: "Send a test e-mail now; what the server answers is the reply, or the refusal",
  tag,
  access: "admin",
  costly: true,
  body: z.strictObject({ to: addressInput }),
  reply: z.object({
    /** What the server said when it took the e-mail. */
    answer: z.string(),
  }),
  refuses: [
    "email.no_server",
    "email.host_refused",
    "email.host_unknown",
    "email.unreachable",
    "email.timeout",
    "email.tls_failed",
    "email.not_tls",
    "email.no_starttls",
    "email.certificate_name",
    "email.certificate_untrusted",
    "email.certificate_expired",
    "email.no_sign_in",
    "email.sign_in_refused",
    "email.refused",
  ],
});
