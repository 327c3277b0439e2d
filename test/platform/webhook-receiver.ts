import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as a receiver got it. */
export type Received = { id: string; headers: IncomingHttpHeaders; body: string };

export type Receiver = {
  url: string;
  received: Received[];
  /** What is answered from now on: a status, and what with. */
  answers(status: number, body?: string, headers?: Record<string, string>): void;
  /** From now on answers take so long. */
  takes(ms: number): void;
  /** From now on requests are noted and not answered. */
  hangs(): void;
  stop(): Promise<void>;
};

/** A server of somebody's that webhooks are sent to. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answer: { status: number; body: string; headers: Record<string, string> } | undefined = {
    status: 200,
    body: "thanks",
    headers: {},
  };
  let pauseMs = 0;
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { headers } = request;
      received.push({
        id: String(headers["webhook-id"]),
        headers,
        body: Buffer.concat(parts).toString("utf8"),
      });
      const given = answer;
      if (given) setTimeout(() => response.writeHead(given.status, given.headers).end(given.body), pauseMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    answers: (status, body = "", headers = {}) => void (answer = { status, body, headers }),
    takes: (ms) => void (pauseMs = ms),
    hangs: () => void (answer = undefined),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
