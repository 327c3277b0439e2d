import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { pageSize } from "#billing/customer/customer-schema.api.ts";
import { idParam } from "#billing/id-param.ts";
import { statedFigures } from "./difference.ts";

export const MoveInDifference = z.object({
  move_in: z.string(),
  file_name: z.string(),
  /** As spreadsheets count: the headings are row 1. */
  row: z.number(),
  kind: z.enum(["invoice", "credit_note", "customer"]),
  /** The id of what differs. */
  subject: z.string(),
  name: z.string(),
  customer_id: z.string(),
  customer_name: z.string(),
  /** What is open of a document; what a customer owes, or has left of payments and credit notes. */
  figure: z.enum(statedFigures),
  currency_code: z.string(),
  in_file: z.string(),
  here: z.string(),
  /** The status as the file has it; null of a customer. */
  status: z.string().nullable(),
  reason: z.string(),
  remedy: z.string(),
});
export type MoveInDifference = z.output<typeof MoveInDifference>;

export const listMoveInDifferences = endpoint({
  method: "GET",
  path: "/move-in-differences",
  summary: "Where what came in comes to another figure than its file says, and why one might expect it",
  tag: "Move in",
  access: "admin",
  query: z.object({
    /** Only those of one file. */
    move_in: idParam("mvi").optional(),
    cursor: z.string().max(200).optional(),
    limit: pageSize,
  }),
  reply: z.object({
    items: z.array(MoveInDifference),
    next_cursor: z.string().nullable(),
    /** How many there are on all pages. */
    count: z.number(),
  }),
  refuses: ["move_in.not_found"],
});
