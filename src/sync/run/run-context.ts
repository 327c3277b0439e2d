import type { Selectable } from "kysely";
import { contactPersonFields, customerFieldsWith } from "#billing/customer/customer-fields.ts";
import type { ConnectionId, OrganizationId, RunId } from "#kernel/id.ts";
import type { Actor } from "#platform/auth/actor.ts";
import type { ConnectionRow } from "#sync/connection/connection.table.ts";
import type { MappingRow, SyncSettings } from "#sync/connection/settings.api.ts";
import type { CrmField } from "#sync/mapping/crm-field.ts";
import { defaultMatchKeys, unassociatedMapping } from "#sync/mapping/default-mapping.ts";
import { createLens, type CrmModule, type Lens } from "#sync/mapping/incoming.ts";
import { jitterMs } from "#sync/outward/quiet.ts";
import type { PlanRules } from "#sync/plan/plan-batch.ts";
import type { RunView } from "./run.api.ts";
import type { Run } from "./run.table.ts";

/** All that stays the same during a run. */
export type RunContext = {
  organizationId: OrganizationId;
  connectionId: ConnectionId;
  runId: RunId;
  kind: RunView["kind"];
  /** The lease under which this worker writes; another worker's lease makes every further batch fail. */
  epoch: string;
  configVersion: number;
  settings: SyncSettings;
  rules: PlanRules;
  lenses: { account: Lens; contact: Lens; unassociated: Lens };
  baseCurrency: string;
  approvedPreview: RunId | undefined;
  excluded: ReadonlySet<string>;
  actor: Actor;
  /** Whether changes of billing go to the CRM. */
  pushes: boolean;
  /** Whether the CRM's modules had the marker when the run began: it is read with each record. */
  hasMarker: boolean;
  /** Whether another connection of the organization wants to hear what this run changes in billing. */
  isOverheard: boolean;
  /** Whom the records belong to that are made in the CRM (F8). */
  crmUserId: string;
  crmKind: "embedded" | "zoho";
  /** The CRM's fields by module; known once the run was checked. */
  crmFields: Record<CrmModule, readonly CrmField[]>;
};

/** What a context is made of. */
export type Preparation = {
  run: Pick<
    Run,
    | "id"
    | "kind"
    | "config_version"
    | "approved_preview"
    | "excluded"
    | "started_by_kind"
    | "started_by_id"
    | "started_by_name"
  >;
  connection: Pick<
    Selectable<ConnectionRow>,
    "id" | "organization_id" | "pushes" | "extent_allowed" | "has_marker" | "crm_user_id" | "kind"
  >;
  settings: SyncSettings;
  epoch: string;
  baseCurrency: string;
  customFields: Parameters<typeof customerFieldsWith>[0];
  isOverheard: boolean;
};

/** The context of a run under its configuration. */
export function contextOf(given: Preparation): RunContext {
  const { run, connection, settings, epoch, isOverheard, baseCurrency } = given;
  const fields = customerFieldsWith(given.customFields);
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
      isPreview: run.kind === "preview",
      configVersion: run.config_version,
      jitterMs: jitterMs[connection.kind],
    },
    baseCurrency,
    approvedPreview: run.approved_preview ?? undefined,
    excluded: new Set(run.excluded),
    actor: actorOf(run),
    pushes,
    hasMarker: pushes && connection.has_marker,
    isOverheard,
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

function actorOf(run: Preparation["run"]): Actor {
  return { kind: run.started_by_kind as Actor["kind"], id: run.started_by_id, name: run.started_by_name };
}
