import type { Config } from "#platform/config/config.ts";
import type { Deps } from "#platform/deps.ts";
import { createAuthenticator } from "#platform/auth/authenticate.ts";
import type { PasswordCost } from "#platform/auth/password.ts";
import { createSignIn, type SignIn } from "#platform/auth/sign-in.ts";
import { mountSignIn } from "#platform/auth/sign-in.routes.ts";
import { migrate } from "#platform/db/migrate.ts";
import { measureRequests } from "#platform/health/metrics.ts";
import { mountHealth } from "#platform/health/health.ts";
import { trustedProxies } from "#platform/http/client-address.ts";
import { createLimits, noLimits } from "#platform/http/limits.ts";
import { createServer, listenOn, type Server } from "#platform/http/server.ts";
import { serveApi } from "#platform/http/serve.ts";
import { readMasterKey } from "#platform/secrets/master-key.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import { openDeps } from "./deps.ts";
import { allMessages } from "./webhook/messages.ts";
import { allQueues, allRoutes, mountAll, startWorkers } from "./features.ts";

export type SystemOptions = {
  config: Config;
  databaseUrl: string;
  /** Sign-in is throttled except in tests that sign in hundreds of times. */
  throttled?: boolean;
  /** Tests make hundreds of people, whose passwords are nobody's secret. */
  passwordCost?: PasswordCost;
  /** Adds what belongs to this process alone, such as the operator's own endpoints. */
  mount?: (server: Server, deps: Deps, signIn: SignIn) => void;
  ports?: Partial<Pick<Deps, "clock" | "ids" | "sleep">>;
};

/** A running Concord: migrated, listening if it has the web role, working if it has the worker role. */
export type System = { deps: Deps; signIn: SignIn; port: number | undefined; stop(): Promise<void> };

/** Starts the roles of the configuration on a database. The port is taken first: its number is part of every address. */
export async function startSystem({
  config,
  databaseUrl,
  throttled = true,
  passwordCost,
  mount,
  ports,
}: SystemOptions): Promise<System> {
  await migrate(databaseUrl);
  // Read before anything listens: a missing key ends the start.
  const masterKey = readMasterKey(config);
  const front: { server: Pick<Server, "fetch"> } = { server: { fetch: () => startingAnswer() } };
  const isWeb = config.roles.includes("web");
  const listening = isWeb
    ? await listenOn(
        { fetch: (request, ...rest) => front.server.fetch(request, ...rest) },
        config.port,
        config.host,
      )
    : undefined;
  const opened = await openDeps({
    config,
    databaseUrl,
    queues: allQueues,
    port: listening?.port,
    ports,
  });
  const { deps } = opened;
  const secret = sha256(`sign-in:${masterKey}`);
  const signIn = createSignIn({ ...deps, secret, throttled, passwordCost });
  if (isWeb) front.server = buildServer({ deps, signIn, config, throttled, mount });
  const stopWorkers = config.roles.includes("worker")
    ? await startWorkers(deps, allRoutes(signIn))
    : undefined;
  return {
    deps,
    signIn,
    port: listening?.port,
    async stop() {
      // The syncs first: they reach the built-in CRM through this very server.
      await stopWorkers?.();
      await listening?.close();
      await opened.close();
    },
  };
}

type Parts = Pick<SystemOptions, "config" | "mount"> & { deps: Deps; signIn: SignIn; throttled: boolean };

function buildServer({ deps, signIn, config, throttled, mount }: Parts): Server {
  const server = createServer(deps, trustedProxies(config.trustedProxies));
  measureRequests(server);
  mountHealth(server, deps);
  mount?.(server, deps, signIn);
  const authenticate = createAuthenticator(deps, signIn);
  mountSignIn(server, { deps, signIn, throttled, isSignUpOpen: config.isSignUpOpen });
  const limits = throttled ? createLimits(deps.clock) : noLimits;
  server.route(
    "/",
    serveApi({ deps, routes: allRoutes(signIn), webhooks: allMessages(), authenticate, limits }),
  );
  mountAll(server, deps, authenticate);
  return server;
}

function startingAnswer(): Response {
  return new Response("Concord is starting.", { status: 503, headers: { "retry-after": "2" } });
}
