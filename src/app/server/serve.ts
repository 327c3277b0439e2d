import type { Config } from "#platform/config/config.ts";
import { demoSignIn, offerDemo, passDemoTime } from "#app/demo/demo.ts";
import { lineOf } from "#app/failure.ts";
import { type Running, start, type Tell } from "./start.ts";

/** Starts, tells where it is reached, and stays until told to stop. For the process as a whole: it sets the exit code. */
export async function serve(config: Config): Promise<void> {
  const begun = Date.now();
  const tell: Tell = (line) => void process.stdout.write(`${line}\n`);
  const stopper = stopOnSignals(tell);
  let running: Running;
  try {
    running = await start(config, tell);
  } catch (error) {
    process.stderr.write(`${lineOf(error)}\n`);
    process.exit(1);
  }
  const startedIn = seconds(begun);
  if (stopper.started(running)) return;
  await offerDemo(config, running);
  if (stopper.isStopping()) return;
  const isServer = config.roles.includes("web");
  tell(
    `${isServer ? `Concord is running at ${running.system.deps.publicUrl}` : "The worker is running"} (started in ${startedIn} s, Ctrl C stops it)`,
  );
  const signIn = isServer ? demoSignIn(config) : undefined;
  if (signIn !== undefined) tell(signIn);
  await passDemoTime(config, running, () => stopper.isStopping());
}

type Stopper = {
  /** Says what there is to stop; true where a signal came before and the stop has begun. */
  started(running: Running): boolean;
  isStopping(): boolean;
};

/**
 * The first signal stops in good order, as soon as the start is over; a second one at once. The embedded database is
 * then adopted by the next start.
 */
function stopOnSignals(tell: Tell): Stopper {
  let running: Running | undefined;
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    tell("Stopping");
    if (running) stop(running, tell);
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return {
    started(now) {
      running = now;
      if (stopping) stop(now, tell);
      return stopping;
    },
    isStopping: () => stopping,
  };
}

function stop(running: Running, tell: Tell): void {
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
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1);
}
