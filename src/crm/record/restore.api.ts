import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { isRecordId } from "#crm/field/record-id.ts";

/** Records of one call, as for every other write of the CRM. */
const maxRecords = 100;

export const restoreRecordsEndpoint = endpoint({
  method: "POST",
  path: "/crm/records/{module}/restore",
  tag: "CRM records",
  access: "member",
  summary:
    "Bring records back from the recycle bin, with all they held. One whose unique value another record has meanwhile stays there and is told of",
  params: z.object({ module: z.enum(["Accounts", "Contacts", "Deals"]) }),
  body: z.object({
    ids: z.array(z.string().refine(isRecordId, "Write the id as up to 19 digits")).min(1).max(maxRecords),
  }),
  reply: z.object({
    restored: z.array(z.string()),
    refused: z.array(
      z.object({
        id: z.string(),
        problem: z.string(),
        /** Where a unique value stands in the way: the field that holds it, and the record that has it now. */
        field: z.string().nullable(),
        holder: z.string().nullable(),
      }),
    ),
  }),
  refuses: ["crm.no_seat", "crm.records_forbidden"],
});
