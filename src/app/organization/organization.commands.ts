import { sql } from "kysely";
import type { z } from "zod";
import type { OrganizationId } from "#kernel/id.ts";
import { createBillingOrganization } from "#billing/organization/organization.commands.ts";
import { createCrmOrganization } from "#crm/organization/organization.commands.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Actor, SignedIn } from "#platform/auth/actor.ts";
import { insertMember } from "#platform/auth/member.store.ts";
import type { NewOrganization } from "#platform/auth/organization.api.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import "#platform/auth/sign-in.table.ts";
import { slugOf } from "./slug.ts";

type Wanted = z.output<typeof NewOrganization>;

/**
 * A new organization with its billing and its CRM, owned by a person who has signed in. All of it or nothing: the
 * tables of sign-in and those of the tenant are written in one transaction.
 */
export async function createWholeOrganization(
  deps: Pick<Deps, "db" | "clock" | "ids">,
  { owner, actor, wanted }: { owner: SignedIn; actor: Actor; wanted: Wanted },
): Promise<{ id: OrganizationId; name: string }> {
  const id = deps.ids("org");
  const at = deps.clock.now();
  return inOrganization(deps.db, id, async (tx) => {
    await asSystem(tx, async () => {
      await tx
        .insertInto("auth.organization")
        .values({ id, name: wanted.name, slug: slugOf(wanted.name, id), createdAt: at })
        .execute();
      await insertMember(tx, {
        id: deps.ids("mem"),
        organizationId: id,
        userId: owner.userId,
        role: "owner",
        createdAt: at,
      });
    });
    const { name, currency, time_zone, country } = wanted;
    await createBillingOrganization(tx, deps, {
      organizationId: id,
      name,
      currency,
      timeZone: time_zone,
      country,
    });
    await createCrmOrganization(tx, deps, {
      organizationId: id,
      companyName: name,
      currency,
      timeZone: time_zone,
      country,
      admin: owner,
    });
    await recordAudit(tx, {
      organizationId: id,
      at,
      actor,
      action: "organization.created",
      subject: { kind: "organization", id },
      details: { ...wanted, owner: owner.email },
    });
    return { id, name: wanted.name };
  });
}

/** Runs a part of a tenant's transaction as concord_system, which alone may write the tables of sign-in. */
async function asSystem(tx: Tx, work: () => Promise<void>): Promise<void> {
  await sql`set local role concord_system`.execute(tx);
  await work();
  await sql`set local role concord_app`.execute(tx);
}
