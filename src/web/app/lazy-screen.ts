import { lazyRouteComponent } from "@tanstack/react-router";
import { isServerThere, outage } from "#web/outage.client.ts";

/**
 * A screen whose part of the application is loaded when it is first needed. Where that fails, the router loads the page
 * anew, once, which helps after an update of the server. While the server is down it would only lead to the browser's own
 * error page; then it is an outage like any other, and the route's error state offers to try again.
 */
export const lazyScreen: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(
    () =>
      load().catch(async (problem: unknown) => {
        throw (await isServerThere()) ? problem : outage();
      }),
    name,
  );
