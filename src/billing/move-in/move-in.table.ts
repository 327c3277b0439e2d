import type { ColumnType } from "kysely";
import type { Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Actor } from "#platform/auth/actor.ts";
import type { FieldChange } from "#billing/customer/customer.ts";
import type { DateOrder, DecimalSign, Survey } from "./cell.ts";
import type { MoveInKind, MoveInStatus, RecordOutcome } from "./move-in-kind.ts";
import type { RowProblem } from "./record.ts";

export type MoveInId = Id<"mvi">;

export type MoveInRow = {
  organization_id: OrganizationId;
  id: MoveInId;
  kind: MoveInKind;
  file_name: string;
  headings: string[];
  /** The field that each column is read as; empty where it is left out. */
  fields: string[];
  existing: "skip" | "update";
  date_order: DateOrder;
  decimal_sign: DecimalSign;
  survey: ColumnType<Survey, string, string>;
  status: MoveInStatus;
  row_count: number;
  record_count: number | null;
  /** The last row whose record is known. */
  keyed: number;
  /** The last record that was taken up, by its first row. */
  position: number;
  actor: ColumnType<Actor, string, string>;
  created_at: Instant;
  started_at: Instant | null;
  finished_at: Instant | null;
};

export type MoveInRowRow = {
  organization_id: OrganizationId;
  move_in_id: MoveInId;
  row: number;
  cells: string[];
  fault: string | null;
  key: string | null;
  /** The first row of its record. */
  record: number | null;
  outcome: RecordOutcome | null;
  problems: ColumnType<RowProblem[], string | undefined, string>;
  note: string | null;
  name: string | null;
  /** What a record became: `cus_…`. */
  subject: string | null;
  version: number | null;
  changes: ColumnType<FieldChange[], string | undefined, string>;
  /** What the file says is open of it: of a customer what it owes. Minor units. */
  expected_balance: ColumnType<string | null, bigint | null, bigint | null>;
  /** What the file says a customer has left of payments and credit notes. Minor units. */
  expected_credit: ColumnType<string | null, bigint | null, bigint | null>;
};

export type MovedInRow = {
  organization_id: OrganizationId;
  kind: MoveInKind;
  /** `zoho:4600000012345` */
  key: string;
  subject: string;
  move_in_id: MoveInId;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    move_in: MoveInRow;
    move_in_row: MoveInRowRow;
    moved_in: MovedInRow;
  }
}
