import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Stripe } from "stripe";
import { createAccount, type Form, type StripeAccount, type StripeAnswer } from "./stripe-objects.ts";

/** What happens to an answer: it is lost after the work is done, it is a 500 instead, or it never comes. */
export type Fault = "lost" | "error" | "never";

/** A server that answers as Stripe does: keys, idempotency, test cards, signed events; and breaks as told. */
export type StripeServer = {
  url: string;
  /** How many requests came, by method and path. */
  asked: string[];
  /** The account of a secret key; a key that is not known here is refused. */
  account(key: string): StripeAccount;
  /** The next requests whose method and path begin so meet the fault. */
  break(what: string, fault: Fault, times?: number): void;
  close(): Promise<void>;
};

export async function startStripe(
  now: () => number = () => Math.floor(Date.now() / 1000),
): Promise<StripeServer> {
  const accounts = new Map<string, StripeAccount>();
  const kept = new Map<string, { body: string; answer: StripeAnswer }>();
  const faults: { what: string; fault: Fault }[] = [];
  const asked: string[] = [];

  /** Under a key the same is done once, and answered the same, failures of Stripe included. */
  function once(
    account: StripeAccount,
    key: string | undefined,
    body: string,
    work: () => StripeAnswer,
  ): StripeAnswer {
    if (key === undefined) return work();
    const place = `${account.id} ${key}`;
    const before = kept.get(place);
    if (before && before.body !== body) {
      const message = "Keys for idempotent requests can only be used with the same parameters.";
      return { status: 400, body: { error: { type: "idempotency_error", message } } };
    }
    const answer = before?.answer ?? work();
    kept.set(place, { body, answer });
    return answer;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const { pathname, searchParams } = new URL(request.url ?? "", "http://stripe");
    const name = `${request.method} ${pathname}`;
    asked.push(name);
    const account = accounts.get((request.headers.authorization ?? "").replace("Bearer ", ""));
    const form = formOf(request.method === "GET" ? searchParams : new URLSearchParams(body));
    const key = request.headers["idempotency-key"] as string | undefined;
    const at = faults.findIndex(({ what }) => name.startsWith(what));
    const fault = at < 0 ? undefined : faults.splice(at, 1)[0]?.fault;
    const done = account
      ? once(account, request.method === "POST" ? key : undefined, `${name} ${body}`, () => {
          const made = account.answer(request.method ?? "", pathname, form);
          const error = { type: "api_error", message: "Something went wrong." };
          return fault === "error" ? { status: 500, body: { error } } : { ...made, body: { ...made.body } };
        })
      : {
          status: 401,
          body: { error: { type: "invalid_request_error", message: "Invalid API Key provided" } },
        };
    if (fault === "lost") return void request.socket.destroy();
    if (fault === "never") return;
    const isReplayed = { "idempotent-replayed": "true" };
    response.writeHead(done.status, { "content-type": "application/json", ...isReplayed });
    response.end(JSON.stringify(done.body));
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    account(key) {
      const known = accounts.get(key) ?? createAccount(`acct_${key.replace(/\W|_/g, "")}`, now);
      accounts.set(key, known);
      return known;
    },
    break(what, fault, times = 1) {
      for (let n = 0; n < times; n += 1) faults.push({ what, fault });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An event as Stripe sends it. */
export type SentEvent = { id: string; body: string };

let events = 0;

export function eventOf(type: string, object: Record<string, unknown>): SentEvent {
  events += 1;
  const id = `evt_${events}`;
  return { id, body: JSON.stringify({ id, object: "event", type, data: { object } }) };
}

/** How a webhook answered. */
export type Told = { status: number; body: { taken?: boolean; error?: { code: string } } };

/** Sends an event to a webhook, signed with a secret at a time; answers as it was answered. */
export async function tell(
  address: string,
  { body }: SentEvent,
  { secret, atMs = Date.now() }: { secret: string; atMs?: number },
): Promise<Told> {
  const timestamp = Math.floor(atMs / 1000);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
  const headers = { "content-type": "application/json", "stripe-signature": signature };
  const response = await fetch(address, { method: "POST", headers, body });
  return { status: response.status, body: (await response.json()) as Told["body"] };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of request) text += String(piece);
  return text;
}

/** `metadata[attempt]=chg` becomes `{ metadata: { attempt: "chg" } }`. */
function formOf(values: URLSearchParams): Form {
  const form: Form = {};
  for (const [name, value] of values) {
    const path = name.split(/[[\]]+/).filter((part) => part !== "");
    const last = path.pop() ?? "";
    let inner = form;
    for (const part of path) inner = (inner[part] ??= {}) as Form;
    inner[last] = value;
  }
  return form;
}
