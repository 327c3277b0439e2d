import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { isRecordId } from "#crm/field/record-id.ts";

const Module = z.enum(["Accounts", "Contacts", "Deals"]);
const RecordId = z.string().refine(isRecordId, "Write the id as up to 19 digits");

/** Records of one call: a page of a list. */
const maxRecords = 200;

export const findUnread = endpoint({
  method: "GET",
  path: "/crm/records/{module}/unread",
  tag: "CRM records",
  access: "member",
  summary: "Which of these records the caller has not read yet",
  params: z.object({ module: Module }),
  query: z.object({
    ids: z
      .string()
      .transform((text) => text.split(","))
      .pipe(z.array(RecordId).max(maxRecords))
      .describe("Ids of records, separated by commas."),
  }),
  reply: z.object({ unread: z.array(z.string()) }),
  refuses: ["crm.no_seat", "crm.records_forbidden"],
});

export const markRecords = endpoint({
  method: "POST",
  path: "/crm/records/{module}/mark",
  tag: "CRM records",
  access: "member",
  summary: "Mark records as read, or as not read, by the caller; nobody else is concerned",
  params: z.object({ module: Module }),
  body: z.object({ ids: z.array(RecordId).min(1).max(maxRecords), read: z.boolean() }),
  reply: z.object({ marked: z.number().int() }),
  refuses: ["crm.no_seat", "crm.records_forbidden"],
});
