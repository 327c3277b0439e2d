import { Command, CommanderError } from "commander";
import { AppError } from "#kernel/errors.ts";
import { addBackupCommands } from "./cli/backup.ts";
import { addConnectionCommands } from "./cli/connection.ts";
import { addCrmCommands } from "./cli/crm.ts";
import { addCustomerCommands } from "./cli/customer.ts";
import { addKeyCommands } from "./cli/key.ts";
import { addOrganizationCommands } from "./cli/organization.ts";
import { addRunCommands } from "./cli/run.ts";
import { addServerCommands } from "./cli/server.ts";
import { lineOf } from "./failure.ts";

// What bin/concord runs.
try {
  await buildProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = 0;
  else {
    process.stderr.write(`${lineOf(error instanceof CommanderError ? usage(error) : error)}\n`);
    process.exitCode = 1;
  }
}

function buildProgram(): Command {
  const program = new Command("concord")
    .description(
      "Commands for a running Concord. Address and key come from its data folder (CONCORD_DATA), or from CONCORD_URL and CONCORD_API_KEY.",
    )
    .option("--org <name>", "the organization, by name or id")
    .option("--json", "print one JSON value and nothing else");
  // Errors become one line of ours. Commands copy these settings when they are added, so they come first.
  program
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .showSuggestionAfterError(true);
  addServerCommands(program);
  addBackupCommands(program);
  addOrganizationCommands(program);
  addKeyCommands(program);
  addCrmCommands(program);
  addConnectionCommands(program);
  addRunCommands(program);
  addCustomerCommands(program);
  return program;
}

/** Commander's `error: unknown option '--x'` in our words. */
function usage(error: CommanderError): AppError {
  const message = error.message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
  return new AppError("cli.usage", error.code === "commander.help" ? {} : { message });
}
