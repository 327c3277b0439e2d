import { auditRoutes } from "./audit/audit.routes.ts";
import { apiKeyRoutes } from "./auth/api-key.routes.ts";
import { meRoutes } from "./auth/me.routes.ts";
import type { LeaveCheck } from "./auth/member.commands.ts";
import { memberRoutes } from "./auth/member.routes.ts";
import type { SignIn } from "./auth/sign-in.ts";
import { webhookRoutes } from "./webhook/webhook.routes.ts";
import type { Route } from "./http/serve.ts";

/**
 * The endpoints of what every product needs: who is signed in, members, API keys, the audit log, webhooks. `mayLeave` is
 * what the products say before a member is taken out, of whom nothing is known here.
 */
export function platformRoutes(signIn: SignIn, mayLeave: LeaveCheck): Route[] {
  return [
    ...meRoutes(),
    ...memberRoutes(signIn, mayLeave),
    ...apiKeyRoutes(),
    ...auditRoutes(),
    ...webhookRoutes(),
  ];
}
