import { setTimeout as sleep } from "node:timers/promises";
import { AppError, type ErrorCode } from "#kernel/errors.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { plusMs } from "#kernel/time.ts";
import { systemActor } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import type { Mail, MailOutcome } from "#platform/mail/mail-server.ts";
import { patience, sendMail } from "#platform/mail/smtp.client.ts";
import { fileName } from "#billing/delivery/file-name.ts";
import { getPaper } from "#billing/paper/get-paper.commands.ts";
import { paperPdf } from "#billing/paper/paper-pdf.client.ts";
import { writeItself } from "./automatic.commands.ts";
import { getEmail, writeAgain } from "./email.commands.ts";
import {
  findAttachment,
  findSendingOrganizations,
  keepAttachment,
  keepHeaders,
  noteAttempt,
  type Outcome,
  takeDueEmails,
} from "./email.store.ts";
import type { Email, NamedEmail } from "./email.table.ts";
import { htmlOf } from "./letter.ts";
import { openServer } from "./mail-server.commands.ts";
import { findMailServer, type KeptServer } from "./mail-server.store.ts";
import { nextEmailAttempt } from "./retry.ts";
import { newMessageId } from "./sent-as.ts";
import { refuseOvertaken } from "./still-true.commands.ts";
import { oneLine } from "./template.ts";

/** One process sends an organization's e-mails at a time: its mail server takes only so many connections. */
export const emailQueue: Queue<{ organizationId: OrganizationId }> = {
  name: "email-delivery",
  key: ({ organizationId }) => organizationId,
};

/** How many are sent at once. */
const atOnce = 4;
/**
 * Longer than an attempt takes, with a minute to make its file: whoever has not noted its outcome by then is dead, and
 * another sends it again.
 */
const leaseMs = patience.handOverMs + patience.answerMs + 60_000;
/** While a server thinks about some, others that are written meanwhile are not left waiting. */
const lookAgainMs = 1_000;

/** Sends a delivery for each organization in which an e-mail is due. */
export async function startDueEmails(deps: Deps): Promise<void> {
  for (const organizationId of await findSendingOrganizations(deps.system, deps.clock.now()))
    await inOrganization(deps.db, organizationId, (tx) => deps.jobs.send(tx, emailQueue, { organizationId }));
}

/**
 * Sends what is due in an organization until nothing is. One for which its server takes minutes has one place of those
 * that are sent at once, and the others go on beside it.
 */
export async function sendDueEmails(
  deps: Deps,
  organizationId: OrganizationId,
  signal: AbortSignal,
): Promise<void> {
  const sending = new Set<Promise<void>>();
  while (!signal.aborted) {
    const now = deps.clock.now();
    const limit = atOnce - sending.size;
    const due = await inOrganization(deps.db, organizationId, (tx) =>
      takeDueEmails(tx, { now, until: plusMs(now, leaseMs), limit }),
    );
    for (const email of due) {
      const one = sendSafely(deps, email).finally(() => sending.delete(one));
      sending.add(one);
    }
    if (sending.size === 0) return;
    const isFull = sending.size === atOnce;
    await Promise.race(isFull ? sending : [...sending, sleep(lookAgainMs, undefined, { ref: false })]);
  }
  await Promise.all(sending);
}

/** What became of an attempt. */
type Attempt = {
  status: "sent" | "caught" | "failed";
  problem?: ErrorCode;
  answer?: string;
  /** It would fail the same way again. */
  isFinal?: boolean;
  /** Receivers that it was not taken for yet, beside others that it was. */
  later?: string[];
};

/** A fault of ours holds up one e-mail and not the others: it is tried again when its time is over. */
async function sendSafely(deps: Deps, email: Email): Promise<void> {
  try {
    await sendEmail(deps, email);
  } catch (error) {
    deps.log.warn({ err: error, email: email.id }, "an e-mail could not be sent");
  }
}

