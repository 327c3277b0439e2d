import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { isRecordId } from "#crm/field/record-id.ts";

const Stage = z.object({
  stage: z.string(),
  /** Whether deals of the stage are still to be won. */
  kind: z.enum(["open", "closed_won", "closed_lost"]),
  count: z.number().int(),
  /** Sum of the amounts in the base currency, as decimal text; null where the caller's profile hides amounts. */
  amount: z.string().nullable(),
});
export type Stage = z.output<typeof Stage>;

export const dealStages = endpoint({
  method: "GET",
  path: "/crm/deals/stages",
  tag: "CRM records",
  access: "member",
  summary: "How many deals there are in each stage, and what they are worth",
  query: z.object({
    view: z
      .string()
      .refine(isRecordId, "Write the id of a view")
      .optional()
      .describe("Only deals of this view."),
    criteria: z
      .string()
      .max(10_000)
      .optional()
      .describe("Only these, in the words of the CRM's search: (Amount:greater_than:1000)"),
  }),
  reply: z.object({ currency: z.string(), stages: z.array(Stage) }),
  refuses: ["crm.no_seat", "crm.records_forbidden", "crm.view_unusable", "crm.criteria_invalid"],
});
