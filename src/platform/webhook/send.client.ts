import { request as overHttp, type RequestOptions } from "node:http";
import { request as overHttps } from "node:https";
import { urlProblem } from "#platform/outgoing/address.ts";
import { ClosedAddress, lookupPublic } from "#platform/outgoing/lookup.ts";

/** A message as it is sent. */
export type Sent = { url: string; headers: Record<string, string>; body: string };

/** What became of an attempt. `answer` is the beginning of what the receiver said. */
export type Outcome = { status: number | null; answer: string | null; problem: string | null };

/** How long a receiver may take. */
const limitMs = 15_000;

/** As much of an answer as a person reads. */
const mostAnswer = 1000;

/**
 * Sends a message once, and never throws. Redirects are not followed. A name is looked up once, and the connection goes
 * to the very address that was checked, so that a name cannot lead elsewhere in between.
 */
export async function sendMessage(
  message: Sent,
  { allowPrivate, signal }: { allowPrivate: boolean; signal: AbortSignal },
): Promise<Outcome> {
  const refused = urlProblem(message.url, allowPrivate);
  if (refused !== undefined) return { status: null, answer: null, problem: `Not sent: ${refused}` };
  const limit = AbortSignal.timeout(limitMs);
  try {
    const { status, answer } = await post(message, {
      signal: AbortSignal.any([signal, limit]),
      ...(allowPrivate ? {} : { lookup: lookupPublic }),
    });
    const isDone = status >= 200 && status < 300;
    return { status, answer, problem: isDone ? null : `The receiver answered ${status}` };
  } catch (error) {
    if (limit.aborted) return failed(`The receiver did not answer within ${limitMs / 1000} seconds`);
    if (error instanceof ClosedAddress)
      return failed("Not sent: the name leads to an address inside a network");
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    return failed(`The receiver cannot be reached${code}`);
  }
}

function failed(problem: string): Outcome {
  return { status: null, answer: null, problem };
}

function post(
  { url, headers, body }: Sent,
  options: Pick<RequestOptions, "signal" | "lookup">,
): Promise<{ status: number; answer: string }> {
  const send = url.startsWith("https:") ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        ...options,
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        agent: false,
      },
      (response) => {
        const parts: string[] = [];
        let length = 0;
        const done = (): void =>
          resolve({
            status: response.statusCode ?? 0,
            answer: storable(parts.join("").slice(0, mostAnswer)),
          });
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          parts.push(part);
          length += part.length;
          if (length < mostAnswer) return;
          done();
          response.destroy();
        });
        response.on("end", done);
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** PostgreSQL keeps no NUL. */
function storable(text: string): string {
  return text.replaceAll("\u0000", "");
}
