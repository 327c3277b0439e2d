import type { Context } from "hono";
import { z } from "zod";
import { AppError } from "#kernel/errors.ts";
import type { Deps } from "#platform/deps.ts";
import { readJsonBody } from "#platform/http/body.ts";
import { parseInput } from "#platform/http/parse-input.ts";
import type { Server } from "#platform/http/server.ts";
import { countAttempt, findAttempts, forgetAttempts } from "./attempt.store.ts";
import { refuseCrossSite } from "./authenticate.ts";
import { clientHeader, type SignIn } from "./sign-in.ts";
import { signInRefusal } from "./sign-in-refusal.ts";

const password = z
  .string("Enter the password")
  .min(1, "Enter the password")
  .max(1000, "Use at most 256 characters");
const code = z.string("Enter the code").trim().min(1, "Enter the code").max(50, "Enter the code");
const name = z.string().trim().min(1, "Enter your name").max(200, "Use at most 200 characters");

/** The addresses of better-auth that are open, with what each takes. It has many more, and none of them is needed. */
const operations: Record<string, z.ZodObject> = {
  "/sign-in/email": z.strictObject({
    email: z.string().trim().max(320),
    password,
    rememberMe: z.boolean().optional(),
  }),
  "/sign-up/email": z.strictObject({ name, email: z.email("Write it as name@example.com"), password }),
  "/sign-out": z.strictObject({}),
  "/update-user": z.strictObject({ name }),
  "/change-password": z.strictObject({
    currentPassword: password,
    newPassword: password,
    revokeOtherSessions: z.boolean().optional(),
  }),
  "/two-factor/enable": z.strictObject({ password }),
  "/two-factor/disable": z.strictObject({ password }),
  "/two-factor/generate-backup-codes": z.strictObject({ password }),
  "/two-factor/verify-totp": z.strictObject({ code, trustDevice: z.boolean().optional() }),
  "/two-factor/verify-backup-code": z.strictObject({ code }),
};

/** Wrong passwords of one account in a quarter of an hour, from wherever they come, before it has to wait. */
const mostFailures = 10;
const failureWindowSeconds = 900;

const maxBodyBytes = 10_000;

type SignInRoutes = { deps: Deps; signIn: SignIn; throttled: boolean; isSignUpOpen: boolean };

/** Signing up, in and out, below /api/auth: our rules in front of better-auth, and our words for its refusals. */
export function mountSignIn(server: Server, options: SignInRoutes): void {
  server.post("/api/auth/*", (context) => answer(options, context));
}

async function answer(options: SignInRoutes, context: Context): Promise<Response> {
  const { deps, signIn } = options;
  const request = context.req.raw;
  const path = context.req.path.slice("/api/auth".length);
  const schema = operations[path];
  if (!schema) throw new AppError("route.not_found", { path: context.req.path });
  refuseCrossSite(request, deps.publicUrl);
  if (path === "/sign-up/email" && !options.isSignUpOpen) throw new AppError("auth.sign_up_closed");
  const input = parseInput(schema, await readJsonBody(request, maxBodyBytes), "body");
  const client = context.get("client") as string;
  // Whoever changes the password may do so because somebody else knows the old one.
  const body = path === "/change-password" ? { ...input, revokeOtherSessions: true } : input;
  const asked = forward(deps.publicUrl, { path, request, body, client });
  const given =
    path === "/sign-in/email"
      ? await guarded(options, String(body["email"]), asked)
      : await signIn.handler(asked);
  note(deps, { path, client, status: given.status, request_id: context.get("requestId") as string });
  return given.ok ? withoutToken(given) : Promise.reject(await signInRefusal(given));
}

/** The request as better-auth gets it: what we have looked at, and of the rest the cookies and the browser's name. */
function forward(
  publicUrl: string,
  { path, request, body, client }: { path: string; request: Request; body: object; client: string },
): Request {
  const headers = new Headers({
    "content-type": "application/json",
    origin: new URL(publicUrl).origin,
    [clientHeader]: client,
  });
  for (const name of ["cookie", "user-agent"]) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Request(`${publicUrl}/api/auth${path}`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** A sign-in, unless the account has seen too many wrong passwords just now. It is never locked for longer. */
async function guarded(
  { deps, signIn, throttled }: SignInRoutes,
  email: string,
  asked: Request,
): Promise<Response> {
  if (!throttled) return signIn.handler(asked);
  const account = { key: `account|${email.toLowerCase()}`, windowSeconds: failureWindowSeconds };
  const { count, secondsLeft } = await findAttempts(deps.system, { ...account, now: deps.clock.now() });
  if (count >= mostFailures) throw new AppError("request.too_many", { retry_after_seconds: secondsLeft });
  const given = await signIn.handler(asked);
  if (given.status === 401) await countAttempt(deps.system, { ...account, now: deps.clock.now() });
  if (given.ok) await forgetAttempts(deps.system, account.key);
  return given;
}

function note(
  { log }: Pick<Deps, "log">,
  { path, ...facts }: { path: string; client: string; status: number; request_id: string },
): void {
  const level = facts.status < 400 ? "info" : "warn";
  log[level]({ part: "sign-in", operation: path.slice(1), ...facts }, "sign-in");
}

/** The answer without the session's token, which is in the cookie, where no script of a page can read it. */
async function withoutToken(given: Response): Promise<Response> {
  const { token: _token, ...rest } = (await given.json()) as Record<string, unknown>;
  const headers = new Headers({ "content-type": "application/json", "cache-control": "no-store" });
  for (const cookie of given.headers.getSetCookie()) headers.append("set-cookie", cookie);
  return new Response(JSON.stringify(rest), { status: given.status, headers });
}
