import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

const tag = "Sync runs";
const params = z.object({
  connection: z.string().startsWith("con_", "must be the id of a connection"),
});
const run = z
  .string()
  .startsWith("run_", "must be the id of a run")
  .describe("The run that closed them: an undo, or the run that it took back.");

export const ClosedLinkView = z.object({
  crm_module: z.string(),
  crm_id: z.string(),
  crm_url: z.string(),
  /** How it is called in billing; where nothing is left there, how the last run called it. */
  name: z.string(),
  /** Null where the customer was deleted. */
  customer: z.string().nullable(),
  is_person: z.boolean(),
  /** Of an account, how many contacts ended with it, and come with it. */
  people: z.number(),
  why: z.enum(["undone", "unlinked", "deleted", "removed"]),
  /** The same in words. */
  words: z.string(),
  run: z.string().nullable(),
  closed_at: z.string(),
});
export type ClosedLinkView = z.output<typeof ClosedLinkView>;

export const listClosedLinks = endpoint({
  method: "GET",
  path: "/connections/{connection}/closed-links",
  summary: "CRM records that no run brings any more: undone, unlinked by hand, or deleted in billing",
  tag,
  access: "read",
  params,
  query: z.object({
    run: run.optional(),
    cursor: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ items: z.array(ClosedLinkView), total: z.number(), next_cursor: z.string().nullable() }),
  refuses: ["connection.not_found", "run.not_found"],
});

/** Which closed links are meant: one of the three ways to say it. */
const Chosen = z
  .strictObject({
    all: z.literal(true).optional(),
    run: run.optional(),
    crm_ids: z
      .array(z.string().regex(/^\d{1,19}$/, "must be the id of a CRM record"))
      .min(1)
      .max(1000)
      .optional(),
    dry_run: z.boolean().default(false).describe("Only count them."),
  })
  .refine(
    (one) => [one.all, one.run, one.crm_ids].filter((value) => value !== undefined).length === 1,
    "say which: all, run or crm_ids, just one of them",
  );
export type Chosen = z.output<typeof Chosen>;

export const readmitLinks = endpoint({
  method: "POST",
  path: "/connections/{connection}/actions/readmit",
  summary: "Let CRM records with closed links come again, all or none: the next run treats them as new",
  tag,
  access: "write",
  params,
  body: Chosen,
  reply: z.object({
    count: z.number(),
    people: z
      .number()
      .describe("Of those, contacts that were not named: their links ended with that of their account."),
    dry_run: z.boolean(),
  }),
  refuses: ["connection.not_found", "run.not_found", "run.active", "link.not_closed", "link.none_closed"],
});
