import type { Member } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { hasRecords } from "#zoho/metadata.ts";
import { currencyWords } from "./check-settings.ts";
import { billingCurrency, getConnectionRow } from "./connection.commands.ts";
import { findSettings, setProblem } from "./connection.store.ts";
import { openCrm } from "./crm.client.ts";
import { problemOf } from "./failure.ts";
import { modulesOf } from "#sync/run/run-plan.ts";

type Problem = { code: string; facts: Record<string, unknown> } | undefined;

/** Tests key, user, modules and currency now, and shows or clears the connection's notice (F92). */
export async function checkConnection(
  { deps, member }: { deps: Deps; member: Member },
  id: string,
): Promise<void> {
  const { connection, settings } = await inOrganization(deps.db, member.organizationId, async (tx) => {
    const row = await getConnectionRow(tx, id);
    return { connection: row, settings: await findSettings(tx, row.id, row.config_version) };
  });
  const crm = openCrm(deps, connection);
  const org = await crm.org();
  const modules = org.ok ? await crm.modules() : org;
  let problem: Problem;
  if (!org.ok || !modules.ok) {
    const failure = org.ok ? (modules.ok ? undefined : modules.failure) : org.failure;
    problem = failure && problemOf(failure);
  } else {
    const readable = new Set(
      modules.value.filter((one) => hasRecords(one) && one.viewable).map((one) => one.api_name),
    );
    const missing = modulesOf(settings?.module ?? "accounts-and-contacts").filter(
      (name) => !readable.has(name),
    );
    const currency = await billingCurrency({ deps, member });
    const sides = { crmCurrency: org.value.iso_code, billingCurrency: currency };
    if (missing.length > 0)
      problem = {
        code: "connection.no_access",
        facts: { message: `The CRM user has no access to ${missing.join(" and ")}`, modules: missing },
      };
    else if (sides.crmCurrency !== sides.billingCurrency && org.value.iso_code !== connection.crm_currency) {
      problem = { code: "settings.currency_differs", facts: { message: currencyWords(sides) } };
    }
  }
  await inOrganization(deps.db, member.organizationId, (tx) =>
    setProblem(tx, connection.id, problem, deps.clock.now()),
  );
}
