/** How often a state is asked for while a run goes on, and otherwise; in milliseconds. */
const runningMs = 3000;
const quietMs = 30_000;

/** The pause until a state is asked for again. */
export function pollMs(isRunning: boolean): number {
  return isRunning ? runningMs : quietMs;
}
