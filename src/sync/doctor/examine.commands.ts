import type { Member } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { billingCurrency, getConnectionRow } from "#sync/connection/connection.commands.ts";
import { type Connection, findSettings } from "#sync/connection/connection.store.ts";
import { openCrm } from "#sync/connection/crm.client.ts";
import { problemOf } from "#sync/connection/failure.ts";
import { otherCrm } from "#sync/connection/fitness.ts";
import { findHalfSeen, halfSeenWords } from "#sync/connection/half-seen.commands.ts";
import { findGoneView, findLackingAccess } from "#sync/connection/health.commands.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import { readSides } from "#sync/connection/sides.commands.ts";
import { channelIdOf } from "#sync/live/channel.commands.ts";
import { livenessOf } from "#sync/live/live.ts";
import { findLive } from "#sync/live/live.store.ts";
import { type CrmModule, markerField } from "#sync/mapping/incoming.ts";
import { CrmTrouble, valueOf } from "#sync/read/crm-trouble.ts";
import { modulesOf } from "#sync/run/run-plan.ts";
import { viewOf } from "#kernel/errors.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import {
  channelFinding,
  clockFinding,
  currenciesFinding,
  mappingFindings,
  type Marker,
  markerFindings,
  recordsFinding,
} from "./crm-findings.ts";
import { checkNames, type Finding } from "./doctor.api.ts";
import { failed, ok, warned } from "./finding.ts";
import { ownFindings } from "./own-findings.ts";
import { findStanding, sampleLinks } from "./standing.store.ts";

type Call = { deps: Deps; member: Member };

/** So many links are asked for: one call a module. */
const sampleSize = 100;

/**
 * Looks at all that the sync of a connection stands on, on both sides. Nothing is written on either: not even the
 * connection's notice, which a check (health.commands.ts) shows and takes away.
 */
export async function examine(
  call: Call,
  id: string,
): Promise<{ connection: string; crm_company: string; healthy: boolean; findings: Finding[] }> {
  const { deps, member } = call;
  const now = deps.clock.now();
  const known = await inOrganization(deps.db, member.organizationId, async (tx) => {
    const connection = await getConnectionRow(tx, id);
    return {
      connection,
      settings: await findSettings(tx, connection.id, connection.config_version),
      standing: await findStanding(tx, connection.id),
      sample: await sampleLinks(tx, connection.id, sampleSize),
      live: livenessOf(connection, await findLive(tx, connection.id), deps, now),
    };
  });
  const { connection, standing, live } = known;
  const own = ownFindings(connection, standing, live, now);
  const theirs = connection.state === "disabled" ? [] : await examineCrm(call, known);
  const findings = [...own, ...theirs].toSorted(
    (a, b) => checkNames.indexOf(a.check) - checkNames.indexOf(b.check),
  );
  const healthy = findings.every(({ state }) => state !== "failed");
  return { connection: connection.id, crm_company: connection.crm_company, healthy, findings };
}

type Known = {
  connection: Connection;
  settings: SyncSettings | undefined;
  sample: Awaited<ReturnType<typeof sampleLinks>>;
  live: { live: boolean };
};

/** What the CRM tells. Where it lets nobody in, that is all that is told. */
async function examineCrm(call: Call, { connection, settings, sample, live }: Known): Promise<Finding[]> {
  const crm = openCrm(call.deps, connection);
  const org = await crm.org();
  if (!org.ok) return [troubleFinding("credential", new CrmTrouble(org.failure))];
  const other = otherCrm(org.value, connection);
  if (other) {
    const { title, remedy } = viewOf(other.code, other.facts);
    return [failed("credential", `${title}.`, { remedy, page: "credentials" })];
  }
  const currencies = { crmCurrency: org.value.iso_code, billingCurrency: await billingCurrency(call) };
  const found = [
    ok("credential", `The CRM lets us in as ${connection.crm_user_name}.`),
    currenciesFinding(currencies, settings),
    clockFinding(org.serverTime, call.deps.clock.now()),
  ];
  const steps: [Finding["check"], () => Promise<Finding[]>][] = [
    ["access", () => examineAccess(crm, settings)],
    ["records", () => examineRecords(crm, sample)],
  ];
  if (live.live) steps.push(["live", () => examineChannel(crm, connection)]);
  if (settings)
    steps.push(
      ["mapping", () => examineMapping(call, crm, connection, settings, currencies)],
      ["marker", () => examineMarkers(crm, connection, settings)],
    );
  // One thing that cannot be looked at does not hide the others.
  for (const [check, look] of steps)
    found.push(
      ...(await look().catch((error: unknown) => {
        if (error instanceof CrmTrouble) return [troubleFinding(check, error)];
        throw error;
      })),
    );
  return found;
}

function troubleFinding(check: Finding["check"], { failure }: CrmTrouble): Finding {
  const { code, facts } = problemOf(failure);
  const { title, remedy } = viewOf(code, facts);
  return failed(check, `${title.replace(/\.$/, "")} (${code}).`, {
    remedy,
    ...(check === "credential" ? { command: "concord check", page: "credentials" as const } : {}),
  });
}

async function examineAccess(crm: Zoho, settings: SyncSettings | undefined): Promise<Finding[]> {
  const choice = settings?.module ?? "accounts-and-contacts";
  const notice =
    (await findLackingAccess(crm, choice, settings?.extent === "two-way")) ??
    (settings && (await findGoneView(crm, settings)));
  if (!notice) return examineSharing(crm, modulesOf(choice));
  const { title, remedy } = viewOf(notice.code, notice.facts);
  return [failed("access", `${title.replace(/\.$/, "")}.`, { remedy, page: "configure" })];
}

async function examineSharing(crm: Zoho, names: readonly string[]): Promise<Finding[]> {
  const half = valueOf(await findHalfSeen(crm, names));
  if (half.length === 0) return [ok("access", "The CRM user may use all modules and views that are needed.")];
  const { what, remedy } = halfSeenWords(half);
  return [warned("access", what, { remedy, page: "credentials" })];
}

async function examineMapping(
  { deps, member }: Call,
  crm: Zoho,
  connection: Connection,
  settings: SyncSettings,
  currencies: { crmCurrency: string; billingCurrency: string },
): Promise<Finding[]> {
  const { module } = settings;
  const sides = await readSides(deps, crm, member.organizationId, { module, ...currencies });
  return mappingFindings(settings, sides, connection);
}

async function examineMarkers(
  crm: Zoho,
  connection: Connection,
  { module }: SyncSettings,
): Promise<Finding[]> {
  if (!connection.pushes) return [];
  const markers = new Map<CrmModule, Marker>();
  for (const name of modulesOf(module)) {
    const field = valueOf(await crm.fields(name)).find(({ api_name: api }) => api === markerField);
    markers.set(name, field && { isUnique: field.unique !== undefined });
  }
  return markerFindings(markers, connection);
}

async function examineChannel(crm: Zoho, connection: Connection): Promise<Finding[]> {
  const [channel] = valueOf(await crm.watches(channelIdOf(connection.id)));
  return [channelFinding(channel)];
}

async function examineRecords(crm: Zoho, sample: Known["sample"]): Promise<Finding[]> {
  const missing: string[] = [];
  for (const module of ["Accounts", "Contacts"] as const) {
    const ids = sample.flatMap((one) => (one.crm_module === module ? [one.crm_id] : []));
    if (ids.length > 0)
      missing.push(...valueOf(await crm.recordsByIds(module, ids, ["Modified_Time"])).missing);
  }
  return [recordsFinding(sample.length, missing)];
}
