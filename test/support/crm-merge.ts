import type { Organization } from "./world.ts";

/** Merges CRM records: each child with the fields that it gives. */
export async function mergeRecords(
  organization: Organization,
  module: "Accounts" | "Contacts",
  master: string,
  children: Record<string, string[]>,
): Promise<void> {
  const data = Object.entries(children).map(([id, names]) => ({
    id,
    _fields: names.map((api_name) => ({ api_name })),
  }));
  const { status, body } = await organization.crm("POST", `/${module}/${master}/actions/merge`, {
    merge: [{ data }],
  });
  if (status !== 201) throw new Error(`the CRM refused the merge: ${JSON.stringify(body)}`);
}
