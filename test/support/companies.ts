import { createCustomer } from "#billing/customer/customer.api.ts";
import type { Company } from "./data.ts";
import { addRecords, fingerprint, query, type Sync } from "./sync-world.ts";
import type { Organization, World } from "./world.ts";

/** A third of the companies in the CRM, a third in billing, and a third in both. */
export async function spread(organization: Organization, all: readonly Company[]): Promise<void> {
  const third = Math.floor(all.length / 3);
  const inCrm = all.slice(0, 2 * third).map(({ name, sector, industry, city, region }) => ({
    ...{ Account_Name: name, Description: `${sector}: ${industry}` },
    ...{ Billing_City: city, Billing_State: region },
  }));
  await addRecords(organization, "Accounts", inCrm);
  const inBilling = all.slice(third).map(({ name, city, region, founded }) => ({
    ...{ display_name: name, company_name: name, notes: `Founded ${founded}` },
    billing_address: { city, state: region },
  }));
  for (const body of inBilling) await organization.send(createCustomer, { body });
}

/** How many records each side has, those in the CRM's recycle bin included. */
export async function counted(
  world: Pick<World, "databaseUrl">,
  { id }: Pick<Organization, "id">,
): Promise<{ records: number; customers: number }> {
  const [counts] = await query<{ records: number; customers: number }>(
    world,
    `select (select count(*)::int from crm_record where organization_id = $1) as records,
            (select count(*)::int from customer where organization_id = $1) as customers`,
    [id],
  );
  if (!counts) throw new Error("a count is a row");
  return counts;
}

/** What both sides hold, and how often it was written. */
export async function written(world: Pick<World, "databaseUrl">, { organization }: Sync): Promise<unknown> {
  const [crm] = await query(
    world,
    "select md5(string_agg(ctid::text || xmin::text, '' order by id)) as rows, count(*) from crm_record where organization_id = $1",
    [organization.id],
  );
  const [history] = await query(world, "select count(*) from sync_run_record where organization_id = $1", [
    organization.id,
  ]);
  return { crm, history, billing: await fingerprint(world, organization) };
}
