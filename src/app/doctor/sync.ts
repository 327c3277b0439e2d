import type { Config } from "#platform/config/config.ts";
import { call } from "#platform/http/call.ts";
import type { Received } from "#platform/http/endpoint.ts";
import { listConnections } from "#sync/connection/connection.api.ts";
import { examineConnection, type Finding } from "#sync/doctor/doctor.api.ts";
import { findTarget, listLocalOrganizations } from "#app/cli/target.ts";
import { lineOf } from "#app/failure.ts";
import { findServer } from "#app/server/server-file.ts";
import { type Check, failed, ok } from "./check.ts";

/** What the doctor of one connection says, and whose it is. */
export type Examined = Received<typeof examineConnection> & { organization: string };

/**
 * Every connection of the named organization, else of all of this server, examined by the server that runs. Without
 * one nothing is: that there is none, another check says.
 */
export async function checkSyncs(
  config: Config,
  env: Record<string, string | undefined>,
  wanted: string | undefined,
): Promise<{ checks: Check[]; syncs: Examined[] }> {
  if (findServer(config.dataDir) === undefined && !env["CONCORD_URL"]) return { checks: [], syncs: [] };
  try {
    const isOne = wanted !== undefined || Boolean(env["CONCORD_URL"]);
    const names = isOne ? [wanted] : (await listLocalOrganizations(config)).map(({ id }) => id);
    const syncs: Examined[] = [];
    for (const name of names) syncs.push(...(await examineOrganization(config, env, name)));
    const isNamed = wanted !== undefined || names.length > 1;
    return { checks: syncs.flatMap((one) => checksOf(one, isNamed)), syncs };
  } catch (error) {
    return { checks: [failed("sync", lineOf(error), "see to the server first")], syncs: [] };
  }
}

async function examineOrganization(
  config: Config,
  env: Record<string, string | undefined>,
  name: string | undefined,
): Promise<Examined[]> {
  const { caller, organization } = await findTarget(config, env, name);
  const { items } = await call(caller, listConnections, {});
  const examined: Examined[] = [];
  for (const { id } of items) {
    const found = await call(caller, examineConnection, { params: { connection: id } });
    examined.push({ ...found, organization: organization.name ?? "" });
  }
  return examined;
}

/** One line for all that is well, and one for each thing that is not. */
function checksOf(
  { organization, crm_company: crm, connection, findings }: Examined,
  isNamed: boolean,
): Check[] {
  const name = `${organization} with the CRM of ${crm} (${connection})`;
  const told = findings.filter(({ state }) => state !== "ok");
  if (told.length === 0) return [ok("sync", `${name}: all ${findings.length} checks of the sync passed`)];
  return told.map(({ state, what, ...finding }) => ({
    name: "sync",
    state,
    what: `${name}: ${what.replace(/\.$/, "")}`,
    remedy: remedyOf(finding, isNamed ? organization : undefined),
  }));
}

/** A command can be typed as it stands, so it names the organization where another could be meant. */
function remedyOf(
  { remedy, command }: Pick<Finding, "remedy" | "command">,
  organization: string | undefined,
): string | null {
  if (command === null) return remedy;
  return `${remedy} (${organization === undefined ? command : `${command} --org "${organization}"`})`;
}
