import { createRequire } from "node:module";
import { Command } from "commander";

const { version } = createRequire(import.meta.url)("../../../package.json") as { version: string };

/** Adds the commands of one file. */
export type AddCommands = (program: Command) => void;

/** The commands of one file, and how it is read. */
type Group = { names: string[]; load: () => Promise<AddCommands> };

/** In the order of the help. A command reads its own file and no other's: it starts in half the time. */
const groups: Group[] = [
  { names: ["serve", "worker"], load: async () => (await import("./server.ts")).addServerCommands },
  { names: ["doctor"], load: async () => (await import("./doctor.ts")).addDoctorCommand },
  { names: ["backup", "restore"], load: async () => (await import("./backup.ts")).addBackupCommands },
  { names: ["reset-password"], load: async () => (await import("./password.ts")).addPasswordCommand },
  { names: ["org"], load: async () => (await import("./organization.ts")).addOrganizationCommands },
  { names: ["key"], load: async () => (await import("./key.ts")).addKeyCommands },
  { names: ["crm"], load: async () => (await import("./crm.ts")).addCrmCommands },
  {
    names: ["connect", "configure", "pause", "resume", "disable", "reactivate"],
    load: async () => (await import("./connection.ts")).addConnectionCommands,
  },
  {
    names: ["status", "check", "schedule"],
    load: async () => (await import("./status.ts")).addStatusCommands,
  },
  {
    names: ["preview", "sync", "fetch", "cancel", "history"],
    load: async () => (await import("./run.ts")).addRunCommands,
  },
  { names: ["undo"], load: async () => (await import("./undo.ts")).addUndoCommand },
  { names: ["link", "unlink"], load: async () => (await import("./link.ts")).addLinkCommands },
  { names: ["closed", "readmit"], load: async () => (await import("./readmit.ts")).addReadmitCommands },
  { names: ["duplicates"], load: async () => (await import("./duplicate.ts")).addDuplicateCommands },
  {
    names: ["deal-trigger", "deal-log"],
    load: async () => (await import("./deal-trigger.ts")).addDealTriggerCommands,
  },
  { names: ["conflicts", "resolve"], load: async () => (await import("./conflict.ts")).addConflictCommands },
  { names: ["customers"], load: async () => (await import("./customer.ts")).addCustomerCommands },
  {
    names: ["move-in", "move-ins", "move-in-differences", "undo-move-in"],
    load: async () => (await import("./move-in.ts")).addMoveInCommands,
  },
  {
    names: ["products", "plans", "addons", "coupons"],
    load: async () => (await import("./catalog.ts")).addCatalogCommands,
  },
  { names: ["subscriptions"], load: async () => (await import("./subscription.ts")).addSubscriptionCommands },
  { names: ["invoices", "estimates"], load: async () => (await import("./document.ts")).addDocumentCommands },
  { names: ["credit-notes"], load: async () => (await import("./credit-note.ts")).addCreditNoteCommands },
  {
    names: ["sales-orders", "purchase-orders"],
    load: async () => (await import("./order.ts")).addOrderCommands,
  },
  { names: ["vendors"], load: async () => (await import("./vendor.ts")).addVendorCommands },
  { names: ["emails"], load: async () => (await import("./email.ts")).addEmailCommands },
  { names: ["pdf"], load: async () => (await import("./pdf.ts")).addPdfCommand },
  { names: ["payments"], load: async () => (await import("./payment.ts")).addPaymentCommands },
  {
    names: ["payment-gateway", "payment-methods"],
    load: async () => (await import("./gateway.ts")).addGatewayCommands,
  },
  { names: ["taxes", "exchange-rates"], load: async () => (await import("./money.ts")).addMoneyCommands },
  { names: ["reports"], load: async () => (await import("./report.ts")).addReportCommand },
  { names: ["explain"], load: async () => (await import("./explain.ts")).addExplainCommand },
  { names: ["members"], load: async () => (await import("./member.ts")).addMemberCommands },
  { names: ["webhooks"], load: async () => (await import("./webhook.ts")).addWebhookCommands },
  { names: ["audit"], load: async () => (await import("./audit.ts")).addAuditCommands },
];

/**
 * What a command line needs to be understood: of the words that were typed, the file that their command is in;
 * without words, and with a command that there is not, all files.
 */
export function readCommands(words: string[] = []): Promise<AddCommands[]> {
  const command = commandOf(words);
  const group = groups.find(({ names }) => command !== undefined && names.includes(command));
  return Promise.all((group ? [group] : groups).map(({ load }) => load()));
}

/** The commands as data: what bin/concord runs, and what docs/reference/cli.md is printed from. */
export function buildProgram(commands: AddCommands[]): Command {
  const program = new Command("concord")
    .description(
      "Commands for a running Concord. Address and key come from its data folder (CONCORD_DATA), or from CONCORD_URL and CONCORD_API_KEY.",
    )
    .version(version, "--version", "print the version of Concord")
    .option(
      "--org <name>",
      "the organization, by name or id; where there are several, every command needs it, or CONCORD_ORG in its place",
    )
    .option("--json", "print one JSON value and nothing else");
  // Errors become one line of ours. Commands copy these settings when they are added, so they come first.
  program
    .exitOverride()
    .configureOutput({ outputError: () => undefined, writeErr: () => undefined })
    .showSuggestionAfterError(true);
  for (const add of commands) add(program);
  return program;
}

/** The first word that is neither an option nor the name of the organization. */
function commandOf(words: string[]): string | undefined {
  return words.find((word, at) => !word.startsWith("-") && words[at - 1] !== "--org");
}
