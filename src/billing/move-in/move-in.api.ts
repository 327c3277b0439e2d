import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { largestImportBytes } from "#billing/customer/customer-import.api.ts";
import { pageSize } from "#billing/customer/customer-schema.api.ts";
import { idParam } from "#billing/id-param.ts";
import { dateOrders, decimalSigns } from "./cell.ts";
import { moveInKinds, moveInStatuses, recordOutcomes } from "./move-in-kind.ts";

const tag = "Move in";

export const MoveInRef = z.object({ move_in: idParam("mvi") });

export const MoveInKind = z.enum(moveInKinds);

const Counts = z.object({
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  skipped: z.number(),
  failed: z.number(),
  undone: z.number(),
  kept: z.number(),
});

const listed = {
  id: z.string(),
  kind: MoveInKind,
  file_name: z.string(),
  /** `undone` once something of it was taken back; `done` after an undo that had to keep everything. */
  status: z.enum(moveInStatuses),
  /** Rows below the headings. */
  row_count: z.number(),
  /** What they are about: customers, invoices. Null until a preview counted them. */
  record_count: z.number().nullable(),
  /** What became of the records, or in a preview what would; `kept` are those that an undo could not take back. */
  counts: Counts,
  created_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  by: z.string(),
};

export const MoveInListItem = z.object(listed);
export type MoveInListItem = z.output<typeof MoveInListItem>;

/** An import with how its file is read. */
export const MoveInView = z.object({
  ...listed,
  /** Each column of the file: the field that it is read as, null where it is left out, and its first values. */
  columns: z.array(
    z.object({ heading: z.string(), field: z.string().nullable(), samples: z.array(z.string()) }),
  ),
  /** The fields that a column can be read as. */
  fields: z.array(z.object({ name: z.string(), label: z.string() })),
  /** What is missing before it can be previewed, in words. */
  missing: z.string().nullable(),
  existing: z.enum(["skip", "update"]),
  date_order: z.enum(dateOrders),
  decimal_sign: z.enum(decimalSigns),
  /** How days and amounts are read: as chosen, else as the file's own cells say. */
  read_as: z.object({
    dates: z.enum(["day_first", "month_first", "unknown"]),
    decimals: z.enum(["point", "comma", "unknown"]),
  }),
  /** Days that may be read in two ways, as long as the order is not known. */
  ambiguous_dates: z.number(),
  /** Amounts such as `1.500` that are another with a point than with a comma, as long as the decimal sign is not known. */
  ambiguous_amounts: z.number(),
  /** Rows or records that were taken up in what is done now, and how many there are. */
  progress: z.object({ done: z.number(), of: z.number() }),
  /** Figures of its file that are others here; null as long as nothing of it came in, or a worker is at it. */
  differences: z.number().nullable(),
});
export type MoveInView = z.output<typeof MoveInView>;

export const MoveInRowView = z.object({
  /** As spreadsheets count: the headings are row 1. */
  row: z.number(),
  /** The first row of the record that it is of. */
  record: z.number().nullable(),
  outcome: z.enum(recordOutcomes).nullable(),
  name: z.string().nullable(),
  /** The id of what it became. */
  subject: z.string().nullable(),
  note: z.string().nullable(),
  changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
  problems: z.array(
    z.object({
      heading: z.string().nullable(),
      value: z.string().nullable(),
      problem: z.string(),
      remedy: z.string(),
    }),
  ),
});
export type MoveInRowView = z.output<typeof MoveInRowView>;

const choices = {
  existing: z.enum(["skip", "update"]),
  date_order: z.enum(dateOrders),
  decimal_sign: z.enum(decimalSigns),
};

export const listMoveIns = endpoint({
  method: "GET",
  path: "/move-ins",
  summary: "Imports of files of another billing product, newest first",
  tag,
  access: "admin",
  query: z.object({ cursor: z.string().max(200).optional(), limit: pageSize }),
  reply: z.object({ items: z.array(MoveInListItem), next_cursor: z.string().nullable() }),
});

