import { AppError, viewOf } from "#kernel/errors.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { MailServer } from "#platform/mail/mail-server.ts";
import { type Patience, sendMail } from "#platform/mail/smtp.client.ts";
import { hostProblem } from "#platform/outgoing/address.ts";
import type { SecretPlace } from "#platform/secrets/secrets.ts";
import type { Act } from "#billing/act.ts";
import { htmlOf } from "./letter.ts";
import { deleteMailServer, findMailServer, type KeptServer, saveMailServer } from "./mail-server.store.ts";
import { newMessageId, saidBy } from "./sent-as.ts";
import { oneLine } from "./template.ts";

export type GivenServer = Pick<
  KeptServer,
  "host" | "port" | "security" | "user_name" | "from_name" | "from_address" | "reply_to"
> & { password?: string | undefined };

/** What says where a password is sent to, and how. */
const connection = ["host", "port", "security", "user_name"] as const;

/** Keeps a mail server; its password is sealed. It is not tried here: a test e-mail does that. */
export async function setMailServer(
  tx: Tx,
  act: Act,
  { vault, mayReachPrivate }: Pick<Deps, "vault" | "mayReachPrivate">,
  { password: given, ...server }: GivenServer,
): Promise<void> {
  const code = "email.host_refused";
  const problem = hostProblem(server.host, mayReachPrivate);
  if (problem !== undefined)
    throw new AppError(code, {
      message: `E-mails cannot be sent by this server: ${problem}`,
      fields: [{ path: "host", problem: `This server cannot be used: ${problem}. ${viewOf(code).remedy}` }],
    });
  const before = await findMailServer(tx);
  // A password is for the server that it was entered for: whoever names another one does not get it sent there.
  const isSame = before !== undefined && connection.every((key) => before[key] === server[key]);
  const kept = isSame ? before.password : null;
  const sealed = given === undefined ? kept : vault.seal(given, passwordPlace(act.organizationId));
  if (server.user_name !== null && sealed === null) throw missingPassword(before);
  await saveMailServer(tx, {
    ...server,
    organization_id: act.organizationId,
    password: server.user_name === null ? null : sealed,
    created_at: act.now,
    updated_at: act.now,
  });
  await tell(tx, act, "mail_server.set", server);
}

function missingPassword(before: KeptServer | undefined): AppError {
  const again = "Enter the password again: the one that is kept is for the server as it was";
  const problem = before?.password == null ? "Enter the password" : again;
  const fields = [{ path: "password", problem }];
  return new AppError("request.invalid", { part: "body", fields });
}

/** Takes the server away: e-mails are caught from then on. */
export async function dropMailServer(tx: Tx, act: Act): Promise<void> {
  const { host } = await getMailServer(tx);
  await deleteMailServer(tx);
  await tell(tx, act, "mail_server.removed", { host });
}

async function getMailServer(tx: Tx): Promise<KeptServer> {
  const server = await findMailServer(tx);
  if (server === undefined) throw new AppError("email.no_server");
  return server;
}

/** A server as it is connected to. */
export function openServer({ vault }: Pick<Deps, "vault">, kept: KeptServer): MailServer {
  const { host, port, security, user_name: user, password } = kept;
  const open = password === null ? null : vault.open(password, passwordPlace(kept.organization_id));
  return { host, port, security, user, password: open };
}

function passwordPlace(organization: OrganizationId): SecretPlace {
  return { organization, table: "mail_server", column: "password", row: organization };
}

/** Nobody looks at a test for minutes, and if it arrives twice, no customer wonders. */
const ofAPerson: Patience = { greetingMs: 10_000, handOverMs: 20_000, answerMs: 30_000 };

const testText =
  "This is a test: the mail server that is set up in Concord took this e-mail.\n\nInvoices and other documents will go out the same way.";

/** Sends a test e-mail while its sender waits, and answers what the server said; refuses as it refused. */
export async function sendTestEmail(deps: Deps, act: Act, to: string): Promise<string> {
  const kept = await inOrganization(deps.db, act.organizationId, getMailServer);
  const { from_name: name, from_address: address, reply_to: replyTo } = kept;
  const mail = {
    from: { name: oneLine(name), address },
    replyTo,
    to: [to],
    cc: [],
    subject: `Test e-mail of ${oneLine(name)}`,
    text: testText,
    html: htmlOf(testText),
    messageId: newMessageId(act.ids("eml"), address),
    at: act.now,
    attachment: undefined,
  };
  const options = { allowPrivate: deps.mayReachPrivate, patience: ofAPerson };
  const outcome = await sendMail(openServer(deps, kept), mail, options);
  if (outcome.kind === "sent") return outcome.answer;
  throw new AppError(outcome.problem, { message: saidBy(outcome.problem, outcome.answer) });
}

async function tell(tx: Tx, act: Act, action: string, details: Record<string, unknown>): Promise<void> {
  const { organizationId, actor, now: at } = act;
  const subject = { kind: "mail_server", id: organizationId };
  await recordAudit(tx, { organizationId, actor, at, action, subject, details });
}
