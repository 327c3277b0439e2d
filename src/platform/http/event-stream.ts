import { AppError, viewOf } from "#kernel/errors.ts";

/**
 * What `work` tells, as server-sent events in JSON; the stream ends with it. The answer has begun by then, so that a
 * refusal comes as the event `refused` (`callEvents` throws it), and only an event that cannot be sent is a bug.
 */
export function eventStream(work: (tell: (event: unknown) => void) => Promise<unknown>): Response {
  const encoder = new TextEncoder();
  let isOpen = true;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (name: string, data: unknown): void => {
        if (isOpen) controller.enqueue(encoder.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`));
      };
      try {
        await work((event) => send("message", event));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        send("refused", viewOf(error.code, error.facts));
      }
      if (isOpen) controller.close();
    },
    // Whoever listened has left; the work goes on to its end, unheard.
    cancel() {
      isOpen = false;
    },
  });
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}
