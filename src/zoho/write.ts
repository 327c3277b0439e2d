import { z } from "zod";
import { ErrorBody } from "./answer.ts";

/** A row to write: fields by API name; with its id for an update. A null clears a field, an absent one is kept. */
export type WriteRow = { id?: string } & Record<string, unknown>;

/** Why one row was refused, in the words that the engine settles it by. */
export type RowReason =
  | "duplicate"
  | "gone"
  | "mandatory"
  | "too_long"
  | "invalid"
  | "locked"
  | "no_permission"
  | "changed_since"
  | "too_large"
  | "other";

/**
 * What became of one row; `index` is its place in what the caller gave. `unknown`: it may have been written, read
 * before writing again. `unsent`: it was certainly not written, because the writing stopped before it.
 */
export type RowOutcome =
  | {
      state: "done";
      index: number;
      id: string;
      action: "insert" | "update" | "delete" | "restore";
      modifiedTime: string | undefined;
      duplicateField: string | undefined;
    }
  | ({ state: "refused"; index: number } & RowRefusal)
  | { state: "unknown"; index: number }
  | { state: "unsent"; index: number };

/** `field` is the API name to blame; `existingId` is the record that has the value already; `isPermanent`: sending the same row again can't help. */
export type RowRefusal = {
  reason: RowReason;
  isPermanent: boolean;
  code: string;
  message: string;
  field: string | undefined;
  existingId: string | undefined;
  details: Record<string, unknown>;
};

/** What a write does; an upsert is an insert until the CRM says otherwise. */
export type WriteAction = "insert" | "update" | "delete" | "restore";

/** A row on its way, with its place in the caller's list. */
export type SentRow = { index: number; id: string | undefined };

const Success = z.object({
  status: z.literal("success"),
  action: z.enum(["insert", "update"]).optional(),
  duplicate_field: z.string().nullish(),
  details: z.looseObject({ id: z.string().min(1), Modified_Time: z.string().optional() }),
});

type Success = z.infer<typeof Success>;

/**
 * Settles the rows of a batch by the CRM's answer, row by row. A success counts for the row whose id it names, or,
 * for rows that had none, for the row in its place. Whatever can't be matched beyond doubt stays unknown
 * (docs/faults.md 22 to 24): wrongly taking a row for written loses it, wrongly taking it for lost only costs a read.
 */
export function settleRows(
  action: WriteAction,
  sent: readonly SentRow[],
  answered: readonly unknown[],
): RowOutcome[] {
  const items = answered.map(readItem);
  const byId = new Map(
    sent.flatMap((row, place) => (row.id === undefined ? [] : [[row.id, place] as const])),
  );
  const inPlace = isInPlace(sent, items, byId);
  const outcomes: RowOutcome[] = sent.map(({ index }) => ({ state: "unknown", index }));
  items.forEach((item, i) => {
    const place = placeOf(item, byId) ?? (inPlace ? i : undefined);
    const row = place === undefined ? undefined : sent[place];
    if (row === undefined || place === undefined) return;
    if (item.success !== undefined && (row.id === undefined || row.id === item.success.details.id)) {
      outcomes[place] = doneOf(action, row.index, item.success);
    }
    if (item.error !== undefined)
      outcomes[place] = { state: "refused", index: row.index, ...refusalOf(item.error) };
  });
  return outcomes;
}

/** A row's error in our words. Zoho nests several errors of one row; the first decides. */
export function refusalOf(error: ErrorBody): RowRefusal {
  const inner = z.array(ErrorBody).min(1).safeParse(error.details["errors"]);
  const first = inner.success ? (inner.data[0] ?? error) : error;
  const { code, message, details } = first;
  const reason = reasonOf(first);
  const isPassing = reason === "locked" || reason === "changed_since" || passingCodes.includes(code);
  const duplicate = z.object({ id: z.string() }).safeParse(details["duplicate_record"]);
  const existing = duplicate.success ? duplicate.data.id : details["id"];
  return {
    reason,
    isPermanent: !isPassing,
    code,
    message,
    field: typeof details["api_name"] === "string" ? details["api_name"] : undefined,
    existingId: reason === "duplicate" && typeof existing === "string" ? existing : undefined,
    details,
  };
}

const passingCodes = ["INTERNAL_ERROR", "TOO_MANY_REQUESTS", "RATE_LIMIT_EXCEEDED", "LIMIT_EXCEEDED"];

const reasons: Record<string, RowReason> = {
  DUPLICATE_DATA: "duplicate",
  MANDATORY_NOT_FOUND: "mandatory",
  EXPECTED_FIELD_MISSING: "mandatory",
  DEPENDENT_FIELD_MISSING: "mandatory",
  DEPENDENT_MISMATCH: "invalid",
  RECORD_LOCKED: "locked",
  RECORD_IN_BLUEPRINT: "locked",
  NOT_APPROVED: "locked",
  NOT_REVIEWED: "locked",
  NO_PERMISSION: "no_permission",
  AUTHORIZATION_FAILED: "no_permission",
  ALREADY_MODIFIED: "changed_since",
};

function reasonOf({ code, message, details }: ErrorBody): RowReason {
  if (code !== "INVALID_DATA") return reasons[code] ?? "other";
  if (details["api_name"] === "id" || /\bid given\b/i.test(message)) return "gone";
  return details["maximum_length"] === undefined ? "invalid" : "too_long";
}

type Item = { success?: Success; error?: ErrorBody };

/** An item that is neither a success nor an error as the API describes them settles nothing. */
function readItem(item: unknown): Item {
  const success = Success.safeParse(item);
  if (success.success) return { success: success.data };
  const error = ErrorBody.required({ status: true }).safeParse(item);
  return error.success ? { error: error.data } : {};
}

/** The place that an item names itself: by the id of the row, or by the path of the value in the request. */
function placeOf(item: Item, byId: ReadonlyMap<string, number>): number | undefined {
  if (item.success !== undefined) return byId.get(item.success.details.id);
  const path = item.error?.details["json_path"];
  if (typeof path !== "string") return placeOfId(item.error?.details["id"], byId);
  const match = /^\$\.data\[(\d+)\]/.exec(path);
  return match === null ? undefined : Number(match[1]);
}

function placeOfId(id: unknown, byId: ReadonlyMap<string, number>): number | undefined {
  return typeof id === "string" ? byId.get(id) : undefined;
}

/** Whether the items stand in the order of the rows, as far as they tell. */
function isInPlace(
  sent: readonly SentRow[],
  items: readonly Item[],
  byId: ReadonlyMap<string, number>,
): boolean {
  if (items.length !== sent.length) return false;
  return items.every((item, i) => {
    const place = placeOf(item, byId);
    return place === undefined || place === i;
  });
}

function doneOf(action: WriteAction, index: number, success: Success): RowOutcome {
  return {
    state: "done",
    index,
    id: success.details.id,
    action: success.action ?? action,
    modifiedTime: success.details.Modified_Time,
    duplicateField: success.duplicate_field ?? undefined,
  };
}
