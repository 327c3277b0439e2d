import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

export { type Column, recogniseColumns } from "./mapping.ts";
export { problemWords } from "./row-words.ts";

/** Errors that one answer lists; the others are counted. */
export const maxErrors = 1000;

/** Largest file: 100 MB, and as much again for its quotes and line breaks as JSON. */
const maxBodyBytes = 200_000_000;

const Module = z.enum(["Accounts", "Contacts", "Deals"]);
const ImportError = z.object({
  row: z.number().int(),
  field: z.string().nullable(),
  problem: z.string(),
  value: z.string().nullable(),
});

export const importRecords = endpoint({
  method: "POST",
  path: "/crm/imports",
  tag: "CRM records",
  access: "member",
  costly: true,
  maxBodyBytes,
  summary:
    "Import accounts, contacts or deals from CSV. A row with an error is left out and told of; the others are imported",
  body: z.object({
    module: Module,
    csv: z
      .string()
      .max(100_000_000)
      .describe("The whole file: its first row are the headers. Separated by comma, semicolon, tab or |."),
    mapping: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        "Header to field (API name or label). Without it headers are recognised by label, API name and usual other names.",
      ),
    dry_run: z
      .boolean()
      .default(false)
      .describe("Does it all and takes it back: the counts are those of the import."),
    duplicates: z
      .enum(["add", "skip", "update"])
      .default("add")
      .describe("What becomes of a row whose record is there already."),
    empty_cells: z
      .enum(["keep", "clear"])
      .default("keep")
      .describe("What an empty cell does to a record that is there already: its value stays, or is emptied."),
    match_field: z
      .string()
      .optional()
      .describe(
        "The field that tells which record a row is: Account_Name, Email or Deal_Name where not said.",
      ),
    create_missing: z
      .boolean()
      .default(false)
      .describe("Create the account or contact that a look-up names where there is none."),
    first_row: z
      .number()
      .int()
      .min(2)
      .default(2)
      .describe("The number of the first row below the headers, for a file that is sent in parts."),
  }),
  reply: z.object({
    module: Module,
    dry_run: z.boolean(),
    total: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    skipped: z.number().int(),
    failed: z.number().int(),
    created_for_lookups: z.number().int(),
    columns: z.array(z.object({ header: z.string(), field: z.string().nullable() })),
    ignored: z.array(z.string()),
    errors: z.array(ImportError),
    error_count: z.number().int(),
    failed_rows: z.array(z.number().int()),
  }),
  refuses: [
    "crm.no_seat",
    "crm_import.forbidden",
    "crm_import.unreadable",
    "crm_import.mapping_invalid",
    "crm_import.interrupted",
  ],
});
