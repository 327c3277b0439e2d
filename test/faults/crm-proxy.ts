import { createServer, request as send, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Heard, Reply } from "../zoho/faulty-crm.ts";

/** Which requests are meant: `GET /crm/v8/Accounts?…` as the CRM gets them. */
export type Which = RegExp | ((heard: Heard) => boolean);

/** The embedded CRM behind a network that can be broken on purpose. Everything that no fault meets passes through. */
export type CrmProxy = {
  url: string;
  heard: Heard[];
  /** Answers in the CRM's place, so many times; `after` lets as many pass first. Answers how often it struck. */
  fault(which: Which, reply: Reply, options?: { times?: number; after?: number }): { struck: () => number };
  /** Changes what the CRM answers; `text` is the body. */
  edit(which: Which, change: (text: string, heard: Heard) => string): void;
  /** Does something while a request is on its way, before the CRM gets it. */
  before(which: Which, action: (count: number) => Promise<void>): void;
  /** Changes headers of the CRM's answers. */
  headers(which: Which, change: Record<string, string>): void;
  /** Nothing is broken any more. */
  heal(): void;
  close(): Promise<void>;
};

type Rule = {
  which: Which;
  reply?: Reply;
  left: number;
  after: number;
  struck: number;
  edit?: (text: string, heard: Heard) => string;
  before?: (count: number) => Promise<void>;
  headers?: Record<string, string>;
};

export async function startCrmProxy(target: string): Promise<CrmProxy> {
  let rules: Rule[] = [];
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    void readAll(request).then(async (body) => {
      const url = new URL(request.url ?? "/", "http://crm.test");
      const { method = "", headers } = request;
      const one: Heard = {
        method,
        path: url.pathname,
        query: url.searchParams,
        headers,
        body: body.toString(),
      };
      heard.push(one);
      const met = rules.filter((rule) => isMeant(rule.which, one, request.url ?? ""));
      for (const rule of met) {
        rule.struck += 1;
        await rule.before?.(rule.struck);
      }
      const fault = met.find((rule) => rule.reply && rule.struck > rule.after && rule.left > 0);
      if (fault?.reply) {
        fault.left -= 1;
        fault.reply(response, one);
        return;
      }
      pass(target, request, body, response, one, met, own);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const add = (rule: Partial<Rule> & { which: Which }): Rule => {
    const whole = { left: Infinity, after: 0, struck: 0, ...rule };
    rules.push(whole);
    return whole;
  };
  return {
    url: own,
    heard,
    fault: (which, reply, { times = Infinity, after = 0 } = {}) => {
      const rule = add({ which, reply, left: times, after });
      return { struck: () => Math.min(times, Math.max(0, rule.struck - after)) };
    },
    edit: (which, edit) => void add({ which, edit }),
    before: (which, before) => void add({ which, before }),
    headers: (which, headers) => void add({ which, headers }),
    heal: () => void (rules = []),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isMeant(which: Which, heard: Heard, path: string): boolean {
  return typeof which === "function" ? which(heard) : which.test(`${heard.method} ${path}`);
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Hands a request on. A token names the place where it is good: through the proxy that is the proxy. */
function pass(
  target: string,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  heard: Heard,
  met: Rule[],
  own: string,
): void {
  const { hostname, port } = new URL(target);
  const headers = { ...request.headers, host: new URL(target).host };
  const onward = send({ hostname, port, path: request.url, method: request.method, headers }, (answer) => {
    void readAll(answer).then((whole) => {
      let bytes = whole;
      const edits = met.flatMap((rule) => rule.edit ?? []);
      if (heard.path === "/oauth/v2/token") edits.push((text) => withDomain(text, own));
      if (edits.length > 0) {
        const text = edits.reduce((now, edit) => edit(now, heard), whole.toString());
        bytes = Buffer.from(text);
      }
      const { "content-length": _, "transfer-encoding": __, ...kept } = answer.headers;
      const changed = Object.assign({}, ...met.map((rule) => rule.headers ?? {})) as Record<string, string>;
      response.writeHead(answer.statusCode ?? 502, { ...kept, ...changed });
      response.end(bytes);
    });
  });
  onward.on("error", () => response.destroy());
  onward.end(body);
}

function withDomain(text: string, own: string): string {
  const token = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify("api_domain" in token ? { ...token, api_domain: own } : token);
}
