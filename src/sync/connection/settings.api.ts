import { z } from "zod";

/** Which CRM module becomes customers: accounts, contacts, or accounts with their contacts as contact persons. */
export const ModuleChoice = z.enum(["accounts", "contacts", "accounts-and-contacts"]);
export type ModuleChoice = z.output<typeof ModuleChoice>;

export const Extent = z.enum(["one-way", "two-way"]);

/** What to do when an unlinked CRM record matches an existing customer. */
export const DuplicatePolicy = z.enum(["skip", "overwrite", "clone"]);
export type DuplicatePolicy = z.output<typeof DuplicatePolicy>;

/**
 * Who wins a field that both sides changed, the loser's value stays in the history; or `ask`: a person decides. `latest`
 * is who changed the field last, by its history on both sides; where that does not tell, a person is asked. Says nothing
 * one-way, where the CRM's value is the only one that is written.
 */
export const ConflictPolicy = z.enum(["crm", "billing", "latest", "ask"]);
export type ConflictPolicy = z.output<typeof ConflictPolicy>;

/** By which normalised value two records count as the same one. */
export const MatchKey = z.enum(["name", "email", "phone", "website"]);
export type MatchKey = z.output<typeof MatchKey>;

export const Direction = z.enum(["to_billing", "to_crm", "both"]);
export type Direction = z.output<typeof Direction>;

/**
 * One pair of fields. `blank_erases`: an empty CRM value empties the billing field; otherwise it is ignored.
 * `accepts_loss`: the pair goes both ways although some values cannot; those stay where they are, and are listed.
 */
export const MappingRow = z.object({
  crm: z.string().min(1).max(100),
  billing: z.string().min(1).max(100),
  direction: Direction.default("to_billing"),
  blank_erases: z.boolean().default(false),
  accepts_loss: z.boolean().optional(),
});
export type MappingRow = z.output<typeof MappingRow>;

/**
 * The direction of a new row: both ways where the CRM's field can be sent to, and none of the rows before it has that
 * field. Where nothing goes to the CRM, both ways means to billing.
 */
export function usualDirection(
  crm: string,
  before: readonly Pick<MappingRow, "crm">[],
  isSendable: boolean,
): Direction {
  return isSendable && before.every((other) => other.crm !== crm) ? "both" : "to_billing";
}

export const ViewRef = z.object({
  id: z.string().regex(/^\d{1,19}$/, "must be the id of a CRM view"),
  name: z.string(),
  /** Set by the server: the view has no criteria, so that every record is in it. */
  all: z.boolean().default(false),
});
export type ViewRef = z.output<typeof ViewRef>;

/** A connection's configuration, as the wizard saves it: whole, at its end. */
export const SyncSettings = z.object({
  module: ModuleChoice,
  include_unassociated: z.boolean().default(false),
  extent: Extent,
  duplicates: DuplicatePolicy,
  /** Who wins where both sides changed the same field since they last agreed. */
  conflicts: ConflictPolicy.default("crm"),
  match_keys: z.array(MatchKey).min(1, "choose at least one match key"),
  view: ViewRef,
  contact_view: ViewRef.nullable().default(null),
  /** From the account (or the contact, where contacts become customers) to the customer. */
  mapping: z.array(MappingRow).min(1, "map at least the display name"),
  /** From the contact to the contact person; used for accounts with their contacts only. */
  contact_mapping: z.array(MappingRow).default([]),
});
export type SyncSettings = z.output<typeof SyncSettings>;
