import type { Actor, Member } from "#platform/auth/actor.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Endpoint, Input, Output } from "#platform/http/endpoint.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import type { Act } from "./act.ts";

/** The caller of an endpoint, a member of the organization that it is called in. */
export type Caller = { deps: Deps; member: Member };

/** What a handler works with: the transaction, who does it, and what was sent. */
export type Work<E extends Endpoint> = Input<E> & { tx: Tx; act: Act };

type MembersEndpoint = Endpoint & { access: "read" | "write" | "admin" };

/** An endpoint whose handler does its work in one transaction of the caller's organization. */
export function tenantRoute<E extends MembersEndpoint>(
  endpoint: E,
  work: (given: Work<E>) => Promise<Output<E>>,
): Route {
  return route(endpoint, (context, input) => {
    // What its access says, TypeScript does not see of an endpoint that it does not know yet.
    const caller = context as unknown as Caller;
    return inCallersOrganization(caller, (tx) => work({ ...input, tx, act: actOf(caller) }));
  });
}

/** What asks somebody else about what was written, once that is committed. */
type Ask<Written> = (
  deps: Deps,
  organizationId: Act["organizationId"],
  written: Written,
  actor: Actor,
) => Promise<unknown>;

/**
 * An endpoint that asks another server for something: what is asked is written before, in a transaction of its own, so
 * that it is known whatever breaks; and how things stand is answered after.
 */
export function askingRoute<E extends MembersEndpoint, Written>(
  endpoint: E,
  step: {
    write: (given: Work<E>) => Promise<Written>;
    ask: Ask<Written>;
    show: (given: Work<E>, written: Written) => Promise<Output<E>>;
  },
): Route {
  return route(endpoint, async (context, input) => {
    const caller = context as unknown as Caller;
    const act = actOf(caller);
    const written = await inCallersOrganization(caller, (tx) => step.write({ ...input, tx, act }));
    await step.ask(caller.deps, act.organizationId, written, act.actor);
    return inCallersOrganization(caller, (tx) => step.show({ ...input, tx, act }, written));
  });
}

/** The caller of an endpoint as a command needs it. */
export function actOf({ deps, member }: Caller): Act {
  return { organizationId: member.organizationId, actor: member.actor, now: deps.clock.now(), ids: deps.ids };
}
