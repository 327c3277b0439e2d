import { redirect } from "@tanstack/react-router";

/** Leads to another address instead of showing the one that was asked for; `next` is where to come back to. */
export function leadTo(to: string, next?: string): never {
  // oxlint-disable-next-line typescript/only-throw-error -- the router takes a redirect by its being thrown
  throw redirect({ to, search: next === undefined ? {} : { next }, replace: true });
}
