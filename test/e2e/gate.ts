import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Requests that wait at the gate. */
export type Held = {
  /** Resolves when the first one waits. */ reached: Promise<void>;
  /** Lets those that wait pass, and all that follow. */ release: () => void;
};

/** The way to a CRM with a gate in it, so that a test can look at a page while the CRM has not answered yet. */
export type Gate = {
  url: string;
  /** Where requests go; said once that server has started. */
  leadTo(url: string): void;
  /** Holds the requests whose path and query fit. */
  hold(fits: (path: string) => boolean): Held;
  close(): Promise<void>;
};

type Hold = { fits: (path: string) => boolean; arrive: () => void; passed: Promise<void> };

export async function startGate(): Promise<Gate> {
  let target = "";
  const holds = new Set<Hold>();
  const server = createServer((incoming, answer) => {
    const path = incoming.url ?? "/";
    const waits = [...holds].filter(({ fits }) => fits(path));
    for (const { arrive } of waits) arrive();
    void Promise.all(waits.map(({ passed }) => passed)).then(() => pass(target, url, incoming, answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    leadTo(there) {
      target = there;
    },
    hold(fits) {
      const arrival = Promise.withResolvers<void>();
      const passage = Promise.withResolvers<void>();
      const hold = { fits, arrive: arrival.resolve, passed: passage.promise };
      holds.add(hold);
      const release = (): void => {
        holds.delete(hold);
        passage.resolve();
      };
      return { reached: arrival.promise, release };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Hands a request on. A token names the address that its bearer is to go to; that is the gate, too. */
function pass(target: string, own: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const { host: _, ...headers } = incoming.headers;
  const address = new URL(incoming.url ?? "/", target);
  const onward = request(address, { method: incoming.method, headers }, (reply) => {
    if (address.pathname !== "/oauth/v2/token") {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
      return;
    }
    void text(reply).then((body) => {
      answer.writeHead(reply.statusCode ?? 502, { "content-type": "application/json" });
      answer.end(body.replace(/"api_domain":"[^"]*"/, `"api_domain":"${own}"`));
    });
  });
  // A CRM that cannot be reached looks the same through the gate.
  onward.on("error", () => answer.destroy());
  incoming.pipe(onward);
}
