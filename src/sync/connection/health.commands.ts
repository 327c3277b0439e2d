import type { Member } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { CrmTrouble, valueOf } from "#sync/read/crm-trouble.ts";
import { wake } from "#sync/live/live.store.ts";
import { modulesOf } from "#sync/run/run-plan.ts";
import { hasRecords, type Module } from "#zoho/metadata.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import { billingCurrency, getConnectionRow } from "./connection.commands.ts";
import { type Connection, findSettings, setProblem } from "./connection.store.ts";
import { openCrm } from "./crm.client.ts";
import { problemOf, stopsRuns } from "./failure.ts";
import { currencyNotice, fitnessOf, type Notice, otherCrm } from "./fitness.ts";
import type { ModuleChoice, SyncSettings } from "./settings.api.ts";
import { readSides } from "./sides.commands.ts";

type Call = { deps: Deps; member: Member };

/** Tests key, user, modules, currency, views and mapped fields now, and shows or clears the connection's notice (F92). */
export async function checkConnection(call: Call, id: string): Promise<void> {
  const { deps, member } = call;
  const { connection, settings } = await inOrganization(deps.db, member.organizationId, async (tx) => {
    const row = await getConnectionRow(tx, id);
    return { connection: row, settings: await findSettings(tx, row.id, row.config_version) };
  });
  const notice = await findTrouble(call, connection, settings).catch((error: unknown) => {
    if (error instanceof CrmTrouble) return problemOf(error.failure);
    throw error;
  });
  await inOrganization(deps.db, member.organizationId, async (tx) => {
    const now = deps.clock.now();
    await setProblem(tx, connection.id, notice, now);
    if (stopsRuns(connection.problem_code) && notice === undefined) await wake(tx, connection.id, now);
  });
}

/** The first thing that keeps a run from its work, or that it works without. */
async function findTrouble(
  call: Call,
  connection: Connection,
  settings: SyncSettings | undefined,
): Promise<Notice | undefined> {
  const crm = openCrm(call.deps, connection);
  const org = valueOf(await crm.org());
  const barred =
    otherCrm(org, connection) ?? (await findLackingAccess(crm, settings?.module ?? "accounts-and-contacts"));
  if (barred) return barred;
  const currencies = { crmCurrency: org.iso_code, billingCurrency: await billingCurrency(call) };
  if (!settings) return currencyNotice(currencies, connection);
  const gone = await findGoneView(crm, settings);
  if (gone) return gone;
  const { module } = settings;
  const sides = await readSides(call.deps, crm, connection.organization_id, { module, ...currencies });
  const { stops, notice } = fitnessOf(settings, sides, connection);
  return stops ?? notice;
}

/** The notice of a module that the CRM user may not read; or, where that is `isWritten`, not write. */
export async function findLackingAccess(
  crm: Zoho,
  choice: ModuleChoice,
  isWritten = false,
): Promise<Notice | undefined> {
  const modules = valueOf(await crm.modules()).filter(hasRecords);
  const lacking = (isEnough: (module: Module) => boolean): string[] => {
    const open = new Set(modules.filter(isEnough).map((one) => one.api_name));
    return modulesOf(choice).filter((name) => !open.has(name));
  };
  const unread = lacking((one) => one.viewable);
  const missing = unread.length > 0 || !isWritten ? unread : lacking((one) => one.creatable && one.editable);
  if (missing.length === 0) return undefined;
  const message = `The CRM user ${unread.length > 0 ? "has no access to" : "may not create and edit"} ${missing.join(" and ")}`;
  return { code: "connection.no_access", facts: { message, modules: missing } };
}

/** The notice of a chosen view that is no longer there. */
export async function findGoneView(crm: Zoho, settings: SyncSettings): Promise<Notice | undefined> {
  const chosen = [settings.view, settings.contact_view];
  for (const [at, module] of modulesOf(settings.module).entries()) {
    const view = chosen[at];
    if (!view) continue;
    const listed = valueOf(await crm.views(module));
    if (!listed.some(({ id }) => id === view.id))
      return problemOf({ kind: "invalid_view", module, view: view.name });
  }
  return undefined;
}
