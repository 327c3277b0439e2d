import type { ErrorView } from "#kernel/errors.ts";
import type { Call, Endpoint, Received } from "./endpoint.ts";

/** How to reach the server: its address, and what proves who calls (the browser's cookie, or an API key). */
export type Caller = {
  baseUrl: string;
  headers: () => Record<string, string>;
  fetch?: typeof fetch;
};

/** A refusal as the server worded it, or an outage (`code` is then `network.unreachable`). */
export class CallError extends Error {
  readonly status: number;
  readonly view: Omit<ErrorView, "code"> & { code: string; request_id?: string };

  constructor(status: number, view: CallError["view"]) {
    super(view.title);
    this.status = status;
    this.view = view;
  }
}

/** The address of an endpoint with its parameters and query filled in. */
export function addressOf<E extends Endpoint>(endpoint: E, input: Call<E>): string {
  const { params, query } = input as { params?: Record<string, string>; query?: Record<string, unknown> };
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params?.[name] ?? ""),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") search.append(name, String(one));
    }
  }
  const text = search.toString();
  return `/api/v1${path}${text === "" ? "" : `?${text}`}`;
}

/** Calls an endpoint. Throws CallError on a refusal and on an outage. */
export async function call<E extends Endpoint>(
  caller: Caller,
  endpoint: E,
  input: Call<E>,
): Promise<Received<E>> {
  const response = await send(caller, endpoint, input);
  const text = await response.text();
  const isText = endpoint.stream !== undefined || response.headers.get("content-type")?.startsWith("text/");
  if (response.ok) return (isText ? text : text === "" ? undefined : JSON.parse(text)) as Received<E>;
  throw new CallError(response.status, errorIn(text, response.status));
}

/** Calls an endpoint that answers with a file; `name` is what the server calls it. Throws as `call` does. */
export async function callFile<E extends Endpoint>(
  caller: Caller,
  endpoint: E,
  input: Call<E>,
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const response = await send(caller, endpoint, input);
  if (!response.ok) throw new CallError(response.status, errorIn(await response.text(), response.status));
  const name = /filename="([^"]*)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "file";
  return { name, bytes: new Uint8Array(await response.arrayBuffer()) };
}

/**
 * Calls an endpoint that answers with server-sent events in JSON; gives each as it comes. Throws CallError on a refusal,
 * be it before or amid the events, and on an outage.
 */
export async function* callEvents<E extends Endpoint>(
  caller: Caller,
  endpoint: E,
  input: Call<E>,
): AsyncGenerator {
  const response = await send(caller, endpoint, input);
  if (!response.ok || response.body === null)
    throw new CallError(response.status, errorIn(await response.text(), response.status));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read().catch(unreachable);
    if (done) return;
    const [last = "", ...whole] = (rest + value).split("\n\n").toReversed();
    rest = last;
    for (const event of whole.toReversed()) {
      const data: unknown = JSON.parse(fieldOf(event, "data") ?? "null");
      if (fieldOf(event, "event") === "refused")
        throw new CallError(response.status, data as CallError["view"]);
      yield data;
    }
  }
}

function fieldOf(event: string, name: string): string | undefined {
  const line = event.split("\n").find((one) => one.startsWith(`${name}: `));
  return line?.slice(name.length + 2);
}

async function send<E extends Endpoint>(caller: Caller, endpoint: E, input: Call<E>): Promise<Response> {
  const { body } = input as { body?: unknown };
  try {
    return await (caller.fetch ?? fetch)(caller.baseUrl + addressOf(endpoint, input), {
      method: endpoint.method,
      headers: { ...caller.headers(), ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: "same-origin",
    });
  } catch (cause) {
    return unreachable(cause);
  }
}

function unreachable(cause: unknown): never {
  throw new CallError(0, {
    code: "network.unreachable",
    title: `The server cannot be reached (${cause instanceof Error ? cause.message : String(cause)})`,
    remedy: "Check that it is running and try again; what you typed is kept.",
    details: {},
  });
}

function errorIn(text: string, status: number): CallError["view"] {
  try {
    const parsed = JSON.parse(text) as { error?: CallError["view"] };
    if (parsed.error) return parsed.error;
  } catch {
    // Not our JSON: something between us and the server answered; the general words below say so.
  }
  return {
    code: "network.unexpected",
    title: `The server answered ${status} without a reason`,
    remedy: "Try again.",
    details: {},
  };
}
