import type { Authenticator } from "#platform/auth/authenticate.ts";
import type { SignIn } from "#platform/auth/sign-in.ts";
import type { Deps } from "#platform/deps.ts";
import type { Route } from "#platform/http/serve.ts";
import type { Server } from "#platform/http/server.ts";
import { webApp } from "#platform/http/static.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import { platformRoutes } from "#platform/platform.routes.ts";
import { billingQueues, startBillingWorkers } from "#billing/billing.jobs.ts";
import { billingRoutes } from "#billing/billing.routes.ts";
import { publicPage } from "#billing/delivery/public-document.routes.ts";
import { crmQueues, startCrmWorkers } from "#crm/crm.jobs.ts";
import { refuseLastAdministrator } from "#crm/user/leave.commands.ts";
import { crmApp, crmRoutes } from "#crm/crm.routes.ts";
import { startSyncWorkers, syncQueues } from "#sync/sync.jobs.ts";
import { syncRoutes } from "#sync/sync.routes.ts";
import { startWebhookDelivery } from "#platform/webhook/deliver.job.ts";
import { financeCreateRoutes } from "./finance/create.routes.ts";
import { financeDocumentRoutes } from "./finance/finance.routes.ts";
import { createDescribe } from "./webhook/describe.ts";
import { organizationRoutes } from "./organization/organization.routes.ts";

/** The queues of all features; each is made when the job engine starts. */
export const allQueues: Queue<never>[] = [...crmQueues, ...billingQueues, ...syncQueues];

/** The endpoints of all features below /api/v1. */
export function allRoutes(signIn: SignIn): Route[] {
  return [
    ...platformRoutes(signIn, refuseLastAdministrator),
    ...organizationRoutes(),
    ...billingRoutes(),
    ...crmRoutes(),
    ...syncRoutes(),
    ...financeDocumentRoutes(),
    ...financeCreateRoutes(),
  ];
}

/** What is not an endpoint below /api/v1: the CRM's own surface, health, metrics, the web application. */
export function mountAll(server: Server, deps: Deps, authenticate: Authenticator): void {
  server.route("/", crmApp(deps, authenticate));
  server.get("/p/:token", publicPage(deps));
  // Last, because it answers every address that nothing else does.
  server.get("*", webApp());
}

/** Starts the background work of all features; the answer stops it. */
export async function startWorkers(deps: Deps, routes: readonly Route[]): Promise<() => Promise<void>> {
  const stopCrm = await startCrmWorkers(deps);
  const stopBilling = await startBillingWorkers(deps);
  const stopSync = await startSyncWorkers(deps);
  const stopWebhooks = startWebhookDelivery(deps, createDescribe(deps, routes));
  return async () => {
    await stopSync();
    await stopBilling();
    await deps.jobs.stopWork();
    await stopCrm();
    await stopWebhooks();
  };
}
