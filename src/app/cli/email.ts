import type { Command } from "commander";
import type { DocumentKind } from "#billing/document/kind.ts";
import { documentEmailEndpoints } from "#billing/email/document-email.api.ts";
import { type EmailView, getEmail, listEmails, resendEmail } from "#billing/email/email.api.ts";
import { type EmailKind, emailKindNames } from "#billing/email/email-kind.ts";
import {
  getMailServer,
  type MailServerReply,
  removeMailServer,
  saveMailServer,
  testMailServer,
} from "#billing/email/mail-server.api.ts";
import { listTemplates, resetTemplate, setTemplate } from "#billing/email/template.api.ts";
import type { Call } from "#platform/http/endpoint.ts";
import { act, type Context } from "./context.ts";
import { readJsonFile } from "./file.ts";
import { addList } from "./listing.ts";
import { tableLines } from "./output.ts";
import { collect } from "./pairs.ts";

/** `concord emails …`: what was e-mailed, and the mail server that it goes out by. */
export function addEmailCommands(program: Command): void {
  const emails = program.command("emails").description("what was e-mailed, and the mail server");
  addList(emails, {
    kind: "e-mail",
    by: ["status"],
    ask: ({ call }, query) => call(listEmails, { query }),
    row: ({ id, created_at, status, kind, subject, to, problem }) => [
      id,
      created_at,
      status,
      to.join(", "),
      subject ?? emailKindNames[kind],
      problem ?? "",
    ],
  });
  act(
    emails.command("show <email>").description("one e-mail as it is read"),
    async ({ call }, email = "") => {
      const found = await call(getEmail, { params: { email } });
      return { json: found, lines: linesOf(found) };
    },
  );
  act(
    emails.command("send-again <email>").description("send the same words to the same receivers again"),
    async ({ call }, email = "") => {
      const sent = await call(resendEmail, { params: { email } });
      return { json: sent, lines: [`It is sent again: ${sent.id}`] };
    },
  );
  addTemplates(emails);
  addMailServer(emails);
}

function addTemplates(emails: Command): void {
  act(emails.command("templates").description("the words of each kind of e-mail"), async ({ call }) => {
    const all = await call(listTemplates, {});
    const rows = all.items.map(({ kind, is_own, subject }) => [kind, is_own ? "own" : "original", subject]);
    return { json: all, lines: tableLines(rows) };
  });
  act(
    emails
      .command("set-template <file>")
      .description("write a kind's words from a JSON file: kind, subject, text"),
    async ({ call }, file = "") => {
      const body = readJsonFile(file) as Call<typeof setTemplate>["body"];
      const set = await call(setTemplate, { body });
      return { json: set, lines: [`The words of ${set.kind} are set`] };
    },
  );
  act(
    emails.command("reset-template <kind>").description("take the words that come along for a kind again"),
    async ({ call }, kind = "") => {
      const reset = await call(resetTemplate, { body: { kind: kind as EmailKind } });
      return { json: reset, lines: [`The words of ${reset.kind} are the original ones`] };
    },
  );
}

function addMailServer(emails: Command): void {
  act(emails.command("server").description("the mail server that e-mails go out by"), async ({ call }) =>
    tellServer(await call(getMailServer, {})),
  );
  act(
    emails
      .command("set-server <file>")
      .description("set the mail server from a JSON file, as the API takes it"),
    async ({ call }, file = "") => {
      const body = readJsonFile(file) as Call<typeof saveMailServer>["body"];
      return tellServer(await call(saveMailServer, { body }));
    },
  );
  act(
    emails.command("remove-server").description("take the mail server away: e-mails are caught"),
    async ({ call }) => tellServer(await call(removeMailServer, {})),
  );
  act(
    emails.command("test <address>").description("send a test e-mail, and say what the mail server answers"),
    async ({ call }, to = "") => {
      const reply = await call(testMailServer, { body: { to } });
      return { json: reply, lines: [`The mail server took it: ${reply.answer}`] };
    },
  );
}

function tellServer(reply: MailServerReply) {
  const { server } = reply;
  const words =
    server === null
      ? "There is no mail server: e-mails are caught, and sent to nobody"
      : `${server.host}:${server.port} (${server.security}), from ${server.from_name} <${server.from_address}>`;
  return { json: reply, lines: [words] };
}

type EmailOptions = { to?: string[]; cc?: string[]; subject?: string; text?: string };

/** `email` of a kind of document: e-mails one by its number. */
export function addEmail(
  of: Command,
  kind: DocumentKind,
  find: (context: Context<EmailOptions>, given: string) => Promise<string>,
): void {
  act<EmailOptions>(
    of
      .command(`email <${kind.replaceAll("_", "-")}>`)
      .description("e-mail it with its PDF and public link; a draft is sent by that")
      .option("--to <address>", "who gets it; may be repeated; its customer if left out", collect)
      .option("--cc <address>", "who gets a copy; may be repeated", collect)
      .option("--subject <text>", "another subject than the template's")
      .option("--text <text>", "another text than the template's"),
    async (context, given = "") => {
      const params = { [kind]: await find(context, given) } as Record<DocumentKind, string>;
      const { to, cc, subject, text } = context.options;
      const body = {
        ...(to === undefined ? {} : { to }),
        ...(cc === undefined ? {} : { cc }),
        ...(subject === undefined ? {} : { subject }),
        ...(text === undefined ? {} : { text }),
      };
      const sent = await context.call(documentEmailEndpoints(kind).send, { params, body });
      return { json: sent, lines: [`${sent.id} is on its way to ${[...sent.to, ...sent.cc].join(", ")}`] };
    },
  );
}

function linesOf({ status, from, to, cc, subject, text, attachment, problem, remedy }: EmailView): string[] {
  return [
    `Status: ${status}`,
    ...(problem === null ? [] : [`Problem: ${problem}; ${remedy}`]),
    ...(from === null ? [] : [`From: ${from}`]),
    `To: ${to.join(", ")}`,
    ...(cc.length === 0 ? [] : [`Cc: ${cc.join(", ")}`]),
    `Subject: ${subject ?? ""}`,
    ...(attachment === null ? [] : [`File: ${attachment.name}`]),
    "",
    ...(text ?? "").split("\n"),
  ];
}
