import { spawn } from "node:child_process";
import { join } from "node:path";
import { type Program, dataFolder, freePort, run } from "../app/processes.ts";

const command = join(import.meta.dirname, "../../bin/concord");

export type Ended = { code: number | null; stdout: string; stderr: string };

/** A server on data of its own, and its command line: bin/concord itself, from a folder that is not the clone. */
export type CommandLine = {
  dataDir: string;
  address: string;
  env: Record<string, string>;
  server: Program;
  /** One command to its end. */
  concord(...args: string[]): Promise<Ended>;
  /** The one value that a command prints with --json; throws where it fails or prints anything else. */
  json<Value>(...args: string[]): Promise<Value>;
  stop(): Promise<void>;
};

/** Starts the server as `npm start` does, without the demo. */
export async function startCommandLine(): Promise<CommandLine> {
  const data = dataFolder();
  const env = { CONCORD_DATA: data.path, CONCORD_DEMO: "off", PORT: String(await freePort()) };
  const server = run("main.ts", [], env);
  const address = await server.says(/Concord is running at (\S+)/);
  const concord = (...args: string[]): Promise<Ended> =>
    runCommand(args, { CONCORD_DATA: data.path }, data.path);
  return {
    dataDir: data.path,
    address,
    env,
    server,
    concord,
    async json(...args) {
      const { code, stdout, stderr } = await concord("--json", ...args);
      if (code !== 0 || stderr !== "")
        throw new Error(`concord ${args.join(" ")} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as never;
    },
    async stop() {
      server.kill("SIGTERM");
      await server.ended;
      data.remove();
    },
  };
}

/** Runs bin/concord with nothing but the given variables and the PATH. */
export function runCommand(
  args: readonly string[],
  env: Record<string, string>,
  cwd: string,
): Promise<Ended> {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (printed.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (printed.stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...printed }));
  });
}
