import type { BillingField } from "#billing/customer/customer-fields.ts";
import type { FieldChange } from "#billing/customer/customer.ts";
import type { MoveInKind, RecordOutcome } from "./move-in-kind.ts";
import type { MoveInId } from "./move-in.table.ts";

/** What an import is done with. */
export type Scope = {
  moveIn: { id: MoveInId; kind: MoveInKind; existing: "skip" | "update" };
  /** What the organization says itself of what such a file has (own-fields.commands.ts). */
  fields: readonly BillingField[];
};

/** What became of a record that came in, or was there. */
export type Applied = {
  outcome: Extract<RecordOutcome, "created" | "updated" | "unchanged" | "skipped">;
  /** What it is called: a display name, a code, a number. */
  name: string;
  subject: string;
  /** The version that it was left in; null of what has none. */
  version: number | null;
  /** By which it is known again: `zoho:4600…`. */
  keys: readonly string[];
  note?: string;
  changes?: readonly FieldChange[];
  /** What the file says is open of it, and of a customer what is unused, in minor units; null where it says nothing. */
  expected_balance?: bigint | null;
  expected_credit?: bigint | null;
};

/** The keys of a record: the id that it had where it came from, and what else it is known by. */
export function keysOf(zohoId: string | null, others: readonly string[] = []): string[] {
  return [...(zohoId === null ? [] : [`zoho:${zohoId}`]), ...others];
}
