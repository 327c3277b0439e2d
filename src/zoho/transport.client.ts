import { msOf } from "#kernel/time.ts";
import type { Exchange } from "./answer.ts";
import { lossOf } from "./loss.ts";
import type { ZohoPorts } from "./ports.ts";

/** A request as it goes over the wire. */
export type Wire = { method: string; url: string; headers: Record<string, string>; body?: string };

/** An answer whose body is still to come. `close` gives the connection up. */
export type Opened = {
  kind: "opened";
  status: number;
  headers: Headers;
  chunks(): AsyncGenerator<Uint8Array>;
  close(): void;
};

/** A request that was lost, refused for its size, or cancelled. */
export type NoAnswer = Exclude<Exchange, { kind: "answered" }>;

type TransportPorts = Pick<ZohoPorts, "fetch" | "clock" | "sleep" | "deadline" | "signal">;

/** How long an answer may take: in all, or in the waits for its parts. */
export type TimeLimit = { of: "total" | "waiting"; ms: number };

/** Longest a call may take from the first byte sent to the last byte received: a lease has to outlast it. */
export const callLimitMs = 60_000;
/** Largest body of a call. A page of 200 records with 50 long texts is below 10 MB. */
export const answerLimitBytes = 64 * 1024 * 1024;

/** Sends a request and reads the whole answer. Every outcome is a value. */
export async function exchange(ports: TransportPorts, wire: Wire): Promise<Exchange> {
  const opened = await open(ports, wire, { of: "total", ms: callLimitMs });
  return opened.kind === "opened" ? readAll(opened) : opened;
}

/** The rest of an opened answer as text. */
export async function readAll(opened: Opened): Promise<Exchange> {
  const { status, headers } = opened;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of opened.chunks()) {
      bytes += chunk.length;
      if (bytes > answerLimitBytes) {
        opened.close();
        return { kind: "too_large", limitBytes: answerLimitBytes };
      }
      parts.push(chunk);
    }
  } catch (error) {
    if (error instanceof BrokenBody) return error.loss;
    throw error;
  }
  return { kind: "answered", status, headers, text: textOf(parts, bytes), bytes };
}

function textOf(parts: readonly Uint8Array[], bytes: number): string {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new TextDecoder().decode(whole);
}

/**
 * Sends a request and waits for the head of the answer. Redirects are answers, never followed. The limit
 * holds for the whole answer, however slowly its bytes drip. The opened answer has to be read or closed.
 */
export async function open(ports: TransportPorts, wire: Wire, limit: TimeLimit): Promise<Opened | NoAnswer> {
  if (ports.signal?.aborted) return { kind: "cancelled", sent: false };
  const patience = createPatience(ports, limit);
  const { url, ...init } = wire;
  try {
    const response = await patience.wait(
      (ports.fetch ?? fetch)(url, { ...init, redirect: "manual", signal: patience.signal }),
    );
    const close = () => {
      patience.giveUp();
      patience.end();
    };
    return {
      kind: "opened",
      status: response.status,
      headers: response.headers,
      chunks: () => chunksOf(response, patience),
      close,
    };
  } catch (error) {
    patience.end();
    return brokenBy(error);
  }
}

/** What ended a request that gave no whole answer. */
function brokenBy(error: unknown): NoAnswer {
  if (error instanceof OutOfTime)
    return { kind: "lost", cause: "timeout", sent: true, detail: error.message };
  if (error instanceof Cancelled) return { kind: "cancelled", sent: true };
  return { kind: "lost", ...lossOf(error) };
}

/** Thrown by the chunks of an opened answer that did not come to its end. */
export class BrokenBody extends Error {
  readonly loss: NoAnswer;

  constructor(loss: NoAnswer) {
    super(`the body broke off: ${loss.kind}`);
    this.loss = loss;
  }
}

class OutOfTime extends Error {}
class Cancelled extends Error {}

type Patience = ReturnType<typeof createPatience>;

/**
 * Ends all waits for one answer when its time is over or the run is cancelled. A total limit runs from now on by one
 * timer; a waiting limit counts only the time within waits, so that a slow reader of a file is not punished.
 */
function createPatience(ports: TransportPorts, limit: TimeLimit) {
  const abort = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    abort.signal.addEventListener("abort", () => reject(abort.signal.reason), { once: true });
  });
  ended.catch(() => undefined);
  const cancel = () => abort.abort(new Cancelled("the run was cancelled"));
  ports.signal?.addEventListener("abort", cancel, { once: true });

  /** Starts a timer; the function it gives stops it. */
  function startTimer(ms: number): () => void {
    const done = new AbortController();
    const timeUp = () =>
      done.signal.aborted || abort.abort(new OutOfTime(`no whole answer within ${limit.ms} ms`));
    (ports.deadline ?? ports.sleep)(ms, done.signal).then(timeUp, () => undefined);
    return () => done.abort();
  }

  let leftMs = limit.ms;
  const stopTotal = limit.of === "total" ? startTimer(limit.ms) : () => undefined;

  return {
    signal: abort.signal,
    async wait<Value>(work: Promise<Value>): Promise<Value> {
      if (limit.of === "total") return Promise.race([work, ended]);
      const startMs = msOf(ports.clock.now());
      const stop = startTimer(leftMs);
      try {
        return await Promise.race([work, ended]);
      } finally {
        stop();
        // The clock may jump: never more than the budget, never a gain.
        leftMs -= Math.min(leftMs, Math.max(0, msOf(ports.clock.now()) - startMs));
      }
    },
    giveUp: () => abort.abort(new Error("closed")),
    end(): void {
      stopTotal();
      ports.signal?.removeEventListener("abort", cancel);
    },
  };
}

async function* chunksOf(response: Response, patience: Patience): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  try {
    for (;;) {
      if (reader === undefined) return;
      const part = await patience.wait(reader.read()).catch((error: unknown) => {
        throw new BrokenBody(brokenBy(error));
      });
      if (part.done) return;
      yield part.value;
    }
  } finally {
    patience.end();
    // A reader that left early frees the connection; nothing is left to free after the end.
    await reader?.cancel().catch(() => undefined);
  }
}
