import { betterAuth } from "better-auth";
import { organization, twoFactor } from "better-auth/plugins";
import type { Ids } from "#kernel/id.ts";
import type { Db } from "#platform/db/db.ts";

const prefixes: Record<string, string> = { user: "usr", organization: "org", member: "mem", session: "ses" };

type SignInOptions = { system: Db; publicUrl: string; secret: string; ids: Ids; throttled: boolean };

/**
 * Sign-in by better-auth: e-mail and password (scrypt), sessions in the database, second factor, organizations and
 * their members. `throttled` is off only in tests that sign in hundreds of times.
 */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- the library's inferred type carries its API
export function createSignIn({ system, publicUrl, secret, ids, throttled }: SignInOptions) {
  return betterAuth({
    baseURL: publicUrl,
    basePath: "/api/auth",
    secret,
    database: { db: system.withSchema("auth") as never, type: "postgres" },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 256, autoSignIn: true },
    session: { expiresIn: 7 * 86_400, updateAge: 3600 },
    rateLimit: {
      enabled: throttled,
      window: 60,
      max: 300,
      storage: "database",
      customRules: { "/sign-in/email": { window: 60, max: 20 } },
    },
    advanced: {
      cookiePrefix: "concord",
      database: { generateId: ({ model }: { model: string }) => ids(prefixes[model] ?? "aut") },
    },
    plugins: [organization({ allowUserToCreateOrganization: true }), twoFactor({ issuer: "Concord" })],
    telemetry: { enabled: false },
  });
}

export type SignIn = ReturnType<typeof createSignIn>;
