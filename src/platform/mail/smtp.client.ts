import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { createTransport, type SendMailOptions } from "nodemailer";
import type { SMTPConnectionOptions } from "nodemailer/lib/smtp-connection";
import { hostProblem, isPublicAddress } from "#platform/outgoing/address.ts";
import type { Mail, MailOutcome, MailProblem, MailServer } from "./mail-server.ts";

/** How long a server may take, step by step. */
export type Patience = {
  /** Until there is a connection, and as long again until it greets. */
  greetingMs: number;
  /** From the beginning until the whole message is handed over. */
  handOverMs: number;
  /** From then on until it says whether it took the message. */
  answerMs: number;
};

/**
 * RFC 5321 (4.5.3.2) grants minutes at each step, and ten for the answer to the message. Only that one is given whole:
 * a server that is still looking through the message takes it all the same, and who leaves before the answer sends it
 * twice. What is broken off earlier was not taken, and is only tried again; so a dead server, which does not even greet,
 * costs seconds.
 */
export const patience: Patience = { greetingMs: 10_000, handOverMs: 120_000, answerMs: 600_000 };

/** As much of an answer as a person reads. */
const mostAnswer = 500;

/**
 * Sends an e-mail once, and never throws. The name is looked up once, and the connection goes to the very address that
 * was checked, so that a name cannot lead inside the network in between.
 */
