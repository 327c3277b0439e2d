/** How a connection to a mail server is encrypted: not, after a greeting (RFC 3207), or from the start. */
export type Security = "none" | "starttls" | "tls";

/** A mail server, and who signs in there; both null where it asks nobody. */
export type MailServer = {
  host: string;
  port: number;
  security: Security;
  user: string | null;
  password: string | null;
};

/** An address with the name that readers see. */
export type Mailbox = { name: string; address: string };

/** An e-mail as it goes out. */
export type Mail = {
  from: Mailbox;
  replyTo: string | null;
  to: readonly string[];
  cc: readonly string[];
  subject: string;
  text: string;
  html: string;
  /** With its angle brackets. */
  messageId: string;
  at: string;
  attachment: { name: string; content: Uint8Array } | undefined;
};

/** Why an e-mail did not go out. */
export type MailProblem =
  | "email.host_refused"
  | "email.host_unknown"
  | "email.unreachable"
  | "email.timeout"
  | "email.tls_failed"
  | "email.not_tls"
  | "email.no_starttls"
  | "email.certificate_name"
  | "email.certificate_untrusted"
  | "email.certificate_expired"
  | "email.no_sign_in"
  | "email.sign_in_wanted"
  | "email.sign_in_refused"
  | "email.refused";

/**
 * What became of an attempt. `answer` is what the server said, or what went wrong on the way. `isFinal` where it would
 * say the same the next time. `missed` are recipients that it did not take, beside others that it did, and `later` those
 * that it did not take for the moment.
 */
export type MailOutcome =
  | { kind: "sent"; answer: string; missed: string[]; later: string[] }
  | { kind: "failed"; problem: MailProblem; answer: string; isFinal: boolean };
