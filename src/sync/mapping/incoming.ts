import type { BillingField } from "#billing/customer/customer-fields.ts";
import { validateValue } from "#billing/customer/field-value.ts";
import { type Instant, instantFromMs, msOf } from "#kernel/time.ts";
import type { MappingRow } from "#sync/connection/settings.api.ts";
import type { Later } from "#sync/conflict/later.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import { rawValue } from "./crm-field.ts";

export type CrmModule = "Accounts" | "Contacts";
export type Target = "customer" | "contact_person";

/** A value of the CRM that billing cannot hold, kept whole: it is never cut to fit (docs/faults.md 38 to 47). */
export type FieldIssue = { field: string; problem: string; value: unknown };

/** A CRM record as billing would hold it: mapped, validated, in canonical form. */
export type Incoming = {
  module: CrmModule;
  crmId: string;
  /** How the CRM calls the record; for lists and messages. */
  name: string;
  modifiedTime: Instant;
  /** Who changed it last; not every reading tells. */
  modifiedBy?: string | undefined;
  target: Target;
  /** By billing field. A mapped field that has an issue is absent. */
  values: Record<string, Value>;
  issues: FieldIssue[];
  /** The account a contact belongs to. */
  accountId: string | undefined;
  /** The billing record that it was made of in the CRM, if it was. */
  madeOf?: string | undefined;
  /** By billing field, what an update of ours has written, although somebody has changed it since. */
  arrived?: ReadonlyMap<string, Value> | undefined;
  /** By billing field, whose change was the later one; found out for fields in conflict only. */
  later?: ReadonlyMap<string, Later> | undefined;
  /** A contact as the other thing that a contact can be, customer or contact person: what it was linked as, it stays. */
  otherwise?: () => Incoming;
};

export type RawRecord = { id: string } & Record<string, unknown>;

/** A lens from CRM records to billing values: made once a run, used for each record. */
export type Lens = {
  target: Target;
  module: CrmModule;
  rows: readonly MappingRow[];
  fields: ReadonlyMap<string, BillingField>;
};

/** A lens over the rows that bring values into billing, for the billing fields that exist. */
export function createLens(
  module: CrmModule,
  target: Target,
  mapping: readonly MappingRow[],
  fields: readonly BillingField[],
): Lens {
  const byName = new Map(fields.map((field) => [field.name, field]));
  return { module, target, rows: mapping.filter((row) => byName.has(row.billing)), fields: byName };
}

/** A raw value of the CRM in billing's canonical form, or why billing cannot hold it. */
export function readValue(field: BillingField, raw: unknown): ReturnType<typeof validateValue> {
  return validateValue(field, field.type === "date" ? dayOf(raw) : raw);
}

/** One record through the lens. Two CRM fields never meet in one billing field: the mapping check refuses that. */
export function readIncoming(lens: Lens, record: RawRecord): Incoming {
  const values: Record<string, Value> = {};
  const issues: FieldIssue[] = [];
  for (const row of lens.rows) {
    const field = lens.fields.get(row.billing);
    if (!field) continue;
    const raw = rawValue(record, row.crm);
    // A key that is not there says nothing: a field that the user may not see must not look like an emptied one.
    if (raw === undefined) continue;
    const read = readValue(field, raw);
    if (read.ok) values[row.billing] = read.value;
    else issues.push({ field: row.billing, problem: read.refusal.message, value: raw });
  }
  const modified = record["Modified_Time"];
  return {
    module: lens.module,
    crmId: record.id,
    name: recordName(lens.module, record),
    modifiedTime: typeof modified === "string" ? instantFromMs(msOf(modified)) : instantFromMs(0),
    modifiedBy: personIn(record["Modified_By"]),
    target: lens.target,
    values,
    issues,
    accountId: accountOf(record),
    madeOf: textOf(record[markerField]),
  };
}

/**
 * The unique field of the CRM that holds the billing id of each record that was made from billing. By it a try whose
 * answer was lost finds its record, and no record is ever made twice.
 */
export const markerField = "Concord_ID";

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The day of a time as the CRM shows it to its user: in the user's zone, which the text is written in. */
function dayOf(raw: unknown): unknown {
  return typeof raw === "string" && /^\d{4}-\d{2}-\d{2}T/.test(raw) ? raw.slice(0, 10) : raw;
}

/** How the CRM calls a record, in one line; its id where it has no name. */
export function recordName(module: CrmModule, record: RawRecord): string {
  const text = module === "Accounts" ? record["Account_Name"] : rawValue(record, "Full_Name");
  if (typeof text !== "string") return record.id;
  // The history is text of PostgreSQL, which holds neither a null character nor half a character.
  const shown = text
    .replaceAll(/\p{Cc}+/gu, " ")
    .slice(0, 300)
    .toWellFormed()
    .trim();
  return shown === "" ? record.id : shown;
}

function personIn(person: unknown): string | undefined {
  return person !== null && typeof person === "object" && "name" in person ? String(person.name) : undefined;
}

function accountOf(record: RawRecord): string | undefined {
  const account = record["Account_Name"];
  return account !== null && typeof account === "object" && "id" in account ? String(account.id) : undefined;
}
