import type { Command } from "commander";
import type { Config } from "#platform/config/config.ts";
import { call } from "#platform/http/call.ts";
import type { Call, Endpoint, Received } from "#platform/http/endpoint.ts";
import { readPlace } from "#app/place.ts";
import { type Answer, print } from "./output.ts";
import { findTarget, type Target } from "./target.ts";

/** The options that every command takes. */
export type CommonOptions = { org?: string; json?: boolean; connection?: string };

/** What a command works with: its options, the configuration, and calls to the server as the chosen organization. */
export type Context<Options> = {
  options: Options & CommonOptions;
  config: Config;
  target: () => Promise<Target>;
  call: <E extends Endpoint>(endpoint: E, input: Call<E>) => Promise<Received<E>>;
};

/** Ties a command to what it does: reads the options, prints the answer, and sets the exit code where the outcome is bad. */
export function act<Options extends object>(
  command: Command,
  work: (context: Context<Options>, ...args: string[]) => Promise<Answer>,
): void {
  command.action(async (...given: unknown[]) => {
    const args = given.flat().filter((one) => typeof one === "string");
    const options = command.optsWithGlobals<Options & CommonOptions>();
    const answer = await work(await contextOf(options), ...args);
    print(answer, options.json === true);
    if (answer.failed === undefined) return;
    process.stderr.write(`${answer.failed}\n`);
    process.exitCode = 1;
  });
}

async function contextOf<Options>(options: Options & CommonOptions): Promise<Context<Options>> {
  const config = await readPlace(process.env);
  let found: Promise<Target> | undefined;
  const target = (): Promise<Target> => (found ??= findTarget(config, process.env, options.org));
  return {
    options,
    config,
    target,
    async call(endpoint, input) {
      return call((await target()).caller, endpoint, input);
    },
  };
}
