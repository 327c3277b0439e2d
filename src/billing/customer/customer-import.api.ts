import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

export { fieldForHeader } from "./import-columns.ts";

/** The largest file of an import, in bytes: 100,000 rows of usual length. */
export const largestImportBytes = 48_000_000;

/** What becomes of a row that can be read. */
export const RowOutcome = z.enum(["created", "updated", "skipped", "unchanged"]);
export type RowOutcome = z.output<typeof RowOutcome>;

/** Rows that one answer shows of each outcome, and problems that it lists; all are counted. */
export const mostShownRows = 100;
export const mostErrors = 1000;

export const ImportReport = z.object({
  /** Rows below the header, empty ones left out. */
  total: z.number(),
  created: z.number(),
  updated: z.number(),
  skipped: z.number(),
  unchanged: z.number(),
  failed: z.number(),
  /** Each column of the file with the field it was read as. */
  columns: z.array(z.object({ header: z.string(), field: z.string().nullable() })),
  /** The first rows of each outcome, with what changes; a row counts as spreadsheets do: the header is row 1. */
  rows: z.array(
    z.object({
      row: z.number(),
      outcome: RowOutcome,
      name: z.string(),
      changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
      /** Why, where the outcome does not say it: `sums up the other rows and is left out`. */
      note: z.string().nullable(),
    }),
  ),
  /** The first thousand problems. */
  errors: z.array(
    z.object({
      row: z.number(),
      field: z.string().nullable(),
      problem: z.string(),
      value: z.string().nullable(),
    }),
  ),
  error_count: z.number(),
  /** The rows that have any problem; none of these is imported. */
  failed_rows: z.array(z.number()),
});
export type ImportReport = z.output<typeof ImportReport>;

export const importCustomers = endpoint({
  method: "POST",
  path: "/customers/import",
  summary: "Import customers from a CSV file, or only say what an import would do",
  tag: "Customers",
  access: "write",
  costly: true,
  // JSON and base64 make a file half as long again.
  maxBodyBytes: largestImportBytes * 1.5,
  body: z
    .strictObject({
      csv: z.string().optional(),
      /** The file's bytes, where its encoding is to be checked here. */
      file_base64: z.base64("must be base64").optional(),
      /** Header to field name (`display_name`, `billing_city`, `cf_…`), null to leave a column out; other headers are recognised. */
      mapping: z.record(z.string().max(500), z.string().max(100).nullable()).default({}),
      duplicates: z.enum(["skip", "overwrite"]).default("skip"),
      dry_run: z.boolean().default(false),
      /** The number of the first row below the header, for a file that is sent in parts. */
      first_row: z.int().min(2).default(2),
    })
    .refine(({ csv, file_base64 }) => (csv === undefined) !== (file_base64 === undefined), {
      path: ["csv"],
      message: "Send either csv or file_base64",
    }),
  reply: ImportReport,
  refuses: [
    "import.encoding",
    "import.unreadable",
    "import.empty",
    "import.mapping_invalid",
    "import.interrupted",
  ],
});

/** The fields that a column can be mapped to. */
export const importFields = endpoint({
  method: "GET",
  path: "/customers/import/fields",
  summary: "The fields that a column of an import can be read as",
  tag: "Customers",
  access: "read",
  reply: z.object({
    items: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        type: z.string(),
        max_length: z.number().nullable(),
        group: z.string(),
      }),
    ),
  }),
});
