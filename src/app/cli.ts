import { CommanderError } from "commander";
import { AppError } from "#kernel/errors.ts";
import { buildProgram, readCommands } from "./cli/program.ts";
import { lineOf } from "./failure.ts";

// What bin/concord runs.
try {
  const commands = await readCommands(process.argv.slice(2));
  await buildProgram(commands).parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = 0;
  else {
    process.stderr.write(`${lineOf(error instanceof CommanderError ? usage(error) : error)}\n`);
    process.exitCode = 1;
  }
}

/** Commander's `error: unknown option '--x'` in our words. */
function usage(error: CommanderError): AppError {
  const message = error.message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
  return new AppError("cli.usage", {
    message: error.code === "commander.help" ? "No command was given" : message,
  });
}
