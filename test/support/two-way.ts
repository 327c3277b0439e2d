import { expect } from "vitest";
import { editCustomer } from "#billing/customer/customer.api.ts";
import { addRecords, type Choice, customerNamed, startSyncing, type Sync } from "./sync-world.ts";
import type { Organization, World } from "./world.ts";

/** An organization whose account Acme is linked both ways. */
export async function withAcme(
  world: World,
  name: string,
  choice: Partial<Choice> = {},
): Promise<{ sync: Sync; organization: Organization; acme: string }> {
  const organization = await world.organization(name);
  const [acme = ""] = await addRecords(organization, "Accounts", [
    { Account_Name: "Acme", Phone: "+1 555 1", Billing_City: "Berlin" },
  ]);
  const sync = await startSyncing(organization, {
    module: "accounts",
    extent: "two-way",
    ...choice,
  });
  expect(await sync.run()).toMatchObject({ status: "done", error: null, counts: { created: 1 } });
  return { sync, organization, acme };
}

/** Changes fields of the customer of that name, as its people do. */
export async function change(organization: Organization, name: string, values: object): Promise<void> {
  const { id, version } = await customerNamed(organization, name);
  await organization.send(editCustomer, { params: { customer: id }, body: { ...values, version } });
}

/** An account of the CRM with all its fields. */
export async function account(organization: Organization, id: string): Promise<Record<string, unknown>> {
  const { status, body } = await organization.crm("GET", `/Accounts/${id}`);
  expect(status).toBe(200);
  return body.data[0] as Record<string, unknown>;
}

/** The CRM's accounts by name, with the given fields. */
export async function accountsOf(
  organization: Organization,
  fields: string,
): Promise<Record<string, Record<string, unknown>[]>> {
  const { body } = await organization.crm("GET", `/Accounts?fields=Account_Name,${fields}`);
  return Object.groupBy(body.data, (one) => String(one["Account_Name"])) as Record<
    string,
    Record<string, unknown>[]
  >;
}
