import { AppError, statusOf } from "#kernel/errors.ts";
import { systemActor } from "#platform/auth/actor.ts";
import type { Deps } from "#platform/deps.ts";
import type { CallContext, Handler, Route } from "#platform/http/serve.ts";
import type { Endpoint } from "#platform/http/endpoint.ts";
import type { Describe } from "#platform/webhook/deliver.job.ts";
import { subjects } from "./subject.ts";

/** Describes what messages are about by the very handlers that answer requests, so that both say the same. */
export function createDescribe(deps: Deps, routes: readonly Route[]): Describe {
  const handlers = new Map(
    Object.entries(subjects).map(([kind, endpoint]): [string, [Endpoint, Handler<Endpoint>]] => {
      const found = routes.find((one) => one.endpoint === endpoint);
      if (!found) throw new Error(`nothing answers ${endpoint.path}`);
      return [kind, [endpoint, found.handler]];
    }),
  );
  return async (organizationId, { kind, id }) => {
    const found = handlers.get(kind);
    if (!found) throw new Error(`nothing describes a ${kind}`);
    const [endpoint, handler] = found;
    const member = { organizationId, role: "owner", actor: systemActor, email: undefined };
    const context = { deps, member } as unknown as CallContext<Endpoint>;
    try {
      return await handler(context, {
        params: { [nameOf(endpoint)]: id },
        query: undefined,
        body: undefined,
      });
    } catch (error) {
      if (error instanceof AppError && statusOf(error.code) === 404) return undefined;
      throw error;
    }
  };
}

/** The one parameter of an address such as `/invoices/{invoice}`. */
function nameOf({ path }: Endpoint): string {
  return /\{(\w+)\}$/.exec(path)?.[1] ?? "";
}
