import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inOrganization } from "#platform/db/db.ts";
import { createClient, createGrantCode, grantRefreshToken } from "#crm/key/key.commands.ts";
import { fullScope } from "#crm/key/scope.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { type CrmWorld, openCrmWorld } from "../crm/support/crm-world.ts";
import { connectOfficialClient } from "./official-client.ts";

/** A CRM to which the official client is connected, in a folder of its own. */
export type OfficialWorld = CrmWorld & { folder: string };

/** Opens a CRM and connects the official client to it, by a refresh token or by a grant code that it exchanges itself. */
export async function openOfficialWorld(by: "refresh_token" | "grant_code"): Promise<OfficialWorld> {
  const crm = await openCrmWorld();
  const folder = mkdtempSync(join(tmpdir(), "concord-sdk-"));
  const redirectUri = by === "grant_code" ? "https://program.example/back" : undefined;
  const { clientId, clientSecret, secret } = await inOrganization(
    crm.system.deps.db,
    crm.organizationId,
    async (tx) => {
      const caller = await findCaller(tx, { userId: crm.adminId });
      if (!caller) throw new Error("no administrator");
      const context = { tx, deps: crm.system.deps, caller };
      const client = await createClient(context, {
        name: "Official client",
        kind: redirectUri ? "server" : "self",
        redirect_uri: redirectUri ?? null,
      });
      const wanted = { clientId: client.client_id, scope: fullScope };
      return {
        clientId: client.client_id,
        clientSecret: client.client_secret,
        secret: redirectUri
          ? { grantToken: (await createGrantCode(context, { ...wanted, minutes: 3 })).code, redirectUri }
          : { refreshToken: await grantRefreshToken(context, wanted) },
      };
    },
  );
  await connectOfficialClient({ url: crm.url, folder, clientId, clientSecret, ...secret });
  return {
    ...crm,
    folder,
    async stop() {
      await crm.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
