import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute } from "@tanstack/react-router";
import { me } from "#platform/auth/organization.api.ts";
import { CallError } from "#platform/http/call.ts";
import { query } from "#web/api.ts";
import { keepToCrm } from "./crm-only.ts";
import { rememberOrganization } from "./last-organization.ts";
import { lazyScreen } from "./lazy-screen.ts";
import { leadTo } from "./lead-to.ts";
import { Missing, RouteProblem, ScreenMissing } from "./RouteProblem.tsx";
import { RootLayout } from "./RootLayout.tsx";

export type RouterContext = { client: QueryClient };

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: RootLayout,
  errorComponent: RouteProblem,
  notFoundComponent: Missing,
});

/**
 * Everything within an organization: `/o/org_…/…`. Areas hang their routes below it (`billing/routes.tsx` and so on,
 * put together in router.ts). Whoever is not signed in is asked to, and comes back to the same address.
 */
export const organizationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/o/$org",
  component: lazyScreen(() => import("./Shell.tsx"), "Shell"),
  errorComponent: RouteProblem,
  notFoundComponent: ScreenMissing,
  beforeLoad: async ({ context, location, params }) => {
    const known = await context.client
      .query({ ...query(undefined, me), staleTime: 60_000 })
      .catch((problem: unknown) => {
        if (problem instanceof CallError && problem.status === 401) return leadTo("/sign-in", location.href);
        throw problem;
      });
    const organization = known.organizations.find(({ id }) => id === params.org);
    if (organization === undefined) throw notAMember();
    rememberOrganization(organization.id);
    if (organization.role === "crm") keepToCrm(organization.id, location.pathname);
    return { me: known, organization };
  },
});

function notAMember(): CallError {
  return new CallError(404, {
    code: "auth.organization_unknown",
    title: "You are not a member of this organization",
    remedy: "Choose one of yours, or ask one of its administrators to add you.",
    details: {},
  });
}
