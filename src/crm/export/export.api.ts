import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { isRecordId } from "#crm/field/record-id.ts";

export const exportRecords = endpoint({
  method: "GET",
  path: "/crm/exports/{module}",
  tag: "CRM records",
  access: "member",
  costly: true,
  summary:
    "The records of a view, of criteria or of a word as a CSV file, with every field that the caller sees under its label; an import takes the file again",
  params: z.object({ module: z.enum(["Accounts", "Contacts", "Deals"]) }),
  query: z.object({
    /** A view by its id; all records where it is left out. */
    view: z.string().refine(isRecordId, "Write the id as up to 19 digits").optional(),
    /** As the search of the CRM takes them. */
    criteria: z.string().max(10_000).optional(),
    word: z.string().trim().min(2).max(100).optional(),
    /** With a mark in front, without which spreadsheets take the file for an older encoding. */
    bom: z.enum(["true", "false"]).default("false"),
  }),
  reply: z.string(),
  stream: "text/csv",
  refuses: ["crm.no_seat", "crm_export.forbidden", "crm_export.view_unknown", "crm_export.criteria_invalid"],
});
