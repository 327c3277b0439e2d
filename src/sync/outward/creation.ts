import type { CrmField } from "#sync/mapping/crm-field.ts";
import type { FieldIssue } from "#sync/mapping/incoming.ts";
import type { Put } from "#sync/mapping/outgoing.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import type { BillingRecord, Values } from "#sync/plan/decision.ts";
import { markerField } from "#sync/mapping/incoming.ts";

/** A record to be made in the CRM: its row, the billing values in it, and what the CRM cannot hold. */
export type NewRecord = { payload: Record<string, unknown>; values: Values; issues: FieldIssue[] };

export type CreationRules = {
  rows: ReadonlyMap<string, MappingRow>;
  put: Put;
  crmFields: readonly CrmField[];
  ownerId: string;
  /** The account of a contact person's customer. */
  accountId: string | undefined;
};

/**
 * The CRM's row for a billing record. A field that only comes from the CRM is filled this once where the CRM requires
 * it: without it there could be no record. A person without a last name is called by what else is known.
 */
export function newRecord(record: BillingRecord, name: string, rules: CreationRules): NewRecord {
  const { rows, put, crmFields, ownerId, accountId } = rules;
  const required = new Set(crmFields.filter((field) => field.required).map((field) => field.api_name));
  const made: NewRecord = {
    payload: {
      [markerField]: record.id,
      Owner: { id: ownerId },
      ...(accountId === undefined ? {} : { Account_Name: { id: accountId } }),
    },
    values: {},
    issues: [],
  };
  for (const [field, row] of rows) {
    const value = record.values[field] ?? null;
    const isWanted = row.direction !== "to_billing" || required.has(row.crm);
    if (!isWanted || value === null || row.crm in made.payload) continue;
    const written = put(field, value);
    if (!written.ok) made.issues.push({ field, problem: written.problem, value });
    else {
      made.payload[written.crm] = written.raw;
      made.values[field] = value;
    }
  }
  if (required.has("Last_Name") && made.payload["Last_Name"] === undefined) addLastName(made, name, rows);
  return made;
}

/**
 * The last word is taken for the last name, the rest for the first. Who has a first name alone is called by that: the
 * CRM would show it twice. Our own field for it keeps what it holds, so what was filled in is told and agreed on.
 */
function addLastName({ payload, values }: NewRecord, name: string, rows: CreationRules["rows"]): void {
  const rowOf = (crm: string) => [...rows].find(([, row]) => row.crm === crm);
  const fill = (crm: string, text: string): void => {
    payload[crm] = text;
    const [field] = rowOf(crm) ?? [];
    if (field !== undefined) values[field] = text;
  };
  const words = wordsOf(name);
  const first = payload["First_Name"];
  // A blank that may erase would take the first name from billing.
  const isAll = typeof first === "string" && wordsOf(first).join(" ") === words.join(" ");
  if (isAll && rowOf("First_Name")?.[1].blank_erases !== true) {
    delete payload["First_Name"];
    fill("Last_Name", first.slice(0, 80));
    return;
  }
  fill("Last_Name", (words.at(-1) ?? name).slice(0, 80));
  const rest = words.slice(0, -1).join(" ").slice(0, 40);
  if (rest !== "" && first === undefined) fill("First_Name", rest);
}

function wordsOf(text: string): string[] {
  return text.trim().split(/\s+/);
}
