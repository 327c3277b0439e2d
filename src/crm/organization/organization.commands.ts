import { randomInt } from "node:crypto";
import { isCurrency } from "#kernel/money.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import { systemActor } from "#platform/auth/actor.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { predefinedProfiles } from "#crm/user/permissions.ts";
import "#crm/user/user.table.ts";
import "./organization.table.ts";

/** A person as they sign in. */
export type Person = { userId: string | null; email: string; name: string };

export type NewCrmOrganization = {
  organizationId: OrganizationId;
  companyName: string;
  /** ISO 4217, the base currency; it never changes. */
  currency: string;
  /** IANA name: `Europe/Berlin`. */
  timeZone: string;
  /** ISO 3166 alpha-2. */
  country: string;
  admin: Person;
};

/**
 * Makes the CRM of an organization: its two profiles, its first roles and its administrator. Runs in a transaction of
 * that organization. Throws where currency or time zone do not exist: the caller has validated them.
 */
export async function createCrmOrganization(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  wanted: NewCrmOrganization,
): Promise<{ zgid: string; adminUserId: string }> {
  if (!isCurrency(wanted.currency)) throw new Error(`no such currency: ${wanted.currency}`);
  const organization_id = wanted.organizationId;
  const time_zone = new Intl.DateTimeFormat("en", { timeZone: wanted.timeZone }).resolvedOptions().timeZone;
  const zgid = String(randomInt(6_000_000_000, 9_999_999_999));
  const { companyName: company_name, currency, country } = wanted;
  await tx
    .insertInto("crm_organization")
    .values({
      organization_id,
      zgid,
      company_name,
      currency,
      time_zone,
      country,
      primary_email: wanted.admin.email,
    })
    .execute();
  await tx
    .insertInto("crm_currency")
    .values({ organization_id, iso_code: currency, exchange_rate: "1", is_base: true })
    .execute();
  await insertProfilesAndRoles(tx, organization_id);
  const admin = await addCrmUser(tx, {
    organizationId: organization_id,
    person: wanted.admin,
    profile: "Administrator",
    role: "CEO",
  });
  const subject = { kind: "crm_organization", id: zgid };
  const actor =
    wanted.admin.userId === null
      ? systemActor
      : { kind: "user" as const, id: wanted.admin.userId, name: wanted.admin.name };
  await recordAudit(tx, {
    organizationId: organization_id,
    at: deps.clock.now(),
    actor,
    action: "crm.organization_created",
    subject,
  });
  return { zgid, adminUserId: admin.id };
}

async function insertProfilesAndRoles(tx: Tx, organization_id: OrganizationId): Promise<void> {
  const profiles = predefinedProfiles.map(({ name, permissions }) => ({
    organization_id,
    name,
    permissions: JSON.stringify(permissions),
    predefined: true,
  }));
  await tx.insertInto("crm_profile").values(profiles).execute();
  const head = await tx
    .insertInto("crm_role")
    .values({ organization_id, name: "CEO", reports_to: null })
    .returning("id")
    .executeTakeFirstOrThrow();
  await tx.insertInto("crm_role").values({ organization_id, name: "Manager", reports_to: head.id }).execute();
}

export type NewCrmUser = { organizationId: OrganizationId; person: Person; profile: string; role?: string };

/** Gives a person a seat. Who has one already (by sign-in or e-mail) keeps it and is active again. */
export async function addCrmUser(
  tx: Tx,
  { organizationId, person, profile, role = "Manager" }: NewCrmUser,
): Promise<{ id: string }> {
  const { first_name, last_name } = splitName(person);
  const profileRow = await tx
    .selectFrom("crm_profile")
    .select("id")
    .where("name", "=", profile)
    .executeTakeFirstOrThrow();
  // Roles can be renamed and deleted: where this one is gone, the newest has to do, which is seldom far up.
  const roleRow = await tx
    .selectFrom("crm_role")
    .select("id")
    .orderBy((row) => row("name", "=", role), "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  const existing = await tx
    .selectFrom("crm_user")
    .select("id")
    .where((row) =>
      row.or([
        row(row.fn<string>("lower", ["email"]), "=", person.email.toLowerCase()),
        row("auth_user_id", "=", person.userId),
      ]),
    )
    .executeTakeFirst();
  const values = { auth_user_id: person.userId, status: "active" as const, profile_id: profileRow.id };
  if (existing) {
    await tx.updateTable("crm_user").set(values).where("id", "=", existing.id).execute();
    return existing;
  }
  return tx
    .insertInto("crm_user")
    .values({
      ...values,
      organization_id: organizationId,
      email: person.email,
      first_name,
      last_name,
      role_id: roleRow.id,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
}

/** The last word is the last name; a name of nothing is replaced by the e-mail address. */
function splitName({ name, email }: Person): { first_name: string; last_name: string } {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
  return { first_name: words.slice(0, -1).join(" "), last_name: words.at(-1) ?? email };
}
