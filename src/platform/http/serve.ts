import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { AppError, statusOf } from "#kernel/errors.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { type Member, mayCall, type SignedIn } from "#platform/auth/actor.ts";
import type { Authenticator } from "#platform/auth/authenticate.ts";
import { readJsonBody } from "./body.ts";
import type { Endpoint, Input, Output } from "./endpoint.ts";
import {
  describeAuth,
  describeEndpoint,
  describeWebhook,
  documentHead,
  type WebhookMessage,
} from "./openapi.ts";
import type { Limits } from "./limits.ts";
import { parseInput } from "./parse-input.ts";
import { type IdempotentAnswer, answerOnce } from "./idempotency.ts";

/** What a handler knows of its caller. `member` is there wherever the endpoint's access asks for one. */
export type CallContext<E extends Endpoint> = {
  deps: Deps;
  requestId: string;
  request: Request;
} & (E["access"] extends "public"
  ? object
  : E["access"] extends "signed_in"
    ? { person: SignedIn }
    : { member: Member });

export type Handler<E extends Endpoint> = (context: CallContext<E>, input: Input<E>) => Promise<Output<E>>;

/** An endpoint with its handler. */
export type Route = { endpoint: Endpoint; handler: Handler<Endpoint> };

/** Ties a handler to its endpoint; the types of both must agree. */
export function route<E extends Endpoint>(endpoint: E, handler: Handler<E>): Route {
  return { endpoint, handler };
}

type Serving = { deps: Deps; authenticate: Authenticator; limits: Limits };

const defaultMaxBodyBytes = 1_000_000;

/** The API of the given routes below /api/v1, described with the messages that are sent at /api/openapi.json. */
export function serveApi({
  routes,
  webhooks = [],
  ...serving
}: Serving & { routes: Route[]; webhooks?: readonly WebhookMessage[] }): OpenAPIHono {
  const api = new OpenAPIHono();
  describeAuth(api.openAPIRegistry);
  for (const one of webhooks) api.openAPIRegistry.registerWebhook(describeWebhook(one));
  const allowed = new Map<string, string[]>();
  for (const one of routes) {
    api.openAPIRegistry.registerPath(describeEndpoint(one.endpoint));
    const path = `/api/v1${one.endpoint.path.replace(/\{(\w+)\}/g, ":$1")}`;
    api.on(one.endpoint.method, path, (context) => answer(serving, one, context));
    allowed.set(path, [...(allowed.get(path) ?? []), one.endpoint.method]);
  }
  // Behind all of them: an address may be one of several patterns, and any of those may take the method.
  for (const [path, allow] of allowed)
    api.all(path, (context) => {
      throw new AppError("route.method", { method: context.req.method, allow });
    });
  api.doc31("/api/openapi.json", documentHead);
  return api;
}

async function answer(serving: Serving, { endpoint, handler }: Route, context: Context): Promise<Response> {
  const { deps } = serving;
  const requestId = context.get("requestId") as string;
  const request = context.req.raw;
  const caller = await callerOf(serving, endpoint, context);
  const input: Input<Endpoint> = {
    params: endpoint.params && parseInput(endpoint.params, context.req.param(), "path"),
    query: endpoint.query && parseInput(endpoint.query, queryOf(context), "query"),
    body: endpoint.body
      ? parseInput(
          endpoint.body,
          await readJsonBody(request, endpoint.maxBodyBytes ?? defaultMaxBodyBytes),
          "body",
        )
      : undefined,
  };

  const run = async (): Promise<Response | IdempotentAnswer> => {
    const call = { deps, requestId, request, ...caller } as CallContext<Endpoint>;
    const output = await handler(call, input).catch((error: unknown) => {
      // Nobody was asked for credentials before; whoever guesses at the handler's own, or at addresses, is made slow.
      if (
        endpoint.access === "public" &&
        error instanceof AppError &&
        [401, 404].includes(statusOf(error.code))
      )
        serving.limits.refused(context.get("client") as string);
      throw error;
    });
    return output instanceof Response ? output : { status: 200, body: JSON.stringify(output ?? null) };
  };
  const key = request.headers.get("idempotency-key");
  const member = "member" in caller ? caller.member : undefined;
  const done =
    key && member && endpoint.method !== "GET"
      ? await answerOnce(
          deps,
          { organizationId: member.organizationId, key, input, route: `${endpoint.method} ${endpoint.path}` },
          run,
        )
      : await run();
  return done instanceof Response
    ? done
    : new Response(done.body, { status: done.status, headers: { "content-type": "application/json" } });
}

/** Who calls, if they may, and not too often. */
async function callerOf(
  { authenticate, limits }: Serving,
  endpoint: Endpoint,
  context: Context,
): Promise<{ member?: Member; person?: SignedIn }> {
  const request = context.req.raw;
  if (endpoint.access === "public") {
    if (endpoint.costly === true) limits.stranger(context.get("client") as string);
    return {};
  }
  if (endpoint.access === "signed_in") return { person: await authenticate.person(request) };
  const member = await authenticate.member(request).catch((error: unknown) => {
    limits.refused(context.get("client") as string);
    throw error;
  });
  limits.member(member, endpoint.costly === true);
  const needed = levelFor(member, endpoint);
  if (!mayCall(member.role, needed)) throw new AppError("auth.forbidden", { role: member.role, needed });
  return { member };
}

/** A person's profile bounds what they do in the CRM. A key acts as the CRM's administrator, so that its own role has to. */
function levelFor({ actor }: Member, { access, method }: Endpoint): Endpoint["access"] {
  const isChange = access === "member" && method !== "GET";
  return isChange && actor.kind !== "user" ? "write" : access;
}

function queryOf(context: Context): Record<string, string | string[]> {
  const all = context.req.queries();
  return Object.fromEntries(
    Object.entries(all).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? "") : values]),
  );
}

/** Runs a handler's work in one transaction of the caller's organization. */
export function inCallersOrganization<Value>(
  context: { deps: Deps; member: Member },
  work: Parameters<typeof inOrganization<Value>>[2],
): Promise<Value> {
  return inOrganization(context.deps.db, context.member.organizationId, work);
}
