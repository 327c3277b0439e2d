import type { BillingField } from "#billing/customer/customer-fields.ts";
import type { Direction, MappingRow } from "#sync/connection/settings.api.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import type { z } from "zod";
import { fittingRows } from "./check-mapping.ts";
import { type CrmField, rawValue } from "./crm-field.ts";
import { createLens, readValue } from "./incoming.ts";
import { createPut, type Put } from "./outgoing.ts";
import { possibleValues } from "./possible-values.ts";

export type Side = "crm" | "billing";

/** One of the user's own records: how it is called, and what it holds by the field names of its side. */
export type TriedRecord = { side: Side; name: string; values: Record<string, unknown> };

/** A value that does not come through. */
export type Loss = {
  /** Where the value is. */
  side: Side;
  /** Whose it is; null for a value that no record has yet. */
  record: string | null;
  before: Value;
  /** What would become of it; null where it would not go over at all. */
  after: Value;
  reason: string;
};

/** What became of the values of one pair. */
export type PairTrial = {
  /** The row's place in its mapping. */
  at: number;
  crm: string;
  billing: string;
  direction: z.output<typeof Direction>;
  tried: number;
  /** What was tried: what records hold or, where none holds anything, values that the fields could hold. */
  on: "records" | "possible_values";
  lost: number;
  /** A few of the lost values, each another one. */
  losses: Loss[];
};

type Tried = {
  rows: readonly MappingRow[];
  crmFields: readonly CrmField[];
  billingFields: readonly BillingField[];
  records: readonly TriedRecord[];
};

type Fields = { crm: CrmField; billing: BillingField; put: Put };
type Held = Pick<TriedRecord, "side"> & { record: string | null; value: Value };

/** Losses that are shown of a pair. */
const mostShown = 3;

/**
 * Tries each pair of fields on what records hold: a value goes over and comes back, and is what it was. A pair of one
 * direction is tried in that direction only. Blanks prove nothing and are left out, and so are rows that do not fit their fields.
 */
export function tryMapping({ rows, crmFields, billingFields, records }: Tried): PairTrial[] {
  const crmByName = new Map(crmFields.map((field) => [field.api_name, field]));
  const lens = createLens("Accounts", "customer", rows, billingFields);
  const put = createPut(lens, crmFields);
  const fitting = new Set(fittingRows(rows, { crm: crmFields, billing: billingFields }));
  return rows.flatMap((row, at) => {
    const crm = crmByName.get(row.crm);
    const billing = lens.fields.get(row.billing);
    return crm && billing && fitting.has(row)
      ? [{ at, ...tryPair(row, { crm, billing, put }, records) }]
      : [];
  });
}

/** Whether a pair keeps a set-up from going both ways: it would, loses something, and nobody said that it may. */
export function isRefused(row: MappingRow, { direction, lost }: PairTrial): boolean {
  return direction === "both" && lost > 0 && row.accepts_loss !== true;
}

function tryPair(row: MappingRow, fields: Fields, records: readonly TriedRecord[]): Omit<PairTrial, "at"> {
  const ofRecords = records.flatMap((record) => heldBy(record, row));
  const held = ofRecords.length > 0 ? ofRecords : possibleIn(fields, row.direction);
  const losses = held.flatMap((one) => lossOf(one, fields, row) ?? []);
  const different = new Map(losses.toReversed().map((loss) => [`${loss.side} ${loss.before}`, loss]));
  return {
    crm: row.crm,
    billing: row.billing,
    direction: row.direction,
    tried: held.length,
    on: ofRecords.length > 0 ? "records" : "possible_values",
    lost: losses.length,
    losses: [...different.values()].toReversed().slice(0, mostShown),
  };
}

/** The value of the pair that a record sends over; none where the direction is the other one, or it is blank. */
function heldBy({ side, name, values }: TriedRecord, { crm, billing, direction }: MappingRow): Held[] {
  if (direction === (side === "crm" ? "to_crm" : "to_billing")) return [];
  const value = side === "crm" ? rawValue(values, crm) : values[billing];
  return isValue(value) && value !== "" ? [{ side, record: name, value }] : [];
}

function isValue(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function possibleIn({ crm, billing }: Fields, direction: MappingRow["direction"]): Held[] {
  const possible = possibleValues(crm, billing);
  const of = (side: Side): Held[] => possible[side].map((value) => ({ side, record: null, value }));
  return [...(direction === "to_crm" ? [] : of("crm")), ...(direction === "to_billing" ? [] : of("billing"))];
}

/** What a value loses on its way over and, where the pair goes both ways, back; undefined where it loses nothing. */
function lossOf(
  { side, record, value }: Held,
  { billing, put }: Fields,
  { direction }: MappingRow,
): Loss | undefined {
  const loss = (reason: string, after: Value | undefined): Loss => ({
    side,
    record,
    before: shown(value),
    after: shown(after ?? null),
    reason,
  });
  const read = readValue(billing, value);
  if (!read.ok) return loss(read.refusal.message, undefined);
  if (read.value === null || (side === "crm" && direction === "to_billing")) return undefined;
  const written = put(billing.name, read.value);
  return written.ok ? undefined : loss(written.problem, written.back);
}

/** Characters that are shown of a value. */
const mostCharacters = 120;

function shown(value: Value): Value {
  if (typeof value !== "string") return value;
  const text = Array.from(value.toWellFormed());
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters).join("")}…` : text.join("");
}
