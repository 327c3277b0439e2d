import { type Field, isWritable } from "#zoho/metadata.ts";
import type { CrmRecord } from "#zoho/record.ts";

/**
 * Which fields the record that goes gives to the one that stays: those that are blank there. Amounts stay with their
 * currency, and what points to a record with the record that pointed, since the CRM takes neither alone.
 */
export function givenFields(fields: readonly Field[], master: CrmRecord, child: CrmRecord): string[] {
  return fields
    .filter((field) => isWritable(field) && !kept.includes(field.data_type))
    .map((field) => field.api_name)
    .filter((name) => !names.includes(name) && isBlank(master[name]) && !isBlank(child[name]));
}

const kept = ["currency", "lookup", "ownerlookup", "autonumber", "formula", "bigint", "profileimage"];
const names = ["Currency", "Exchange_Rate", "Owner", "id"];

function isBlank(value: unknown): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}
