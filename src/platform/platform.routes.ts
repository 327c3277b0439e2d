import { auditRoutes } from "./audit/audit.routes.ts";
import { apiKeyRoutes } from "./auth/api-key.routes.ts";
import { meRoutes } from "./auth/me.routes.ts";
import { memberRoutes } from "./auth/member.routes.ts";
import type { SignIn } from "./auth/sign-in.ts";
import { webhookRoutes } from "./webhook/webhook.routes.ts";
import type { Route } from "./http/serve.ts";

/** The endpoints of what every product needs: who is signed in, members, API keys, the audit log, webhooks. */
export function platformRoutes(signIn: SignIn): Route[] {
  return [...meRoutes(), ...memberRoutes(signIn), ...apiKeyRoutes(), ...auditRoutes(), ...webhookRoutes()];
}
