import { Hono } from "hono";
import type { Authenticator } from "#platform/auth/authenticate.ts";
import type { Deps } from "#platform/deps.ts";
import type { Route } from "#platform/http/serve.ts";
import { exportRoutes } from "./export/export.routes.ts";
import { financeRoutes } from "./finance/finance.routes.ts";
import { bulkRoutes } from "./http/bulk.routes.ts";
import { coqlRoutes } from "./http/coql.routes.ts";
import { createCreditMeter } from "./http/credit-meter.store.ts";
import { currencyRoutes } from "./http/currency.routes.ts";
import { fieldRoutes } from "./http/field.routes.ts";
import { massOwnerRoutes } from "./http/mass-owner.routes.ts";
import { mergeRoutes } from "./http/merge.routes.ts";
import { noteRoutes } from "./http/note.routes.ts";
import { oauthRoutes } from "./http/oauth.routes.ts";
import { organizationRoutes } from "./http/organization.routes.ts";
import { ownerRoutes } from "./http/owner.routes.ts";
import { profileRoutes } from "./http/profile.routes.ts";
import { recordDeleteRoutes } from "./http/record-delete.routes.ts";
import { recordReadRoutes } from "./http/record-read.routes.ts";
import { recordWriteRoutes } from "./http/record-write.routes.ts";
import { recycleBinRoutes } from "./http/recycle-bin.routes.ts";
import { relatedRoutes } from "./http/related.routes.ts";
import { roleRoutes } from "./http/role.routes.ts";
import { findRoutes } from "./http/find.routes.ts";
import { searchRoutes } from "./http/search.routes.ts";
import { serveV8 } from "./http/serve.routes.ts";
import { settingsRoutes } from "./http/settings.routes.ts";
import { sharingRoutes } from "./http/sharing.routes.ts";
import { timelineRoutes } from "./http/timeline.routes.ts";
import { upsertRoutes } from "./http/upsert.routes.ts";
import { userRoutes } from "./http/user.routes.ts";
import type { V8Route } from "./http/v8.routes.ts";
import { viewRoutes } from "./http/view.routes.ts";
import { watchRoutes } from "./http/watch.routes.ts";
import { stageRoutes } from "./deal/stages.routes.ts";
import { importRoutes } from "./import/import.routes.ts";
import { clientRoutes } from "./key/client.routes.ts";
import { keyRoutes } from "./key/key.routes.ts";
import { readMarkRoutes } from "./record/read-marks.routes.ts";
import { restoreRoutes } from "./record/restore.routes.ts";

/** The routes of the Zoho CRM v8 REST API. Order matters: names before parameters. */
export const v8Routes: readonly V8Route[] = [
  ...coqlRoutes,
  ...noteRoutes,
  ...bulkRoutes,
  ...organizationRoutes,
  ...currencyRoutes,
  ...userRoutes,
  ...profileRoutes,
  ...roleRoutes,
  ...sharingRoutes,
  ...settingsRoutes,
  ...fieldRoutes,
  ...viewRoutes,
  ...recycleBinRoutes,
  ...watchRoutes,
  ...upsertRoutes,
  ...findRoutes,
  ...searchRoutes,
  ...recordDeleteRoutes,
  ...mergeRoutes,
  ...ownerRoutes,
  ...massOwnerRoutes,
  ...recordWriteRoutes,
  ...recordReadRoutes,
  ...timelineRoutes,
  ...relatedRoutes,
];

/** The embedded CRM: the Zoho CRM v8 REST API at /crm and its tokens at /oauth. */
export function crmApp(deps: Deps, authenticate: Authenticator): Hono {
  const app = new Hono();
  app.route("/", serveV8({ deps, authenticate, meter: createCreditMeter(deps) }, v8Routes));
  app.route("/", oauthRoutes(deps));
  return app;
}

/** The CRM's part of Concord's own API, below /api/v1/crm. */
export function crmRoutes(): Route[] {
  return [
    ...keyRoutes(),
    ...clientRoutes(),
    ...importRoutes(),
    ...exportRoutes(),
    ...restoreRoutes(),
    ...stageRoutes(),
    ...readMarkRoutes(),
    ...financeRoutes(),
  ];
}
