import type { Command } from "commander";
import { AppError } from "#kernel/errors.ts";
import { act } from "./context.ts";
import { tableLines } from "./output.ts";
import { listLocalOrganizations, makeLocalOrganization } from "./target.ts";

type CreateOptions = { currency: string; country: string; timeZone: string; owner?: string };

/** `concord org …`: the organizations of the server on this machine. */
export function addOrganizationCommands(program: Command): void {
  const org = program.command("org").description("the organizations of this server");

  act(org.command("list").description("list them"), async ({ config }) => {
    const organizations = await listLocalOrganizations(config);
    return { json: { organizations }, lines: tableLines(organizations.map(({ id, name }) => [id, name])) };
  });

  act<CreateOptions>(
    org
      .command("create <name>")
      .description("make one, with its billing and its CRM")
      .requiredOption("--currency <code>", "base currency, ISO 4217: USD")
      .requiredOption("--country <code>", "ISO 3166, two letters: US")
      .requiredOption("--time-zone <name>", "IANA name: America/New_York")
      .option("--owner <email>", "whose it is; an account is made where there is none"),
    async ({ config, options }, name) => {
      if (name === undefined) throw new AppError("cli.usage");
      const { currency, country, timeZone, owner } = options;
      const made = await makeLocalOrganization(config, {
        name,
        currency,
        country,
        time_zone: timeZone,
        owner,
      });
      const account =
        made.password === undefined ? [] : [`Sign in as ${made.owner} with the password ${made.password}`];
      return { json: made, lines: [`${made.name} is made (${made.id})`, ...account] };
    },
  );
}
