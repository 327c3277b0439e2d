import { once } from "node:events";
import type { Socket } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

/** An e-mail that arrived: the envelope, and the message as mail programs read it. */
export type Arrived = {
  from: string;
  to: string[];
  user: string | undefined;
  isSecure: boolean;
  /** The lines above its text as they came. */
  head: string;
  mail: Email;
};

/** What the server answers at a step instead of yes: a status, with words. */
export type Answers = Partial<Record<"recipient" | "sender" | "data", [status: number, words: string]>>;

export type MailServer = {
  host: string;
  port: number;
  arrived: Arrived[];
  answers: Answers;
  /** The names of the commands that were given to it, in order. */
  commands: string[];
  /** A recipient that alone is refused. */
  unknown: Set<string>;
  /** One that alone is refused for the moment. */
  busy: Set<string>;
  /** Takes what comes for a recipient, and does not say so until the answer is called. */
  hold(recipient: string): () => void;
  /** Leaves every recipient unanswered until the answer is called. */
  waitWithRecipients(): () => void;
  stop(): Promise<void>;
};

type Options = {
  /** Its encryption: from the start, by STARTTLS, or none. */
  security?: "none" | "starttls" | "tls";
  user?: { name: string; password: string };
  /** It lets nobody sign in, and does not say how. */
  hidesSignIn?: boolean;
};

/** A real mail server on this machine, which keeps what it is sent. Its certificate is trusted from then on. */
export async function startMailServer(options: Options = {}): Promise<MailServer> {
  const { security = "none", user, hidesSignIn = false } = options;
  setDefaultCACertificates([...new Set([...getCACertificates("default"), certificate])]);
  const arrived: Arrived[] = [];
  const answers: Answers = {};
  const unknown = new Set<string>();
  const busy = new Set<string>();
  const commands: string[] = [];
  const held = new Map<string, Promise<void>>();
  let recipientsAfter: Promise<void> | undefined;
  const saying = (step: keyof Answers): Error | null => {
    const answer = answers[step];
    return answer === undefined ? null : refusal(...answer);
  };
  async function keep(raw: Buffer, session: SMTPServerSession, done: () => void): Promise<void> {
    const { mailFrom, rcptTo } = session.envelope;
    const user = session.user as string | undefined;
    arrived.push({
      ...{ from: mailFrom === false ? "" : mailFrom.address, to: rcptTo.map(({ address }) => address) },
      ...{ user, isSecure: session.secure, head: headOf(raw), mail: await PostalMime.parse(raw) },
    });
    for (const { address } of rcptTo) await held.get(address);
    done();
  }
  const server = new SMTPServer({
    ...(security === "none"
      ? { hideSTARTTLS: true, disabledCommands: ["STARTTLS"] }
      : { key, cert: certificate }),
    secure: security === "tls",
    authOptional: user === undefined,
    ...(hidesSignIn ? { disabledCommands: ["AUTH", ...(security === "none" ? ["STARTTLS"] : [])] } : {}),
    allowInsecureAuth: true,
    logger: false,
    onAuth({ username, password }, _session, done) {
      if (username === user?.name && password === user?.password) return done(null, { user: username });
      done(new Error("Username and Password not accepted"));
    },
    onMailFrom: (_address, _session, done) => done(saying("sender")),
    onRcptTo({ address }, _session, done) {
      const answer = (): void => {
        if (unknown.has(address)) return done(refusal(550, `No such user ${address}`));
        done(busy.has(address) ? refusal(451, "4.7.1 Try again later") : saying("recipient"));
      };
      void (recipientsAfter ?? Promise.resolve()).then(answer);
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const refused = saying("data");
        if (refused !== null) return done(refused);
        void keep(Buffer.concat(parts), session, done);
      });
    },
  });
  // What a client does wrong with encryption is seen at the client.
  server.on("error", () => undefined);
  const listening = server.listen(0, "localhost");
  // What comes encrypted cannot be read here.
  listening.on("connection", (socket: Socket) =>
    socket.on("data", (chunk) => commands.push(...(chunk.toString().match(/^[A-Z]{4}(?=[ \r])/gm) ?? []))),
  );
  await once(listening, "listening");
  const address = listening.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    ...{ host: "localhost", port, arrived, answers, commands, unknown, busy },
    hold(recipient) {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(recipient, promise);
      return () => {
        held.delete(recipient);
        resolve();
      };
    },
    waitWithRecipients() {
      const { promise, resolve } = Promise.withResolvers<void>();
      recipientsAfter = promise;
      return () => {
        recipientsAfter = undefined;
        resolve();
      };
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

function headOf(raw: Buffer): string {
  const text = raw.toString("latin1");
  return text.slice(0, text.indexOf("\r\n\r\n"));
}

function refusal(status: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: status });
}

/** Of localhost, for tests alone, until 2126. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUfF1LWsF+oknKlJetdxp5Bz/0A0kwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNzEwMjMyNVoYDzIxMjYxMTAz
MTAyMzI1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASwEUfV2A4vrvIpBv+DsteL9pQ9UpFn13VvqTRLSiKz6goDq8T4gvaO
dcYTPUkRn+zy0cQpPP7bN2tlptnLTwW1o2kwZzAdBgNVHQ4EFgQUgfM+X+7mwvSX
ABueVOXOo0Lxsw0wHwYDVR0jBBgwFoAUgfM+X+7mwvSXABueVOXOo0Lxsw0wDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SAAwRQIhAKOmZ/X5ag2ONKuM7basb7vsd65dYw3mISuJ4M9/JW/hAiBbFAlA4a22
3pVm8m5E2ZCToxj8CdtaQN8C/BamBPKAFg==
-----END CERTIFICATE-----
`;

const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg6MVD+IXS7lI53CHa
hGbNZSx8inRX3zLrqERclx4ezLqhRANCAASwEUfV2A4vrvIpBv+DsteL9pQ9UpFn
13VvqTRLSiKz6goDq8T4gvaOdcYTPUkRn+zy0cQpPP7bN2tlptnLTwW1
-----END PRIVATE KEY-----
`;
