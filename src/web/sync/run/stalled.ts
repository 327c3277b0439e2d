import { useEffect, useState } from "react";
import type { RunView } from "#sync/run/run.api.ts";

/** Without progress for so long, a run waits for something. */
const stalledMs = 15_000;

/** Whether a running run has shown no progress for a while. */
export function useStalled({ id, status, phase, done, api_calls: calls }: RunView): boolean {
  const mark = [id, status, phase, done, calls].join(" ");
  const [still, setStill] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setStill(mark), stalledMs);
    return () => clearTimeout(timer);
  }, [mark]);
  return status === "running" && still === mark;
}
