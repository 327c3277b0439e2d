import { createRoute } from "@tanstack/react-router";
import { z } from "zod";
import { emailKinds } from "#billing/email/email-kind.ts";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { needs } from "#web/app/needs.ts";
import { organizationRoute } from "#web/app/roots.ts";

const serverRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/email",
  component: lazyScreen(() => import("./MailServer.tsx"), "MailServer"),
});

const templatesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/email/templates",
  validateSearch: z.object({ kind: z.enum(emailKinds).optional().catch(undefined) }),
  component: lazyScreen(() => import("./Templates.tsx"), "Templates"),
});

const emailsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/email/messages",
  validateSearch: z.object({
    status: z.enum(["queued", "sent", "caught", "failed"]).optional().catch(undefined),
  }),
  component: lazyScreen(() => import("./Emails.tsx"), "Emails"),
});

const emailRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/email/messages/$email",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./EmailPage.tsx"), "EmailPage"),
});

export const emailRoutes = [serverRoute, templatesRoute, emailsRoute, emailRoute] as const;
