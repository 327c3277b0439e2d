import { setTimeout as wait } from "node:timers/promises";
import type { RunView } from "./run.api.ts";

/** How often a watched run is read: often enough to feel live, and one small query a watcher. */
const everyMs = 400;

/** A run as server-sent events: its state whenever it changes, the last one when it has ended. */
export function streamRun(read: () => Promise<RunView>, signal: AbortSignal): Response {
  const encoder = new TextEncoder();
  let last = "";
  let isOver = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        for (let quiet = 0; !signal.aborted && !isOver; quiet += 1) {
          const run = await read();
          isOver = run.finished_at !== null;
          const text = JSON.stringify(run);
          if (text !== last) {
            last = text;
            controller.enqueue(encoder.encode(`data: ${text}\n\n`));
            break;
          }
          // A comment now and then keeps proxies from closing a quiet stream.
          if (quiet % 25 === 24) controller.enqueue(encoder.encode(": still here\n\n"));
          await wait(everyMs);
        }
        if (isOver || signal.aborted) controller.close();
        else await wait(everyMs);
      } catch (error) {
        controller.error(error);
      }
    },
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}
