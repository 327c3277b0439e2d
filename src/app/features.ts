import type { Authenticator } from "#platform/auth/authenticate.ts";
import type { SignIn } from "#platform/auth/sign-in.ts";
import type { Deps } from "#platform/deps.ts";
import type { Route } from "#platform/http/serve.ts";
import type { Server } from "#platform/http/server.ts";
import type { Queue } from "#platform/jobs/jobs.ts";

/** The queues of all features; each is made when the job engine starts. */
export const allQueues: Queue<never>[] = [];

/** The endpoints of all features below /api/v1. */
export function allRoutes(_signIn: SignIn): Route[] {
  return [];
}

/** What is not an endpoint below /api/v1: the CRM's own surface, health, metrics, the web application. */
export function mountAll(_server: Server, _deps: Deps, _authenticate: Authenticator): void {}

/** Starts the background work of all features; the answer stops it. */
export async function startWorkers(_deps: Deps): Promise<() => Promise<void>> {
  return async () => undefined;
}