export async function sendMail(
  server: MailServer,
  mail: Mail,
  {
    allowPrivate,
    patience: { greetingMs, handOverMs, answerMs } = patience,
  }: { allowPrivate: boolean; patience?: Patience },
): Promise<MailOutcome> {
  const found = await addressOf(server.host, allowPrivate);
  if (typeof found !== "string") return found;
  const transport = createTransport({
    host: found,
    port: server.port,
    secure: server.security === "tls",
    requireTLS: server.security === "starttls",
    ignoreTLS: server.security === "none",
    // The certificate is that of the name, not of the address that it leads to.
    tls: isIP(server.host) === 0 ? { servername: server.host } : {},
    ...(server.user === null ? {} : signIn(server.user, server.password ?? "")),
    connectionTimeout: greetingMs,
    greetingTimeout: greetingMs,
    // It counts silence at every step; what ends an attempt is below.
    socketTimeout: handOverMs + answerMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const late = new AbortController();
  let giveUp = setTimeout(() => late.abort(), handOverMs);
  whenHandedOver(transport, () => {
    clearTimeout(giveUp);
    giveUp = setTimeout(() => late.abort(), answerMs);
  });
  try {
    const { response, rejectedErrors = [] } = await transport.sendMail({
      ...messageOf(mail),
      signal: late.signal,
    });
    return { kind: "sent", answer: readable(response), ...untaken(rejectedErrors) };
  } catch (error) {
    return late.signal.aborted ? failed("email.timeout", "") : failureOf(error, server);
  } finally {
    clearTimeout(giveUp);
    transport.close();
  }
}

type Untaken = { recipient?: string | undefined; responseCode?: number | undefined };

/** The recipients that were refused beside others: for good, and with 4xx for the moment. */
function untaken(refused: readonly Untaken[]): { missed: string[]; later: string[] } {
  const isForNow = ({ responseCode = 0 }: Untaken): boolean => responseCode >= 400 && responseCode < 500;
  const named = (some: readonly Untaken[]): string[] => some.flatMap(({ recipient }) => recipient ?? []);
  return {
    missed: named(refused.filter((one) => !isForNow(one))),
    later: named(refused.filter(isForNow)),
  };
}

/** Says when the last of a message's text is on its way. */
function whenHandedOver(transport: ReturnType<typeof createTransport>, tell: () => void): void {
  transport.use("stream", (mail, done) => {
    mail.message.processFunc((text) => text.once("end", tell));
    done();
  });
}

type SignIn = Pick<SMTPConnectionOptions, "customAuth"> & {
  auth: { user: string; pass: string };
  forceAuth: true;
};

/** Signs in, also where the server does not ask for it: to send without, silently, is not what was set up. */
function signIn(user: string, pass: string): SignIn {
  return {
    auth: { user, pass },
    forceAuth: true,
    customAuth: {
      // What is tried where nothing is offered, too: then the password is not sent.
      PLAIN: async (asking) => {
        if (asking.authMethods.length === 0) throw new Error(noSignIn);
        const secret = Buffer.from(`\u0000${user}\u0000${pass}`).toString("base64");
        const { status, response } = await asking.sendCommand(`AUTH PLAIN ${secret}`);
        if (status < 200 || status >= 300) throw new Error(response);
      },
    },
  };
}

const noSignIn = "no sign-in is offered";

function messageOf({ from, replyTo, to, cc, at, attachment, ...mail }: Mail): SendMailOptions {
  return {
    ...mail,
    from,
    to: [...to],
    cc: [...cc],
    // A text is written as it is; of a Date the header is made as RFC 5322 wants it.
    date: new Date(at),
    ...(replyTo === null ? {} : { replyTo }),
    // Told to machines that answer by themselves: nobody reads what they would say (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated" },
    attachments:
      attachment === undefined
        ? []
        : [
            {
              filename: attachment.name,
              content: Buffer.from(attachment.content),
              contentType: "application/pdf",
            },
          ],
  };
}

/** Where a name leads; what is inside a network is refused unless the operator allows it. */
async function addressOf(host: string, allowPrivate: boolean): Promise<string | MailOutcome> {
  const refused = hostProblem(host, allowPrivate);
  if (refused !== undefined) return failed("email.host_refused", refused);
  let found: LookupAddress[];
  try {
    found = await lookup(host, { all: true });
  } catch (error) {
    return failed("email.host_unknown", error instanceof Error ? error.message : "");
  }
  const [first] = found;
  if (first === undefined) return failed("email.host_unknown", "");
  if (!allowPrivate && !found.every(({ address }) => isPublicAddress(address)))
    return failed("email.host_refused", "the name leads to an address inside a network");
  return first.address;
}

/** What nodemailer's failure means. What a server says of sender, recipient or text, it says again; the rest may pass. */
function failureOf(error: unknown, { user }: MailServer): MailOutcome {
  if (!(error instanceof Error)) throw error;
  const { code = "", response, responseCode = 0, command = "" } = error as Partial<SmtpFailure> & Error;
  const said = readable(response ?? error.message);
  if (code === "EAUTH" && error.message.includes(noSignIn)) return failed("email.no_sign_in", "");
  if (code === "EAUTH" || code === "ENOAUTH") return failed("email.sign_in_refused", said);
  if (code === "ETIMEDOUT") return failed("email.timeout", said);
  // A server that does not offer STARTTLS answers the command with a refusal; what comes after it has no answer.
  if (command === "STARTTLS" && response !== undefined) return failed("email.no_starttls", said);
  const ofTls = tlsProblem(error.message);
  if (ofTls !== undefined) return failed(ofTls, ofTls === "email.certificate_name" ? said : "");
  if (code === "ETLS" || command === "STARTTLS") return failed("email.tls_failed", said);
  if (code === "EDNS") return failed("email.host_unknown", said);
  // 530 is said of a missing sign-in, by RFC 4954, and by RFC 3207 of missing encryption.
  if (responseCode === 530 && user === null && !/starttls/i.test(said))
    return failed("email.sign_in_wanted", said);
  if (responseCode >= 400)
    return { kind: "failed", problem: "email.refused", answer: said, isFinal: responseCode >= 500 };
  return failed("email.unreachable", said);
}

type SmtpFailure = { code: string; response: string; responseCode: number; command: string };

/** What Node says of a certificate or handshake, under whatever code it is wrapped in; the first that fits. */
const tlsProblems: readonly [said: RegExp, MailProblem][] = [
  [/wrong version number|packet length too long|unknown protocol|http request/i, "email.not_tls"],
  [/altnames/i, "email.certificate_name"],
  [/certificate (has expired|is not yet valid)/i, "email.certificate_expired"],
  [/self.signed|unable to (verify|get)|certificate/i, "email.certificate_untrusted"],
  [/ssl|tls/i, "email.tls_failed"],
];

function tlsProblem(message: string): MailProblem | undefined {
  return tlsProblems.find(([said]) => said.test(message))?.[1];
}

function failed(problem: MailProblem, answer: string): MailOutcome {
  return { kind: "failed", problem, answer, isFinal: false };
}

/** PostgreSQL keeps no NUL. */
function readable(text: string): string {
  return text.replaceAll("\u0000", "").trim().slice(0, mostAnswer);
}