async function sendEmail(deps: Deps, email: Email): Promise<void> {
  const { organization_id: organizationId, id, attempts } = email;
  const outcome = await attempt(deps, email);
  const { status, problem = null, answer = null, isFinal = true, later = [] } = outcome;
  const now = deps.clock.now();
  const next = status === "failed" && !isFinal ? nextEmailAttempt(attempts, now) : undefined;
  const noted: Outcome = {
    status: next === undefined ? status : "queued",
    problem,
    answer,
    next_at: next ?? now,
  };
  await inOrganization(deps.db, organizationId, async (tx) => {
    const isNoted = await noteAttempt(tx, id, noted, now);
    if (!isNoted || later.length === 0) return;
    const act = { organizationId, actor: systemActor, now, ids: deps.ids };
    await writeAgain(tx, act, await getEmail(tx, id), { to: later, at: nextEmailAttempt(1, now) ?? now });
  });
}

async function attempt(deps: Deps, taken: Email): Promise<Attempt> {
  try {
    const ready = await prepare(deps, taken);
    const server = await inOrganization(deps.db, taken.organization_id, findMailServer);
    if (server === undefined) return { status: "caught" };
    const outcome = await sendMail(openServer(deps, server), await mailOf(deps, ready, server), {
      allowPrivate: deps.mayReachPrivate,
    });
    if (outcome.kind === "failed") return { status: "failed", ...outcome };
    return sentTo(outcome);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // A PDF that cannot be made now may be made later; who has no address, has none.
    return { status: "failed", problem: error.code, isFinal: error.code !== "pdf.unavailable" };
  }
}

/** Whoever was refused beside others is named: for good before for the moment, as somebody has to act on that. */
function sentTo({ answer, missed, later }: MailOutcome & { kind: "sent" }): Attempt {
  if (missed.length > 0)
    return { status: "sent", problem: "email.some_refused", answer: missed.join(", "), later };
  if (later.length > 0)
    return { status: "sent", problem: "email.some_later", answer: later.join(", "), later };
  return { status: "sent", answer };
}

/** Refuses what is overtaken, writes what is not written yet, and keeps the file that goes with it: every attempt sends the same. */
async function prepare(deps: Deps, taken: Email): Promise<NamedEmail> {
  const { organization_id: organizationId, id } = taken;
  const now = deps.clock.now();
  const act = { organizationId, actor: systemActor, now, ids: deps.ids };
  const ready = await inOrganization(deps.db, organizationId, async (tx) => {
    await refuseOvertaken(tx, await getEmail(tx, id));
    if (taken.subject === null) await writeItself(tx, act, deps, taken);
    const email = await getEmail(tx, id);
    const { document_id, document_kind: kind } = email;
    if (document_id === null || kind === null || (await findAttachment(tx, id)) !== undefined)
      return { email };
    return { email, paper: (await getPaper(tx, { kind, id: document_id })).paper };
  });
  const { email, paper } = ready;
  if (paper === undefined) return email;
  const content = Buffer.from(await paperPdf(paper));
  const row = { organization_id: organizationId, email_id: id, name: fileName(paper), content };
  await inOrganization(deps.db, organizationId, (tx) => keepAttachment(tx, row));
  return email;
}

/** The e-mail as it goes out by a server. */
async function mailOf(deps: Deps, email: NamedEmail, server: KeptServer): Promise<Mail> {
  const { organization_id: organizationId, id, subject, body } = email;
  const { from_name, from_address: address, reply_to: replyTo } = server;
  const name = oneLine(from_name);
  const text = body ?? "";
  return inOrganization(deps.db, organizationId, async (tx) => ({
    from: { name, address },
    replyTo,
    to: email.to_addresses,
    cc: email.cc_addresses,
    subject: subject ?? "",
    text,
    html: htmlOf(text),
    messageId: await keepHeaders(tx, id, {
      sender: `${name} <${address}>`,
      messageId: newMessageId(id, address),
    }),
    at: email.created_at,
    attachment: await findAttachment(tx, id),
  }));
}
