import type { Sides } from "#sync/connection/check-settings.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import { fittingRows } from "#sync/mapping/check-mapping.ts";
import type { CrmField } from "#sync/mapping/crm-field.ts";
import type { Lens } from "#sync/mapping/incoming.ts";
import type { RunContext } from "./run-context.ts";

/**
 * The lenses without the rows that no longer fit the CRM's or billing's fields. A field that is left out keeps its value
 * and its base, as if the CRM had said nothing of it: a run that has the field again goes on from there.
 */
export function fitLenses(
  { settings, lenses }: Pick<RunContext, "settings" | "lenses">,
  sides: Sides,
): RunContext["lenses"] {
  const { mapping, contact_mapping, module } = settings;
  if (module === "contacts") return { ...lenses, unassociated: fit(mapping, lenses.unassociated, sides) };
  const account = fit(mapping, lenses.account, sides);
  if (module === "accounts") return { ...lenses, account };
  const { contact, unassociated } = lenses;
  return {
    account,
    contact: fit(contact_mapping, contact, sides),
    unassociated: fit(unassociated.rows, unassociated, sides),
  };
}

function fit(mapping: readonly MappingRow[], lens: Lens, sides: Sides): Lens {
  const crm: readonly CrmField[] = lens.module === "Accounts" ? sides.accountFields : sides.contactFields;
  const billing = lens.target === "contact_person" ? sides.personFields : sides.customerFields;
  const rows = fittingRows(mapping, { crm, billing });
  return { ...lens, rows: lens.rows.filter((row) => rows.includes(row)) };
}
