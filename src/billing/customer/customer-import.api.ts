import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

/** The largest file of an import, in bytes: 100,000 rows of usual length. */
export const largestImportBytes = 48_000_000;

export const ImportReport = z.object({
  created: z.number(),
  updated: z.number(),
  skipped: z.number(),
  unchanged: z.number(),
  failed: z.number(),
  /** Each column of the file with the field it was read as. */
  columns: z.array(
    z.object({ header: z.string(), field: z.string().nullable(), samples: z.array(z.string()) }),
  ),
  /** The first thousand problems; `failed` counts all rows that have any. */
  errors: z.array(
    z.object({ row: z.number(), field: z.string().nullable(), problem: z.string(), value: z.string() }),
  ),
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
    })
    .refine(({ csv, file_base64 }) => (csv === undefined) !== (file_base64 === undefined), {
      path: ["csv"],
      message: "Send either csv or file_base64",
    }),
  reply: ImportReport,
  refuses: ["import.encoding", "import.unreadable", "import.empty", "import.mapping_invalid"],
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
