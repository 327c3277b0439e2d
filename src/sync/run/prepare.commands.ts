import { customerFieldsWith, contactPersonFields } from "#billing/customer/customer-fields.ts";
import { listCustomerFields } from "#billing/customer/customer-field.store.ts";
import { findBillingOrganization } from "#billing/organization/organization.store.ts";
import { AppError } from "#kernel/errors.ts";
import type { Actor } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { checkSettings, currencyWords } from "#sync/connection/check-settings.ts";
import { type Connection, findSettings, setProblem } from "#sync/connection/connection.store.ts";
import type { MappingRow, SyncSettings } from "#sync/connection/settings.api.ts";
import { defaultMatchKeys, unassociatedMapping } from "#sync/mapping/default-mapping.ts";
import { readCrmFields } from "#sync/mapping/crm-fields.client.ts";
import { createLens } from "#sync/mapping/incoming.ts";
import { valueOf } from "#sync/read/crm-trouble.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import type { RunContext } from "./run-context.ts";
import type { Run } from "./run.table.ts";

/** A run's context from its configuration. Refused where there is none. */
export async function prepareRun(
  tx: Tx,
  run: Run,
  connection: Connection,
  epoch: string,
): Promise<RunContext> {
  const settings = await findSettings(tx, connection.id, run.config_version);
  if (!settings) throw new AppError("connection.not_configured");
  const organization = await findBillingOrganization(tx);
  if (!organization) throw new AppError("auth.organization_unknown");
  const fields = customerFieldsWith(await listCustomerFields(tx));
  const unassociated = settings.module === "contacts" ? settings.mapping : unassociatedMapping(false);
  return {
    organizationId: connection.organization_id,
    connectionId: connection.id,
    runId: run.id,
    kind: run.kind,
    epoch,
    configVersion: run.config_version,
    settings,
    lenses: {
      account: createLens("Accounts", "customer", settings.mapping, fields),
      contact: createLens("Contacts", "contact_person", settings.contact_mapping, contactPersonFields),
      unassociated: createLens("Contacts", "customer", unassociated, fields),
    },
    rules: {
      customerRows: rowsByField(settings.mapping),
      unassociatedRows: rowsByField(unassociated),
      personRows: rowsByField(settings.contact_mapping),
      matchKeys: settings.match_keys,
      unassociatedKeys: settings.module === "contacts" ? settings.match_keys : defaultMatchKeys("contacts"),
      policy: "crm",
      duplicates: settings.duplicates,
      required: ["display_name"],
    },
    baseCurrency: organization.base_currency,
    approvedPreview: run.approved_preview ?? undefined,
    excluded: new Set(run.excluded),
    actor: actorOf(run),
  };
}

function rowsByField(rows: readonly MappingRow[]): Map<string, MappingRow> {
  return new Map(rows.map((row) => [row.billing, row]));
}

function actorOf(run: Run): Actor {
  return { kind: run.started_by_kind as Actor["kind"], id: run.started_by_id, name: run.started_by_name };
}

/**
 * What must hold before the first write of a run: the mapping still fits the CRM's fields, and the base currencies are
 * equal wherever money is mapped (F35, F57). Asked of the CRM then, not at every run: a run without changes costs two calls.
 */
export async function checkBeforeWriting(
  deps: Deps,
  crm: Zoho,
  context: RunContext,
  connection: Connection,
): Promise<void> {
  const org = valueOf(await crm.org());
  const { settings } = context;
  const usesAccounts = settings.module !== "contacts";
  const accountFields = usesAccounts ? await readCrmFields(crm, "Accounts") : [];
  const contactFields = settings.module !== "accounts" ? await readCrmFields(crm, "Contacts") : [];
  const problems = await inOrganization(deps.db, context.organizationId, async (tx) => {
    const customerFields = customerFieldsWith(await listCustomerFields(tx));
    const sides = {
      accountFields,
      contactFields,
      customerFields,
      personFields: contactPersonFields,
      crmCurrency: org.iso_code,
      billingCurrency: context.baseCurrency,
    };
    if (org.iso_code !== connection.crm_currency && org.iso_code !== context.baseCurrency) {
      await setProblem(
        tx,
        connection.id,
        { code: "settings.currency_differs", facts: { message: currencyWords(sides) } },
        deps.clock.now(),
      );
    } else if (connection.problem_code === "settings.currency_differs")
      await setProblem(tx, connection.id, undefined, deps.clock.now());
    return checkSettings(settings, sides, connection.extent_allowed);
  });
  const [first] = problems;
  if (first)
    throw new AppError(refusalOf(settings, org.iso_code, context.baseCurrency), {
      message: first.problem,
      fields: problems,
    });
}

function refusalOf(
  settings: SyncSettings,
  crmCurrency: string,
  billingCurrency: string,
): "settings.currency_differs" | "settings.field_gone" {
  const maps = settings.mapping.some((row) => row.billing === "currency_code");
  return crmCurrency !== billingCurrency && maps ? "settings.currency_differs" : "settings.field_gone";
}
