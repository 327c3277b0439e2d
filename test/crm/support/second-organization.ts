import { inOrganization } from "#platform/db/db.ts";
import { systemIds } from "#platform/ids.ts";
import { generateZscKey } from "#crm/key/key.commands.ts";
import { createCrmOrganization } from "#crm/organization/organization.commands.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { askToken, type CrmWorld, type Reply } from "./crm-world.ts";

/** Another organization in the same Concord, called as its administrator. */
export type Neighbour = {
  adminId: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
};

export async function addNeighbour(crm: CrmWorld): Promise<Neighbour> {
  const organizationId = systemIds("org");
  const email = "bob@neighbour.example";
  const { deps } = crm.system;
  const { adminId, zsc_key } = await inOrganization(deps.db, organizationId, async (tx) => {
    const made = await createCrmOrganization(tx, deps, {
      organizationId,
      companyName: "Neighbour",
      currency: "EUR",
      timeZone: "Europe/Berlin",
      country: "DE",
      admin: { userId: null, email, name: "Bob Neighbour" },
    });
    const caller = await findCaller(tx, { userId: made.adminUserId });
    if (!caller) throw new Error("no administrator");
    return { adminId: made.adminUserId, ...(await generateZscKey({ tx, deps, caller })) };
  });
  const { access_token } = await askToken(crm.url, { grant_type: "zsc_key", email, zsc_key });
  return {
    adminId,
    call: (method, path, body, headers) =>
      crm.call(method, path, body, {
        ...headers,
        authorization: `Zoho-oauthtoken ${String(access_token)}`,
      }),
  };
}
