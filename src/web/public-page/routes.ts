import { createRoute } from "@tanstack/react-router";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { RouteProblem } from "#web/app/RouteProblem.tsx";
import { rootRoute } from "#web/app/roots.ts";

const publicDocumentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/p/$token",
  component: lazyScreen(() => import("./PublicPage.tsx"), "PublicPage"),
  errorComponent: RouteProblem,
});

export const publicRoutes = [publicDocumentRoute] as const;
