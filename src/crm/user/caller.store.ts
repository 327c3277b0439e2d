import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import { kept } from "#platform/db/kept.ts";
import { fieldsOf, type StoredField } from "#crm/field/field-map.ts";
import { restricted } from "#crm/field/field-rights.ts";
import type { FieldMap, ModuleName } from "#crm/field/field.ts";
import type { CrmCaller, CrmOrganization, CrmUser, Identity } from "./caller.ts";
import type { Permissions } from "./permissions.ts";

type Row = {
  organization: CrmOrganization;
  user: Omit<CrmUser, "profile" | "role">;
  profile: { id: string; name: string; permissions: Permissions };
  role: { id: string; name: string };
  owners: string[] | null;
  fields: StoredField[];
  rates: Record<string, number>;
  today: string;
};

/**
 * The active user, their organization and all its custom fields in one round trip; the transaction then speaks the
 * organization's time zone, so that the database writes date-times as Zoho CRM does. Undefined where there is no such
 * active user.
 */
export async function findCaller(
  tx: Tx,
  identity: Identity,
): Promise<Omit<CrmCaller, "scope" | "isPerson"> | undefined> {
  const { rows } = await kept(sql<Row>`
    select jsonb_set(to_jsonb(o), '{id}', to_jsonb(o.id::text)) as organization,
      jsonb_build_object('id', u.id::text, 'email', u.email, 'first_name', u.first_name, 'last_name', u.last_name) as "user",
      jsonb_build_object('id', p.id::text, 'name', p.name, 'permissions', p.permissions) as profile,
      jsonb_build_object('id', r.id::text, 'name', r.name) as role, ${seenOwners} as owners,
      (select coalesce(jsonb_agg(jsonb_set(to_jsonb(f), '{id}', to_jsonb(f.id::text)) order by f.id), '[]') from crm_field f) as fields,
      (select coalesce(jsonb_object_agg(c.iso_code, c.exchange_rate), '{}') from crm_currency c where o.multi_currency and c.is_active) as rates,
      set_config('TimeZone', o.time_zone, true) as zone, (clock_timestamp() at time zone o.time_zone)::date::text as today
    from crm_organization o
      join crm_user u on u.organization_id = o.organization_id
      join crm_profile p on p.organization_id = u.organization_id and p.id = u.profile_id
      join crm_role r on r.organization_id = u.organization_id and r.id = u.role_id
    where u.status = 'active' and ${matches(identity)}
    order by u.id limit 1`).execute(tx);
  const row = rows[0];
  if (!row) return undefined;
  const { permissions, ...profile } = row.profile;
  const rates = new Map(Object.entries(row.rates));
  return {
    organization: row.organization,
    user: { ...row.user, profile, role: row.role },
    permissions,
    today: row.today,
    sees: Object.fromEntries(
      row.owners ? row.organization.private_modules.map((module) => [module, row.owners]) : [],
    ),
    ...fieldsFor(permissions, fieldsOf(row.fields, [...rates.keys()])),
    rates,
  };
}

/** The fields as a profile has them, and all of them. */
function fieldsFor(
  { setup, fields: rights }: Permissions,
  wholeFields: CrmCaller["wholeFields"],
): Pick<CrmCaller, "fields" | "wholeFields"> {
  if (setup || !rights) return { fields: wholeFields, wholeFields };
  const seen = (module: ModuleName): FieldMap => restricted(wholeFields[module], rights[module]);
  return {
    fields: { Accounts: seen("Accounts"), Contacts: seen("Contacts"), Deals: seen("Deals") },
    wholeFields,
  };
}

/**
 * Whose records the user sees in private modules: their own, those of users below them in the tree of roles, and those of
 * their peers where the role says so. Null where that does not matter: who does the set-up sees all.
 */
const seenOwners = sql`case when o.private_modules <> '{}' and p.permissions ->> 'setup' is distinct from 'true' then (
  with recursive below (id) as (
    select b.id from crm_role b where b.organization_id = u.organization_id and b.reports_to = u.role_id
    union select b.id from crm_role b join below on b.organization_id = u.organization_id and b.reports_to = below.id)
  select jsonb_agg(s.id::text order by s.id) from crm_user s where s.organization_id = u.organization_id
    and (s.id = u.id or s.role_id in (select id from below) or r.share_with_peers and s.role_id = u.role_id)) end`;

function matches(identity: Identity): ReturnType<typeof sql<boolean>> {
  if ("userId" in identity) return sql<boolean>`u.id = ${identity.userId}`;
  if ("authUserId" in identity) {
    const { authUserId, email = "" } = identity;
    return sql<boolean>`(u.auth_user_id = ${authUserId} or u.auth_user_id is null and lower(u.email) = lower(${email}))`;
  }
  return sql<boolean>`p.permissions ->> 'setup' = 'true'`;
}
