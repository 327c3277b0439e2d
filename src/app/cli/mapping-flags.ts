import { AppError } from "#kernel/errors.ts";
import type { FieldChoice } from "#sync/connection/connection.api.ts";
import {
  Direction,
  type MappingRow,
  type SyncSettings,
  usualDirection,
} from "#sync/connection/settings.api.ts";
import type { z } from "zod";

type Mappings = Pick<SyncSettings, "extent" | "mapping" | "contact_mapping">;
type CrmFields = readonly z.output<typeof FieldChoice>[];

/** What the flags of one mapping say: pairs, or fields as either side calls them. */
export type MappingFlags = {
  map?: readonly string[];
  unmap?: readonly string[];
  acceptLoss?: readonly string[];
  blankErases?: readonly string[];
  blankKeeps?: readonly string[];
};

/**
 * A mapping with rows taken out, put in, accepted with what they lose, and told what a blank does, in this order.
 * `prefix`: how the flags begin, `--` or `--contact-`.
 */
export function withFlags(
  rows: readonly MappingRow[],
  { map = [], unmap = [], acceptLoss, blankErases, blankKeeps }: MappingFlags,
  prefix: string,
  crmFields: CrmFields,
): MappingRow[] {
  const kept = withoutFields(rows, unmap, `${prefix}unmap`);
  const paired = map.reduce((before, pair) => withPair(before, pair, `${prefix}map`, crmFields), kept);
  const accepted = withSet(paired, acceptLoss, `${prefix}accept-loss`, { accepts_loss: true });
  const erasing = withSet(accepted, blankErases, `${prefix}blank-erases`, { blank_erases: true });
  return withSet(erasing, blankKeeps, `${prefix}blank-keeps`, { blank_erases: false });
}

/**
 * Each pair that is not as it was, which way it goes now, and whether a blank erases:
 * `Phone=phone: both, a blank erases (was to_billing)`.
 */
export function pairChanges(before: Mappings, after: Mappings): string[] {
  return [
    ...changesIn(before.mapping, after.mapping, before.extent, after.extent),
    ...changesIn(before.contact_mapping, after.contact_mapping, before.extent, after.extent),
  ];
}

function changesIn(
  before: readonly MappingRow[],
  after: readonly MappingRow[],
  ...[extentBefore, extentNow]: [SyncSettings["extent"], SyncSettings["extent"]]
): string[] {
  const changed = after.flatMap((row) => {
    const now = wayOf(row, extentNow);
    const earlier = before.find((one) => isSamePair(one, row));
    if (!earlier) return [`  ${nameOf(row)}: ${now}`];
    const was = wayOf(earlier, extentBefore);
    return was === now ? [] : [`  ${nameOf(row)}: ${now} (was ${was})`];
  });
  const gone = before.filter((row) => !after.some((one) => isSamePair(one, row)));
  return [...changed, ...gone.map((row) => `  ${nameOf(row)}: no longer mapped`)];
}

/** Which way a pair really goes (where nothing goes to the CRM, both ways means to billing), and what a blank does. */
function wayOf({ direction, blank_erases }: MappingRow, extent: SyncSettings["extent"]): string {
  const way = extent === "one-way" && direction === "both" ? "to_billing" : direction;
  return blank_erases ? `${way}, a blank erases` : way;
}

function nameOf({ crm, billing }: MappingRow): string {
  return `${crm}=${billing}`;
}

function isSamePair(one: MappingRow, other: MappingRow): boolean {
  return one.crm === other.crm && one.billing === other.billing;
}

/** The mapping without the rows of these fields, each called as either side calls it. */
function withoutFields(rows: readonly MappingRow[], fields: readonly string[], flag: string): MappingRow[] {
  refuseUnmapped(rows, fields, flag);
  return rows.filter((row) => !fields.some((field) => isOf(row, field)));
}

/** The mapping whose rows of these fields are changed in one respect. */
function withSet(
  rows: readonly MappingRow[],
  fields: readonly string[] = [],
  flag: string,
  change: Partial<Pick<MappingRow, "accepts_loss" | "blank_erases">>,
): MappingRow[] {
  refuseUnmapped(rows, fields, flag);
  return rows.map((row) => (fields.some((field) => isOf(row, field)) ? { ...row, ...change } : row));
}

function refuseUnmapped(rows: readonly MappingRow[], fields: readonly string[], flag: string): void {
  const unknown = fields.find((field) => !rows.some((row) => isOf(row, field)));
  if (unknown !== undefined)
    throw new AppError("cli.usage", {
      message: `${flag} ${unknown} is not mapped`,
      remedy: `Name one of the mapped fields: ${rows.map(({ crm, billing }) => `${crm}=${billing}`).join(", ")}.`,
    });
}

function isOf({ crm, billing }: MappingRow, field: string): boolean {
  return crm === field || billing === field;
}

/**
 * The mapping with a pair put in: it replaces the row that writes the same billing field. It goes the way that is named
 * with it, else the way it went before, else as a new pair of the set-up does: both ways where the CRM's field can be
 * written.
 */
function withPair(
  rows: readonly MappingRow[],
  pair: string,
  flag: string,
  crmFields: CrmFields,
): MappingRow[] {
  const { crm, billing, direction } = pairOf(pair, flag);
  const at = rows.findIndex((one) => one.billing === billing);
  const before = rows[at];
  const row: MappingRow =
    before?.crm === crm ? before : { crm, billing, direction: "to_billing", blank_erases: false };
  const others = rows.filter((one) => one !== before);
  const isSendable = crmFields.some(({ name, sendable }) => name === crm && sendable);
  const usual = row === before ? before.direction : usualDirection(crm, others, isSendable);
  const put = { ...row, direction: direction ?? usual };
  return at === -1 ? [...rows, put] : rows.with(at, put);
}

/** `CRM_Field=billing_field`, and after a colon the direction. */
function pairOf(
  pair: string,
  flag: string,
): Pick<MappingRow, "crm" | "billing"> & { direction: MappingRow["direction"] | undefined } {
  const [, crm, billing, way] = /^([^=]+)=([^=:]+)(?::(.*))?$/.exec(pair) ?? [];
  if (crm === undefined || billing === undefined)
    throw new AppError("cli.usage", {
      message: `${flag} ${pair} is not a pair of fields`,
      remedy: "Write it as CRM_Field=billing_field",
    });
  const direction = Direction.safeParse(way?.trim());
  if (way !== undefined && !direction.success)
    throw new AppError("cli.usage", {
      message: `${flag} ${pair} names no direction`,
      remedy: `Write ${crm}=${billing}:DIRECTION with one of ${Direction.options.join(", ")}.`,
    });
  return { crm: crm.trim(), billing: billing.trim(), direction: direction.data };
}
