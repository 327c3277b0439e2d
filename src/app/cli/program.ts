import { createRequire } from "node:module";
import { Command } from "commander";
import { addAuditCommands } from "./audit.ts";
import { addBackupCommands } from "./backup.ts";
import { addCatalogCommands } from "./catalog.ts";
import { addConnectionCommands } from "./connection.ts";
import { addConflictCommands } from "./conflict.ts";
import { addCrmCommands } from "./crm.ts";
import { addCustomerCommands } from "./customer.ts";
import { addDocumentCommands } from "./document.ts";
import { addDoctorCommand } from "./doctor.ts";
import { addEmailCommands } from "./email.ts";
import { addExplainCommand } from "./explain.ts";
import { addGatewayCommands } from "./gateway.ts";
import { addKeyCommands } from "./key.ts";
import { addLinkCommands } from "./link.ts";
import { addMemberCommands } from "./member.ts";
import { addMoveInCommands } from "./move-in.ts";
import { addOrderCommands } from "./order.ts";
import { addOrganizationCommands } from "./organization.ts";
import { addPaymentCommands } from "./payment.ts";
import { addReadmitCommands } from "./readmit.ts";
import { addPdfCommand } from "./pdf.ts";
import { addReportCommand } from "./report.ts";
import { addRunCommands } from "./run.ts";
import { addMoneyCommands } from "./money.ts";
import { addServerCommands } from "./server.ts";
import { addStatusCommands } from "./status.ts";
import { addSubscriptionCommands } from "./subscription.ts";
import { addUndoCommand } from "./undo.ts";
import { addVendorCommands } from "./vendor.ts";
import { addWebhookCommands } from "./webhook.ts";

const { version } = createRequire(import.meta.url)("../../../package.json") as { version: string };

/** All commands as data: what bin/concord runs, and what docs/reference/cli.md is printed from. */
export function buildProgram(): Command {
  const program = new Command("concord")
    .description(
      "Commands for a running Concord. Address and key come from its data folder (CONCORD_DATA), or from CONCORD_URL and CONCORD_API_KEY.",
    )
    .version(version, "--version", "print the version of Concord")
    .option("--org <name>", "the organization, by name or id")
    .option("--json", "print one JSON value and nothing else");
  // Errors become one line of ours. Commands copy these settings when they are added, so they come first.
  program
    .exitOverride()
    .configureOutput({ outputError: () => undefined, writeErr: () => undefined })
    .showSuggestionAfterError(true);
  addServerCommands(program);
  addDoctorCommand(program);
  addBackupCommands(program);
  addOrganizationCommands(program);
  addKeyCommands(program);
  addCrmCommands(program);
  addConnectionCommands(program);
  addStatusCommands(program);
  addRunCommands(program);
  addUndoCommand(program);
  addLinkCommands(program);
  addReadmitCommands(program);
  addConflictCommands(program);
  addCustomerCommands(program);
  addMoveInCommands(program);
  addCatalogCommands(program);
  addSubscriptionCommands(program);
  addDocumentCommands(program);
  addOrderCommands(program);
  addVendorCommands(program);
  addEmailCommands(program);
  addPdfCommand(program);
  addPaymentCommands(program);
  addGatewayCommands(program);
  addMoneyCommands(program);
  addReportCommand(program);
  addExplainCommand(program);
  addMemberCommands(program);
  addWebhookCommands(program);
  addAuditCommands(program);
  return program;
}
