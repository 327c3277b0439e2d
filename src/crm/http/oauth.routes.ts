import { Hono } from "hono";
import type { Deps } from "#platform/deps.ts";
import { issueToken, revokeToken, type TokenRequest } from "#crm/key/token.commands.ts";
import { asRefusal, readBody, refusalResponse } from "./serve.routes.ts";

const names = [
  "grant_type",
  "client_id",
  "client_secret",
  "refresh_token",
  "code",
  "redirect_uri",
  "email",
  "zsc_key",
  "token",
] as const;

/** Largest token request: a few short texts. */
const maxBodyBytes = 64_000;

/** /oauth/v2: tokens. Parameters come as multipart, urlencoded or query alike; refusals come with HTTP 200, as Zoho's do. */
export function oauthRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.post("/oauth/v2/token", async (context) => {
    const answer = await issueToken(deps, await readParameters(context.req.raw));
    return context.json(answer.ok ? answer.value : { error: answer.refusal }, 200, {
      "cache-control": "no-store",
    });
  });
  app.post("/oauth/v2/token/revoke", async (context) => {
    const { token, refresh_token } = await readParameters(context.req.raw);
    const isRevoked = await revokeToken(deps, token ?? refresh_token ?? "");
    return context.json(isRevoked ? { status: "success" } : { error: "invalid_code" });
  });
  app.all("/oauth/*", (context) => context.json({ error: "invalid_request" }, 404));
  app.onError((error) => refusalResponse(asRefusal(deps, error)));
  return app;
}

/** The parameters, from the address and the body; the body wins. A body that is no form counts as empty. */
async function readParameters(request: Request): Promise<TokenRequest & { token?: string }> {
  const found = new Map<string, string>(new URL(request.url).searchParams);
  const type = request.headers.get("content-type") ?? "";
  const body = await readBody(request, maxBodyBytes);
  if (/^(multipart\/form-data|application\/x-www-form-urlencoded)/i.test(type)) {
    const parts = new Response(new Uint8Array(body), { headers: { "content-type": type } });
    // oxlint-disable-next-line typescript/no-deprecated -- it keeps the whole body in memory, which is 64 kB at most here
    const form = await parts.formData().catch(() => new FormData());
    for (const [name, value] of form) if (typeof value === "string") found.set(name, value);
  } else {
    for (const [name, value] of new URLSearchParams(body.toString())) found.set(name, value);
  }
  return Object.fromEntries(names.flatMap((name) => (found.has(name) ? [[name, found.get(name)]] : [])));
}
