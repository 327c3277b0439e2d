import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

const tag = "Conflicts";

/** A side's value, and who gave it when, as far as that is known. */
const SideView = z.object({ value: z.unknown(), at: z.string().nullable(), by: z.string().nullable() });

/** How a conflict was decided: for a side, or with a value of the person's own. */
export const DecisionView = z.object({
  take: z.enum(["crm", "billing", "value"]),
  /** The value that the person gave; absent where a side was taken. */
  value: z.unknown().optional(),
  by: z.string(),
  at: z.string(),
});

export const ConflictView = z.object({
  id: z.string(),
  /** Grows whenever a side's value changes; a decision says which one was seen. */
  version: z.number(),
  connection: z.string(),
  crm_company: z.string(),
  crm_module: z.string(),
  crm_id: z.string(),
  crm_url: z.string(),
  customer: z.string(),
  contact_person: z.string().nullable(),
  name: z.string(),
  field: z.string(),
  label: z.string(),
  /** What the field takes; null where it is gone. */
  input: z.object({ type: z.string(), options: z.array(z.string()) }).nullable(),
  /** What both sides last agreed on; null where they never did. */
  base: z.object({ value: z.unknown() }).nullable(),
  crm: SideView,
  billing: SideView,
  opened_at: z.string(),
  opened_by: z.string(),
  changed_at: z.string(),
  state: z.enum(["open", "decided", "settled"]),
  decision: DecisionView.nullable(),
  /** Why it is over, and since when. */
  settled: z
    .object({ why: z.enum(["decided", "alone", "changed", "apart"]), words: z.string(), at: z.string() })
    .nullable(),
});
export type ConflictView = z.output<typeof ConflictView>;

export const listConflicts = endpoint({
  method: "GET",
  path: "/conflicts",
  summary:
    "Fields that both sides changed, newest first; those that wait for a decision unless said otherwise",
  tag,
  access: "read",
  query: z.object({
    connection: z.string().optional(),
    customer: z.string().optional(),
    field: z.string().max(100).optional(),
    state: z.string().default("open").describe("open, decided, settled; several with commas."),
    cursor: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ items: z.array(ConflictView), next_cursor: z.string().nullable() }),
});

export const getConflict = endpoint({
  method: "GET",
  path: "/conflicts/{conflict}",
  summary: "One conflict",
  tag,
  access: "read",
  params: z.object({ conflict: z.string().startsWith("cfl_", "must be the id of a conflict") }),
  reply: ConflictView,
  refuses: ["conflict.not_found"],
});

export const resolveConflicts = endpoint({
  method: "POST",
  path: "/conflicts/actions/resolve",
  summary:
    "Decide whose value is taken, or give one of your own, for one conflict or many, all or none; the next run carries it out",
  tag,
  access: "write",
  body: z.object({
    decisions: z
      .array(
        z
          .object({
            conflict: z.string().startsWith("cfl_", "must be the id of a conflict"),
            take: z
              .enum(["crm", "billing", "value"])
              .describe("Whose value both sides get, or `value` for the one that is given here."),
            value: z
              .union([z.string().max(100_000), z.number(), z.boolean()])
              .nullable()
              .optional()
              .describe("With `take` `value`: what both sides get; null empties the field."),
            version: z
              .number()
              .int()
              .positive()
              .describe("The version whose values were seen; refused where a side has changed since."),
          })
          .refine((one) => (one.take === "value") === (one.value !== undefined), {
            path: ["value"],
            message: "is given with take value, and only then",
          }),
      )
      .min(1)
      .max(200)
      .refine(
        (all) => new Set(all.map((one) => one.conflict)).size === all.length,
        "decide each conflict once",
      ),
  }),
  reply: z.object({ items: z.array(ConflictView), runs: z.array(z.string()) }),
  refuses: [
    "conflict.not_found",
    "conflict.decided",
    "conflict.changed",
    "customer.currency_fixed",
    "contact_person.unnamed",
  ],
});