export const uploadMoveIn = endpoint({
  method: "POST",
  path: "/move-ins",
  summary: "Send a file that Zoho Billing exported; its headings are recognised, nothing is imported yet",
  tag,
  access: "admin",
  costly: true,
  // JSON and base64 make a file half as long again.
  maxBodyBytes: largestImportBytes * 1.5,
  body: z
    .strictObject({
      kind: MoveInKind,
      file_name: z.string().trim().min(1).max(200),
      csv: z.string().optional(),
      /** The file's bytes, where its encoding is to be checked here. */
      file_base64: z.base64("must be base64").optional(),
      existing: choices.existing.default("skip"),
      date_order: choices.date_order.default("auto"),
      decimal_sign: choices.decimal_sign.default("auto"),
    })
    .refine(({ csv, file_base64 }) => (csv === undefined) !== (file_base64 === undefined), {
      path: ["csv"],
      message: "Send either csv or file_base64",
    }),
  reply: MoveInView,
  refuses: ["import.encoding", "import.unreadable", "import.empty"],
});

export const getMoveIn = endpoint({
  method: "GET",
  path: "/move-ins/{move_in}",
  summary: "One import: how its file is read, how far it is, and what became of its records",
  tag,
  access: "admin",
  params: MoveInRef,
  reply: MoveInView,
  refuses: ["move_in.not_found"],
});

export const editMoveIn = endpoint({
  method: "PATCH",
  path: "/move-ins/{move_in}",
  summary: "Read the file in another way; it is previewed anew then",
  tag,
  access: "admin",
  params: MoveInRef,
  body: z.strictObject({
    /** The field of each column, in the order of the file; null leaves one out. */
    fields: z.array(z.string().max(100).nullable()).max(300).optional(),
    existing: choices.existing.optional(),
    date_order: choices.date_order.optional(),
    decimal_sign: choices.decimal_sign.optional(),
  }),
  reply: MoveInView,
  refuses: ["move_in.not_found", "move_in.at_work", "move_in.not_in_this_status", "move_in.mapping_invalid"],
});

const action = {
  method: "POST",
  tag,
  access: "admin",
  params: MoveInRef,
  reply: MoveInView,
} as const;

export const previewMoveIn = endpoint({
  ...action,
  path: "/move-ins/{move_in}/actions/preview",
  summary: "Find out what the import would do with each row; it is tried and taken back",
  costly: true,
  refuses: ["move_in.not_found", "move_in.at_work", "move_in.not_in_this_status", "move_in.mapping_invalid"],
});

export const runMoveIn = endpoint({
  ...action,
  path: "/move-ins/{move_in}/actions/run",
  summary: "Import the records that a preview was made of; those with errors are left out",
  costly: true,
  refuses: ["move_in.not_found", "move_in.at_work", "move_in.not_in_this_status"],
});

export const undoMoveIn = endpoint({
  ...action,
  path: "/move-ins/{move_in}/actions/undo",
  summary: "Take back what an import made, as far as nothing builds on it",
  costly: true,
  refuses: ["move_in.not_found", "move_in.at_work", "move_in.not_in_this_status"],
});

export const listMoveInRows = endpoint({
  method: "GET",
  path: "/move-ins/{move_in}/rows",
  summary: "The rows of an import with what became of them",
  tag,
  access: "admin",
  params: MoveInRef,
  query: z.object({
    outcome: z.enum(recordOutcomes).optional(),
    cursor: z.string().max(200).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(MoveInRowView), next_cursor: z.string().nullable() }),
  refuses: ["move_in.not_found"],
});

export const moveInErrors = endpoint({
  method: "GET",
  path: "/move-ins/{move_in}/errors.csv",
  summary: "The rows that were left out, as they were, with what is wrong in a last column",
  tag,
  access: "admin",
  costly: true,
  params: MoveInRef,
  reply: z.string(),
  stream: "text/csv",
  refuses: ["move_in.not_found"],
});

export const deleteMoveIn = endpoint({
  method: "DELETE",
  path: "/move-ins/{move_in}",
  summary: "Take away a file with its rows; what was imported stays",
  tag,
  access: "admin",
  params: MoveInRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["move_in.not_found", "move_in.at_work"],
});
