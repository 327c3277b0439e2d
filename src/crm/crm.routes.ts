import { Hono } from "hono";
import type { Authenticator } from "#platform/auth/authenticate.ts";
import type { Deps } from "#platform/deps.ts";
import type { Route } from "#platform/http/serve.ts";
import { createCreditMeter } from "./http/credit-meter.ts";
import { oauthRoutes } from "./http/oauth.routes.ts";
import { organizationRoutes } from "./http/organization.routes.ts";
import { recordReadRoutes } from "./http/record-read.routes.ts";
import { recordWriteRoutes } from "./http/record-write.routes.ts";
import { serveV8 } from "./http/serve.ts";
import { settingsRoutes } from "./http/settings.routes.ts";
import { keyRoutes } from "./key/key.routes.ts";

/** The embedded CRM: the Zoho CRM v8 REST API at /crm and its tokens at /oauth. Order matters: names before parameters. */
export function crmApp(deps: Deps, authenticate: Authenticator): Hono {
  const routes = [...organizationRoutes, ...settingsRoutes, ...recordWriteRoutes, ...recordReadRoutes];
  const app = new Hono();
  app.route("/", serveV8({ deps, authenticate, meter: createCreditMeter(deps) }, routes));
  app.route("/", oauthRoutes(deps));
  return app;
}

/** The CRM's part of Concord's own API, below /api/v1/crm. */
export function crmRoutes(): Route[] {
  return keyRoutes();
}
