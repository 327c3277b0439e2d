import type { Command } from "commander";
import { createApiKey, type KeyRole } from "#platform/auth/api-key.api.ts";
import { act } from "./context.ts";

/** `concord key create`: an API key of the organization. */
export function addKeyCommands(program: Command): void {
  act<{ name: string; role: KeyRole }>(
    program
      .command("key")
      .description("API keys of the organization")
      .command("create")
      .description("make an API key; its text is shown this once")
      .option("--name <name>", "the program that will use it", "Made on the command line")
      .option("--role <role>", "owner, admin, accountant, sales or read_only", "admin"),
    async ({ call, options }) => {
      const { key, text } = await call(createApiKey, { body: { name: options.name, role: options.role } });
      return { json: { ...key, key: text }, lines: [`API key ${key.name} (${key.role}): ${text}`] };
    },
  );
}
