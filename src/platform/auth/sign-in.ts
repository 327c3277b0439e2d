import { betterAuth } from "better-auth";
import { APIError, createAuthMiddleware, getSessionFromCtx } from "better-auth/api";
import { twoFactor } from "better-auth/plugins";
import type { Ids } from "#kernel/id.ts";
import type { Clock } from "#kernel/time.ts";
import type { Db } from "#platform/db/db.ts";
import type { Log } from "#platform/log/log.ts";
import {
  hashPassword,
  leastPasswordLetters,
  mostPasswordLetters,
  type PasswordCost,
  passwordProblem,
  verifyPassword,
} from "./password.ts";
import { countAttempt } from "./attempt.store.ts";

const prefixes: Record<string, string> = { user: "usr", session: "ses" };

/** A session that nobody used for this long ends; authenticate.ts looks after that, and after its age. */
export const idleSeconds = 7 * 86_400;

/** The header in which sign-in.routes.ts tells the client's address; what a client sends under this name is overwritten. */
export const clientHeader = "x-concord-client";

type SignInOptions = {
  system: Db;
  publicUrl: string;
  secret: string;
  ids: Ids;
  clock: Clock;
  log: Log;
  throttled: boolean;
  /** Another cost of passwords than the real one, for tests that make hundreds of people. */
  passwordCost?: PasswordCost | undefined;
};

/**
 * Sign-in by better-auth: e-mail and password, sessions in the database, second factor. Which of its addresses are
 * open is said by sign-in.routes.ts. `throttled` is off only in tests that sign in hundreds of times.
 */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the library's inferred type carries its API
export function createSignIn({
  system,
  publicUrl,
  secret,
  ids,
  clock,
  log,
  throttled,
  passwordCost,
}: SignInOptions) {
  return betterAuth({
    baseURL: publicUrl,
    basePath: "/api/auth",
    secret,
    database: { db: system.withSchema("auth") as never, type: "postgres" },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: leastPasswordLetters,
      maxPasswordLength: mostPasswordLetters,
      autoSignIn: true,
      password: { hash: (password) => hashPassword(password, passwordCost), verify: verifyPassword },
    },
    session: { expiresIn: idleSeconds, updateAge: 3600 },
    rateLimit: {
      enabled: throttled,
      window: 60,
      max: 300,
      storage: "database",
      customRules: {
        "/sign-in/email": { window: 60, max: 20 },
        "/sign-up/email": { window: 60, max: 10 },
        "/change-password": { window: 60, max: 10 },
      },
    },
    advanced: {
      cookiePrefix: "concord",
      cookies: hostCookies(publicUrl),
      useSecureCookies: false,
      ipAddress: { ipAddressHeaders: [clientHeader] },
      database: { generateId: ({ model }: { model: string }) => ids(prefixes[model] ?? "aut") },
    },
    hooks: {
      before: createAuthMiddleware(async (context) => {
        refuseWeakPassword(context.path, context.body);
        if (context.path === "/two-factor/verify-totp")
          await refuseUsedCode(
            { system, clock },
            await challengedPerson(context),
            String(context.body?.code),
          );
      }),
    },
    plugins: [twoFactor({ issuer: "Concord" })],
    logger: { log: (level, message) => log[level]({ part: "sign-in" }, message) },
    telemetry: { enabled: false },
  });
}

export type SignIn = ReturnType<typeof createSignIn>;

/**
 * Over HTTPS the cookies are named __Host-…, which browsers accept from this very host only and for all of it. Over
 * plain HTTP, on one's own machine, they cannot be.
 */
function hostCookies(publicUrl: string): Record<string, { name: string; attributes: { secure: true } }> {
  if (!publicUrl.startsWith("https:")) return {};
  const names = ["session_token", "session_data", "dont_remember", "two_factor", "trust_device"];
  return Object.fromEntries(
    names.map((name) => [name, { name: `__Host-concord.${name}`, attributes: { secure: true } }]),
  );
}

/** Where a new password is, by the address that takes it. */
const newPasswordField: Record<string, string> = {
  "/sign-up/email": "password",
  "/change-password": "newPassword",
};

/** Refuses the most common passwords, and those that are the person's own name or address. */
function refuseWeakPassword(path: string, body: Record<string, unknown> | undefined): void {
  const field = newPasswordField[path];
  const password = field === undefined ? undefined : body?.[field];
  if (typeof password !== "string") return;
  const { email, name } = body ?? {};
  const person = {
    email: typeof email === "string" ? email : "",
    name: typeof name === "string" ? name : "",
  };
  const problem = passwordProblem(password, person);
  if (problem !== undefined)
    throw APIError.from("BAD_REQUEST", { code: "PASSWORD_COMMON", message: problem });
}

/** A code of the second factor works once, although it would be right for a minute and a half. */
async function refuseUsedCode(
  { system, clock }: Pick<SignInOptions, "system" | "clock">,
  person: string,
  code: string,
): Promise<void> {
  const { count } = await countAttempt(system, {
    key: `totp|${person}|${code}`,
    windowSeconds: 180,
    now: clock.now(),
  });
  if (count > 1) throw APIError.from("UNAUTHORIZED", { code: "INVALID_CODE", message: "Invalid code" });
}

/** Whose second factor is asked for: whoever has given the password, else whoever is signed in. */
async function challengedPerson(
  context: Parameters<Parameters<typeof createAuthMiddleware>[0]>[0],
): Promise<string> {
  const { createAuthCookie, secret, internalAdapter } = context.context;
  const challenge = await context.getSignedCookie(createAuthCookie("two_factor").name, secret);
  const found = challenge ? await internalAdapter.findVerificationValue(challenge) : null;
  return found?.value ?? (await getSessionFromCtx(context))?.user.id ?? "";
}
