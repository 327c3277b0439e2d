import type { Ids, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Actor } from "#platform/auth/actor.ts";

/** Who does something in an organization, when, and where the ids of new rows come from. */
export type Act = { organizationId: OrganizationId; actor: Actor; now: Instant; ids: Ids };
