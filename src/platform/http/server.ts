import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { type ServerType, serve as listen } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono } from "hono";
import { AppError } from "#kernel/errors.ts";
import type { Deps } from "#platform/deps.ts";
import { clientAddress, type TrustedProxies } from "./client-address.ts";
import { contentPolicy } from "./content-policy.ts";
import { problemResponse } from "./problem.ts";

/** The outermost application; every request has an id. */
export type Server = Hono<{ Variables: Variables }>;

type Variables = {
  requestId: string;
  /** The address of whoever sent the request. */
  client: string;
};

/** Headers of every answer (OWASP ASVS 3.4). */
const securityHeaders: Record<string, string> = {
  "content-security-policy": contentPolicy(),
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** What of an address opens a document for whoever knows it. */
const secretPart = /^((?:\/api\/v1\/public\/documents|\/p)\/)[^/]+/;

/** Over HTTPS: for a year browsers do not even try without. */
const strictTransport = "max-age=31536000; includeSubDomains";

/** The outermost application: request ids, security headers, and words for whatever goes wrong. */
export function createServer(
  { log, publicUrl }: Pick<Deps, "log" | "publicUrl">,
  proxies: TrustedProxies,
): Server {
  const headers = publicUrl.startsWith("https:")
    ? { ...securityHeaders, "strict-transport-security": strictTransport }
    : securityHeaders;
  const server = new Hono<{ Variables: Variables }>();
  server.use(async (context, next) => {
    const requestId = randomUUID();
    context.set("requestId", requestId);
    const peer = getConnInfo(context).remote.address ?? "";
    context.set("client", clientAddress(peer, context.req.header("x-forwarded-for") ?? null, proxies));
    const begun = performance.now();
    await next();
    const { method, path } = context.req;
    const ms = Math.round(performance.now() - begun);
    log.debug(
      {
        part: "http",
        method,
        path: path.replace(secretPart, "$1…"),
        status: context.res.status,
        ms,
        request_id: requestId,
      },
      "request",
    );
    context.res.headers.set("x-request-id", requestId);
    for (const [name, value] of Object.entries(headers)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  });
  server.onError((error, context) => problemResponse(log, error, context.get("requestId")));
  server.notFound((context) =>
    problemResponse(
      log,
      new AppError("route.not_found", { path: context.req.path }),
      context.get("requestId"),
    ),
  );
  return server;
}

/** Listens; resolves once connections are accepted, with the port taken (0 asks for any free one). */
export async function listenOn(
  server: Pick<Hono, "fetch">,
  port: number,
  host: string,
): Promise<{ port: number; close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const running: ServerType = listen(
      { fetch: server.fetch, port, hostname: host },
      (address: AddressInfo) => {
        resolve({ port: address.port, close: () => closeServer(running) });
      },
    );
    running.once("error", (error: NodeJS.ErrnoException) => {
      reject(portRefusal(error, port, host));
    });
  });
}

function portRefusal(error: NodeJS.ErrnoException, port: number, host: string): AppError {
  const refusals: Record<string, { message: string; remedy: string }> = {
    EADDRINUSE: { message: `port ${port} is taken by another program`, remedy: "set PORT to a free one" },
    EACCES: { message: `port ${port} may not be opened by this user`, remedy: "set PORT to one above 1023" },
    EADDRNOTAVAIL: {
      message: `${host} is no address of this machine`,
      remedy: "set HOST to one, such as 127.0.0.1",
    },
    ENOTFOUND: {
      message: `${host} is no address of this machine`,
      remedy: "set HOST to one, such as 127.0.0.1",
    },
  };
  const { message, remedy } = refusals[error.code ?? ""] ?? {
    message: `${host}, port ${port}, cannot be opened (${error.message})`,
    remedy: "set HOST and PORT to others",
  };
  return new AppError("start.port", { message, remedy });
}

async function closeServer(running: ServerType): Promise<void> {
  await new Promise<void>((resolve) => {
    running.close(() => resolve());
    // Live progress streams stay open for minutes; a stop does not wait for them.
    if ("closeAllConnections" in running) setTimeout(() => running.closeAllConnections(), 2000).unref();
  });
}
