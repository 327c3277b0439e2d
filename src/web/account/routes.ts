import { createRoute } from "@tanstack/react-router";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { z } from "zod";
import { me } from "#platform/auth/organization.api.ts";
import { CallError } from "#platform/http/call.ts";
import { query } from "#web/api.ts";
import { startingOrganization } from "#web/app/last-organization.ts";
import { leadTo } from "#web/app/lead-to.ts";
import { RouteProblem } from "#web/app/RouteProblem.tsx";
import { rootRoute, type RouterContext } from "#web/app/roots.ts";
import { addressIn } from "#web/app/address.ts";

/** Only addresses of this server: `//evil.example` is another one. */
const next = z
  .string()
  .regex(/^\/(?![/\\])/)
  .optional()
  .catch(undefined);

const search = z.object({ next });

const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: async ({ context }) => {
    const organizations = await organizationsIfSignedIn(context);
    if (organizations === undefined) leadTo("/sign-in");
    const here = startingOrganization(organizations);
    if (here === undefined) leadTo("/new-organization");
    leadTo(addressIn(here.id, "billing"));
  },
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: search,
  component: lazyScreen(() => import("./SignIn.tsx"), "SignIn"),
  errorComponent: RouteProblem,
});

const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-up",
  validateSearch: search,
  component: lazyScreen(() => import("./SignUp.tsx"), "SignUp"),
  errorComponent: RouteProblem,
});

const newOrganizationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/new-organization",
  component: lazyScreen(() => import("./NewOrganization.tsx"), "NewOrganization"),
  errorComponent: RouteProblem,
  beforeLoad: async ({ context, location }) => {
    if ((await organizationsIfSignedIn(context)) === undefined) leadTo("/sign-in", location.href);
  },
});

/** The gateway leads here; whoever comes need not be somebody who signs in. */
const methodSavedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/payment-method/saved",
  component: lazyScreen(() => import("./MethodSaved.tsx"), "MethodSaved"),
  errorComponent: RouteProblem,
});

const methodGivenUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/payment-method/given-up",
  component: lazyScreen(() => import("./MethodSaved.tsx"), "MethodGivenUp"),
  errorComponent: RouteProblem,
});

async function organizationsIfSignedIn({ client }: RouterContext): Promise<{ id: string }[] | undefined> {
  try {
    return (await client.query({ ...query(undefined, me), staleTime: 60_000 })).organizations;
  } catch (problem) {
    if (problem instanceof CallError && problem.status === 401) return undefined;
    throw problem;
  }
}

export const accountRoutes = [
  startRoute,
  signInRoute,
  signUpRoute,
  newOrganizationRoute,
  methodSavedRoute,
  methodGivenUpRoute,
] as const;
