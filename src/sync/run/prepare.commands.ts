import { customerFieldsWith, contactPersonFields } from "#billing/customer/customer-fields.ts";
import { listCustomerFields } from "#billing/customer/customer-field.store.ts";
import { findBillingOrganization } from "#billing/organization/organization.store.ts";
import { AppError } from "#kernel/errors.ts";
import type { Actor } from "#platform/auth/actor.ts";
import type { Tx } from "#platform/db/db.ts";
import { type Connection, findSettings, isOverheard } from "#sync/connection/connection.store.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import { defaultMatchKeys, unassociatedMapping } from "#sync/mapping/default-mapping.ts";
import { createLens } from "#sync/mapping/incoming.ts";
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
  const pushes = connection.pushes && connection.extent_allowed === "two-way";
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
      rows: {
        customer: rowsByField(settings.mapping, pushes),
        unassociated: rowsByField(unassociated, pushes),
        person: rowsByField(settings.contact_mapping, pushes),
      },
      matchKeys: settings.match_keys,
      unassociatedKeys: settings.module === "contacts" ? settings.match_keys : defaultMatchKeys("contacts"),
      policy: settings.conflicts,
      duplicates: settings.duplicates,
      required: ["display_name"],
      ignoresView: run.kind === "fetch_one",
      configVersion: run.config_version,
    },
    baseCurrency: organization.base_currency,
    approvedPreview: run.approved_preview ?? undefined,
    excluded: new Set(run.excluded),
    actor: actorOf(run),
    pushes,
    hasMarker: pushes && connection.has_marker,
    isOverheard: await isOverheard(tx, connection.id),
    crmUserId: connection.crm_user_id,
    crmKind: connection.kind,
    crmFields: { Accounts: [], Contacts: [] },
  };
}

/** Where nothing goes to the CRM, a field that may go both ways comes from it only. */
function rowsByField(rows: readonly MappingRow[], pushes: boolean): Map<string, MappingRow> {
  return new Map(
    rows.map((row) => [
      row.billing,
      row.direction === "both" && !pushes ? { ...row, direction: "to_billing" } : row,
    ]),
  );
}

function actorOf(run: Run): Actor {
  return { kind: run.started_by_kind as Actor["kind"], id: run.started_by_id, name: run.started_by_name };
}
