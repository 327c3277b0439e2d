import { createRoute } from "@tanstack/react-router";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { z } from "zod";
import { isDay } from "#kernel/time.ts";
import { addressIn } from "#web/app/address.ts";
import { leadTo } from "#web/app/lead-to.ts";
import { needs } from "#web/app/needs.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { textParam } from "#web/app/search-params.ts";

const startRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings",
  beforeLoad: ({ params }) => leadTo(addressIn(params.org, "settings/organization")),
});

const organizationSettingsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/organization",
  component: lazyScreen(() => import("./Organization.tsx"), "Organization"),
});

const membersRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/members",
  component: lazyScreen(() => import("./Members.tsx"), "Members"),
});

const apiKeysRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/api-keys",
  validateSearch: z.object({ show: z.enum(["all"]).optional().catch(undefined) }),
  beforeLoad: needs("admin"),
  component: lazyScreen(() => import("./ApiKeys.tsx"), "ApiKeys"),
});

const webhooksRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/webhooks",
  beforeLoad: needs("admin"),
  component: lazyScreen(() => import("./webhooks/Webhooks.tsx"), "Webhooks"),
});

const webhookRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/webhooks/$webhook",
  beforeLoad: needs("admin"),
  component: lazyScreen(() => import("./webhooks/Webhook.tsx"), "Webhook"),
});

const moveInsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/move-in",
  beforeLoad: needs("admin"),
  component: lazyScreen(() => import("./move-in/MoveIns.tsx"), "MoveIns"),
});

const differencesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/move-in/differences",
  beforeLoad: needs("admin"),
  component: lazyScreen(() => import("./move-in/Differences.tsx"), "Differences"),
});

const moveInRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/move-in/$moveIn",
  beforeLoad: needs("admin"),
  component: lazyScreen(() => import("./move-in/MoveIn.tsx"), "MoveIn"),
});

const dayParam = z.string().refine(isDay).optional().catch(undefined);

const auditLogRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/audit-log",
  validateSearch: z.object({
    action: textParam,
    actor: textParam,
    from: dayParam,
    until: dayParam,
    entry: textParam,
  }),
  beforeLoad: needs("admin"),
  component: lazyScreen(() => import("./AuditLog.tsx"), "AuditLog"),
});

const accountRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/account",
  component: lazyScreen(() => import("./Account.tsx"), "Account"),
});

export const settingsRoutes = [
  startRoute,
  organizationSettingsRoute,
  membersRoute,
  apiKeysRoute,
  webhooksRoute,
  webhookRoute,
  moveInsRoute,
  differencesRoute,
  moveInRoute,
  auditLogRoute,
  accountRoute,
] as const;
