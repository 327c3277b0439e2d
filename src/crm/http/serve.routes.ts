import type { Context } from "hono";
import { Hono } from "hono";
import { AppError, statusOf } from "#kernel/errors.ts";
import { inOrganization, isConnectionLoss, isDiskFull } from "#platform/db/db.ts";
import type { Authenticator } from "#platform/auth/authenticate.ts";
import type { Deps } from "#platform/deps.ts";
import { findModule } from "#crm/field/module.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import type { Permissions } from "#crm/user/permissions.ts";
import { needRight, needScope } from "./admission.ts";
import type { V8Answer } from "./answer.ts";
import type { CreditMeter } from "./credit-meter.store.ts";
import { type Identified, identify } from "./identify.store.ts";
import { CrmRefusal, ItemsRefusal, refusals } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** Largest request body: 100 records of 50 fields of full length stay below. */
const maxBodyBytes = 10_000_000;

type Serving = { deps: Deps; authenticate: Authenticator; meter: CreditMeter };

/** The v8 API of the given routes. Whatever happens, the answer is JSON: the official client reads nothing else. */
export function serveV8(serving: Serving, routes: readonly V8Route[]): Hono {
  const app = new Hono();
  for (const one of routes) app.on(one.method, one.path, (context) => answer(serving, one, context));
  const known = new Hono();
  for (const { path } of routes) known.all(path, () => new Response());
  app.all("/crm/*", async (context) => {
    const { status } = await known.fetch(new Request(context.req.url, { method: "GET" }));
    return refusalResponse(status === 404 ? refusals.url() : refusals.method());
  });
  app.onError((error) =>
    error instanceof ItemsRefusal
      ? respond(error.answer, {})
      : refusalResponse(asRefusal(serving.deps, error)),
  );
  return app;
}

async function answer(serving: Serving, route: V8Route, context: Context): Promise<Response> {
  const { deps, authenticate, meter } = serving;
  const request = context.req.raw;
  const who = await identify(deps, authenticate, request);
  const body = route.method === "GET" ? "" : textOf(await readBody(request, maxBodyBytes));
  const params = context.req.param();
  const query = new URL(request.url).searchParams;
  const run = (): Promise<{ answer: V8Answer; credits: number }> =>
    inOrganization(deps.db, who.organizationId, async (tx) => {
      const found = await findCaller(tx, who.identity);
      // A dead user's token is a dead token; a person without a seat in the CRM is let in nowhere.
      if (!found) throw who.isPerson ? refusals.permission("Crm_User") : refusals.badToken();
      const caller: CrmCaller = {
        ...found,
        permissions: bounded(found.permissions, who),
        scope: who.scope,
        isPerson: who.isPerson,
      };
      const module = moduleOfPath(params["module"]);
      if (who.isReadOnly && !route.scope({ module }).endsWith(".READ"))
        throw refusals.permission("Crm_Implied_Api_Access");
      admit(caller, route, module);
      const call: V8Call = { deps, tx, caller, module, params, query, headers: request.headers, body };
      const given = await route.handle(call);
      return { answer: given, credits: route.credits?.(call, given) ?? 1 };
    });
  const done = await withRetry(run);
  const remaining = meter.spend(who.organizationId, done.credits);
  return respond(done.answer, { "x-api-credits-remaining": String(remaining) });
}

function moduleOfPath(name: string | undefined): ModuleName {
  // A route without a module never looks at it.
  if (name === undefined) return "Accounts";
  const module = findModule(name);
  if (module) return module.api_name;
  throw refusals.module();
}

function admit(caller: CrmCaller, route: V8Route, module: ModuleName): void {
  needScope(caller, route.scope({ module }));
  if (route.right === undefined) return;
  if (route.right === "setup") {
    if (!caller.permissions.setup) throw refusals.permission("Crm_Implied_Customize_Zoho_CRM");
  } else needRight(caller, module, route.right);
}

function bounded(permissions: Permissions, { bounds }: Identified): Permissions {
  if (!bounds) return permissions;
  const modules = Object.entries(permissions.modules).map(([module, rights]) => [
    module,
    rights.filter((right) => bounds.modules[module as ModuleName]?.includes(right)),
  ]);
  return { ...permissions, setup: permissions.setup && bounds.setup, modules: Object.fromEntries(modules) };
}

/** Two writers that wait for each other (deadlock): one is turned back by the database, and simply tries again. */
async function withRetry<Value>(run: () => Promise<Value>, left = 3): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (left === 0 || (code !== "40P01" && code !== "40001")) throw error;
    return withRetry(run, left - 1);
  }
}

/** The body of a request, read no further than the limit. Throws where it is larger. */
export async function readBody(request: Request, limitBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body ?? []) {
    size += piece.length;
    if (size > limitBytes)
      throw new CrmRefusal(413, "REQUEST_BODY_TOO_LARGE", "the request body is too large", {
        limit_bytes: limitBytes,
      });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Bytes that are not UTF-8 are refused: written down, they would be other letters. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new CrmRefusal(400, "INVALID_DATA", "the body is not UTF-8; send it as UTF-8");
  }
}

function respond({ status, json, text, response }: V8Answer, headers: Record<string, string>): Response {
  if (response) {
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  }
  const body = text ?? (json === undefined ? null : JSON.stringify(json));
  return new Response(body, {
    status,
    headers: body === null ? headers : { ...headers, "content-type": "application/json;charset=utf-8" },
  });
}

/** The answer to a refusal. */
export function refusalResponse({ status, body }: CrmRefusal): Response {
  return respond({ status, json: body }, {});
}

/** What was thrown, in the words of the v8 API. Bugs are logged with their stack and not shown. */
export function asRefusal(deps: Pick<Deps, "log">, error: unknown): CrmRefusal {
  if (error instanceof CrmRefusal) return error;
  if (isDiskFull(error))
    return new CrmRefusal(
      503,
      "SERVICE_UNAVAILABLE",
      "The disk of the database is full. Free some space on it.",
    );
  if (isConnectionLoss(error))
    return new CrmRefusal(
      503,
      "SERVICE_UNAVAILABLE",
      "The database cannot be reached. Try again in a moment.",
    );
  if (error instanceof AppError && statusOf(error.code) < 500)
    return new CrmRefusal(statusOf(error.code), "INVALID_REQUEST", error.message);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  // 22021, 22P05: a character that PostgreSQL cannot hold came from outside.
  if (code === "22021" || code === "22P05")
    return new CrmRefusal(400, "INVALID_DATA", "a text holds a character that cannot be stored");
  deps.log.error({ err: error }, "unexpected failure in the CRM");
  return refusals.internal();
}
