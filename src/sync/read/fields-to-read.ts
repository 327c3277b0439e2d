import { fieldsToRead } from "#sync/mapping/crm-field.ts";
import { type CrmModule, markerField } from "#sync/mapping/incoming.ts";
import type { RunContext } from "#sync/run/run-context.ts";

/**
 * The CRM fields that a run asks for: those of its lenses, the time of change, and what tells a contact's account. Where
 * a person decides conflicts, also who changed the record.
 */
export function fieldsOf(context: RunContext, module: CrmModule): string[] {
  const { account, contact, unassociated } = context.lenses;
  const lenses = module === "Accounts" ? [account] : [contact, unassociated];
  const mapped = lenses.flatMap((lens) => lens.rows.map((row) => row.crm));
  const always =
    module === "Accounts"
      ? ["Account_Name", "Modified_Time"]
      : ["Account_Name", "First_Name", "Last_Name", "Modified_Time"];
  const who = context.pushes && context.rules.policy === "ask" ? ["Modified_By"] : [];
  const marker = context.hasMarker ? [markerField] : [];
  return fieldsToRead(mapped, [...always, ...who, ...marker]).filter((name) => name !== "id");
}

/** The view that a module is read by. */
export function viewOf(context: RunContext, module: CrmModule): { id: string; name: string; all: boolean } {
  const { settings } = context;
  return module === "Contacts" && settings.module === "accounts-and-contacts" && settings.contact_view
    ? settings.contact_view
    : settings.view;
}
