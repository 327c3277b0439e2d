import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { query } from "./sync-world.ts";
import type { Organization, World } from "./world.ts";

/** A further user of an organization's CRM, with a ZSC key. */
export type CrmUser = { id: string; email: string; zscKey: string };

/** Gives somebody a seat in the CRM, as an administrator, and a key. */
export async function addCrmUser(organization: Organization, name: string): Promise<CrmUser> {
  const { body: found } = await organization.crm("GET", "/settings/profiles");
  const profile = found.profiles?.find((one) => one.name === "Administrator");
  const email = `${name.toLowerCase()}.${organization.id.slice(-8)}@example.com`;
  const { body, status } = await organization.crm("POST", "/users", {
    users: [{ last_name: name, email, profile: profile?.id }],
  });
  if (status !== 201) throw new Error(`the CRM refused the user: ${JSON.stringify(body)}`);
  const { zsc_key: zscKey } = await organization.send(generateZscKeyEndpoint, { body: { email } });
  return { id: body.users?.[0]?.details.id ?? "", email, zscKey };
}

/** Makes a CRM user active or inactive. */
export async function setUserStatus(
  organization: Organization,
  user: Pick<CrmUser, "id">,
  status: "active" | "inactive",
): Promise<void> {
  const answer = await organization.crm("PUT", `/users/${user.id}`, { users: [{ status }] });
  if (answer.status !== 200) throw new Error(`the CRM refused: ${JSON.stringify(answer.body)}`);
}

/** Takes everybody's right to see a module away, or gives it back, as an administrator does in the profiles. */
export async function hideModule(
  world: Pick<World, "databaseUrl">,
  organization: Organization,
  module: "Accounts" | "Contacts",
  isHidden: boolean,
): Promise<void> {
  const rights = isHidden ? [] : ["view", "create", "edit", "delete", "export"];
  await query(
    world,
    "update crm_profile set permissions = jsonb_set(permissions, array['modules', $2::text], $3::jsonb) where organization_id = $1",
    [organization.id, module, JSON.stringify(rights)],
  );
}

/** Deletes a custom field of a CRM module. */
export async function dropCrmField(
  organization: Organization,
  module: "Accounts" | "Contacts",
  name: string,
): Promise<void> {
  const { body } = await organization.crm("GET", `/settings/fields?module=${module}`);
  const id = body.fields?.find((field) => field.api_name === name)?.id;
  const { status } = await organization.crm("DELETE", `/settings/fields/${id}?module=${module}`);
  if (status !== 200) throw new Error(`the CRM did not delete ${name}: ${status}`);
}

/** Deletes a view. */
export async function dropView(
  organization: Organization,
  module: "Accounts" | "Contacts",
  id: string,
): Promise<void> {
  const { status } = await organization.crm("DELETE", `/settings/custom_views/${id}?module=${module}`);
  if (status !== 200) throw new Error(`the CRM did not delete the view: ${status}`);
}

/** Changes the CRM's base currency, which its own interface never does: as if the account had been moved. */
export async function setCrmCurrency(
  world: Pick<World, "databaseUrl">,
  organization: Organization,
  currency: string,
): Promise<void> {
  await query(world, "update crm_organization set currency = $2 where organization_id = $1", [
    organization.id,
    currency,
  ]);
}
