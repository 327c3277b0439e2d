/**
 * Lets at most so many calls run at once. Zoho counts calls in parallel by organization and answers 429 above the
 * limit of the edition (5 to 25): each 429 halves ours, and a streak of successes probes one more.
 */
export type Gate = {
  run<Value>(work: () => Promise<Value>): Promise<Value>;
  halve(): void;
  succeed(): void;
  /** Calls allowed at once now. */
  width(): number;
};

/** Successes in a row after which one more call in parallel is tried. */
const probeAfter = 20;

/** A gate that starts fully open. */
export function createGate(most: number): Gate {
  let width = most;
  let running = 0;
  let streak = 0;
  const waiting: (() => void)[] = [];

  function letIn(): void {
    while (running < width) {
      const next = waiting.shift();
      if (next === undefined) return;
      running += 1;
      next();
    }
  }

  return {
    async run(work) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        letIn();
      });
      try {
        return await work();
      } finally {
        running -= 1;
        letIn();
      }
    },
    halve() {
      streak = 0;
      width = Math.max(1, Math.floor(width / 2));
    },
    succeed() {
      streak += 1;
      if (streak < probeAfter || width >= most) return;
      streak = 0;
      width += 1;
      letIn();
    },
    width: () => width,
  };
}
