import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the server got it. */
export type Heard = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: string;
};

export type Reply = (response: ServerResponse, heard: Heard) => void;

/** A real HTTP server that answers as told: per path the queued replies first, then the standing one. */
export type FaultyCrm = {
  url: string;
  heard: Heard[];
  once(path: string, ...replies: Reply[]): void;
  always(path: string, reply: Reply): void;
  /** What every path but the tokens' answers that has no reply of its own. */
  everywhere(reply: Reply): void;
  heardAt(path: string): Heard[];
  close(): Promise<void>;
};

export const tokenPath = "/oauth/v2/token";

export async function startFaultyCrm(): Promise<FaultyCrm> {
  const queued = new Map<string, Reply[]>();
  const standing = new Map<string, Reply>();
  const heard: Heard[] = [];
  let fallback: Reply = json(404, error("INVALID_URL_PATTERN"));
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://crm.test");
      const one = {
        method: request.method ?? "",
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      heard.push(one);
      const reply = queued.get(url.pathname)?.shift() ?? standing.get(url.pathname) ?? fallback;
      reply(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let tokens = 0;
  standing.set(tokenPath, (response, one) => {
    tokens += 1;
    json(200, {
      access_token: `1000.token${tokens}`,
      api_domain: url,
      token_type: "Bearer",
      expires_in: 3600,
    })(response, one);
  });
  return {
    url,
    heard,
    once: (path, ...replies) => queued.set(path, [...(queued.get(path) ?? []), ...replies]),
    always: (path, reply) => standing.set(path, reply),
    everywhere: (reply) => void (fallback = reply),
    heardAt: (path) => heard.filter((one) => one.path === path),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An answer in JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return (response) =>
    response
      .writeHead(status, { "content-type": "application/json;charset=UTF-8", ...headers })
      .end(JSON.stringify(body));
}

/** JSON as this very text. */
export function jsonText(status: number, text: string): Reply {
  return (response) => response.writeHead(status, { "content-type": "application/json" }).end(text);
}

/** An answer without a body. */
export function empty(status: number, headers: Record<string, string> = {}): Reply {
  return (response) => response.writeHead(status, headers).end();
}

/** A page of a proxy. */
export function html(status: number): Reply {
  return (response) =>
    response
      .writeHead(status, { "content-type": "text/html" })
      .end("<html><body>Please sign in to the proxy</body></html>");
}

/** The connection breaks before any answer. */
export const reset: Reply = (response) => response.socket?.resetAndDestroy();

/** The connection breaks in the middle of the body. */
export function resetInBody(text: string): Reply {
  return (response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": String(text.length) });
    response.write(text.slice(0, Math.floor(text.length / 2)), () =>
      setTimeout(() => response.socket?.resetAndDestroy(), 5),
    );
  };
}

/** The body ends in the middle, as if it were whole. */
export function truncated(body: unknown): Reply {
  const text = JSON.stringify(body);
  return jsonText(200, text.slice(0, Math.floor(text.length * 0.6)));
}

/** One byte at a time, for ever. */
export const drip: Reply = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 10);
  response.on("close", () => clearInterval(timer));
};

/** Never a byte. */
export const silence: Reply = () => undefined;

/** More bytes than any answer may have; `sent` is told of each piece that went out. */
export function endless(sent: (bytes: number) => void = () => undefined): Reply {
  const chunk = Buffer.alloc(1024 * 1024, 32);
  return (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const pump = () => {
      for (let isFree = true; isFree && !response.destroyed; sent(chunk.length))
        isFree = response.write(chunk);
      if (!response.destroyed) response.once("drain", pump);
    };
    pump();
  };
}

/** Zoho's error object. */
export function error(code: string, details: Record<string, unknown> = {}): unknown {
  return { code, details, message: code.toLowerCase().replaceAll("_", " "), status: "error" };
}

/** A page of records as the list gives it. */
export function page(records: readonly unknown[], nextToken: string | null = null): Reply {
  return json(200, {
    data: records,
    info: {
      per_page: 200,
      count: records.length,
      page: 1,
      more_records: nextToken !== null,
      next_page_token: nextToken,
      sort_by: "id",
      sort_order: "desc",
    },
  });
}

/** Accounts with ids of 19 digits. */
export function accounts(
  from: number,
  count: number,
): { id: string; Account_Name: string; Modified_Time: string }[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `5725767${String(from + i).padStart(12, "0")}`,
    Account_Name: `Account ${from + i}`,
    Modified_Time: "2026-01-05T10:00:00+01:00",
  }));
}
