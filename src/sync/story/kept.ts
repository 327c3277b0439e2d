import type { MappingRow, SyncSettings } from "#sync/connection/settings.api.ts";
import type { LinkRow } from "#sync/link/link.table.ts";
import type { FieldIssue } from "#sync/mapping/incoming.ts";
import { unassociatedMapping } from "#sync/mapping/default-mapping.ts";
import { kindOf } from "#sync/plan/kind.ts";
import type { Values } from "#sync/plan/decision.ts";
import type { FieldDirection, Value } from "#sync/plan/reconcile.ts";

/** A link of the record, with the set-up that its fields are synced by now. */
export type KeepingLink = LinkRow & {
  state: "linked" | "out_of_view" | "deleted_in_crm";
  crm_company: string;
  api_url: string;
  kind: "embedded" | "zoho";
  /** Whether changes of billing go to this CRM. */
  pushes: boolean;
  settings: SyncSettings;
};

/**
 * How a field is kept in agreement with a CRM record; `agreed` is what both sides held when they last did, if ever.
 * `issue`: why it is not, where a value of one side cannot go to the other.
 */
export type Kept = {
  crmField: string;
  direction: FieldDirection;
  agreed: { value: Value } | null;
  issue: { problem: string; value: unknown } | null;
};

/** How a link keeps a field; undefined where the set-up does not name it. */
export function keptBy(link: KeepingLink, field: string): Kept | undefined {
  const row = rowsOf(link).find(({ billing }) => billing === field);
  if (!row) return undefined;
  const agreed = (JSON.parse(link.base) as Values)[field];
  return {
    crmField: row.crm,
    // Where nothing goes to the CRM, a field that may go both ways comes from it only.
    direction: row.direction === "both" && !link.pushes ? "to_billing" : row.direction,
    agreed: agreed === undefined ? null : { value: agreed },
    issue: issueOf(link, field),
  };
}

function issueOf({ issues }: KeepingLink, field: string): Kept["issue"] {
  const all = issues === null ? [] : (JSON.parse(issues) as FieldIssue[]);
  const found = all.find((one) => one.field === field);
  return found ? { problem: found.problem, value: found.value } : null;
}

/** The mapping of the kind of record that the link ties. */
function rowsOf({ crm_module: module, target, settings }: KeepingLink): readonly MappingRow[] {
  const kind = kindOf({ module, target });
  if (kind === "person") return settings.contact_mapping;
  return kind === "customer" || settings.module === "contacts"
    ? settings.mapping
    : unassociatedMapping(false);
}
