import { createRoute } from "@tanstack/react-router";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { z } from "zod";
import { needs } from "#web/app/needs.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { textParam } from "#web/app/search-params.ts";

const root = "settings/integrations";

const integrationsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: root,
  component: lazyScreen(() => import("./Integrations.tsx"), "Integrations"),
});

const connectRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: `${root}/connect`,
  beforeLoad: needs("admin"),
  component: lazyScreen(() => import("./connect/Connect.tsx"), "Connect"),
});

const historyRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: `${root}/history`,
  validateSearch: z.object({ connection: textParam, kind: textParam, status: textParam }),
  component: lazyScreen(() => import("./details/History.tsx"), "History"),
});

const runRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: `${root}/runs/$run`,
  validateSearch: z.object({ outcome: textParam, search: textParam }),
  component: lazyScreen(() => import("./run/RunScreen.tsx"), "RunScreen"),
});

const duplicatesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: `${root}/duplicates`,
  beforeLoad: needs("admin"),
  validateSearch: z.object({
    kind: z.enum(["billing", "crm", "across"]).optional().catch(undefined),
    state: z.enum(["open", "merged", "linked", "dismissed"]).optional().catch(undefined),
    pair: textParam,
  }),
  component: lazyScreen(() => import("./duplicates/Duplicates.tsx"), "Duplicates"),
});

const detailsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: `${root}/$connection`,
  component: lazyScreen(() => import("./details/Details.tsx"), "Details"),
});

const dealsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: `${root}/$connection/deals`,
  validateSearch: z.object({
    outcome: z
      .enum(["made", "accepted", "declined", "voided", "waiting", "left_alone"])
      .optional()
      .catch(undefined),
  }),
  component: lazyScreen(() => import("./details/DealLog.tsx"), "DealLog"),
});

const configureRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: `${root}/$connection/configure`,
  validateSearch: z.object({
    step: z.enum(["module", "extent", "duplicates", "view", "mapping"]).optional().catch(undefined),
  }),
  beforeLoad: needs("admin"),
  component: lazyScreen(() => import("./wizard/Configure.tsx"), "Configure"),
});

const credentialsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: `${root}/$connection/credentials`,
  beforeLoad: needs("admin"),
  component: lazyScreen(() => import("./connect/ReplaceCredentials.tsx"), "ReplaceCredentials"),
});

const linksRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: `${root}/$connection/links`,
  validateSearch: z.object({ state: textParam }),
  component: lazyScreen(() => import("./details/Links.tsx"), "Links"),
});

const closedRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: `${root}/$connection/closed`,
  validateSearch: z.object({ run: textParam }),
  component: lazyScreen(() => import("./details/ClosedLinks.tsx"), "ClosedLinks"),
});

const conflictsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: `${root}/$connection/conflicts`,
  validateSearch: z.object({ state: textParam, customer: textParam }),
  component: lazyScreen(() => import("./conflicts/Conflicts.tsx"), "Conflicts"),
});

/** The screens of the integration; they hang below `organizationRoute` of app/roots.ts. */
export const syncRoutes = [
  integrationsRoute,
  connectRoute,
  historyRoute,
  runRoute,
  duplicatesRoute,
  detailsRoute,
  dealsRoute,
  configureRoute,
  credentialsRoute,
  linksRoute,
  closedRoute,
  conflictsRoute,
] as const;
