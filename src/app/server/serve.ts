import type { Config } from "#platform/config/config.ts";
import { lineOf } from "../failure.ts";
import { type Running, start } from "./start.ts";

/** Starts, tells where it is reached, and stays until told to stop. For the process as a whole: it sets the exit code. */
export async function serve(config: Config): Promise<void> {
  const begun = Date.now();
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  let running: Running;
  try {
    running = await start(config, tell);
  } catch (error) {
    process.stderr.write(`${lineOf(error)}\n`);
    process.exit(1);
  }
  stopOnSignals(running, tell);
  tell(`${config.roles.includes("web") ? `Concord is running at ${running.system.deps.publicUrl}` : "The worker is running"} (started in ${seconds(begun)} s, Ctrl C stops it)`);
}

/** The first signal stops in good order, a second one at once; the embedded database is then adopted by the next start. */
function stopOnSignals(running: Running, tell: (line: string) => void): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    tell("Stopping");
    const begun = Date.now();
    running.stop().then(
      () => {
        tell(`Stopped in ${seconds(begun)} s`);
        process.exit(0);
      },
      (error: unknown) => {
        process.stderr.write(`${lineOf(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1);
}
