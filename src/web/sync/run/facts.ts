import { z } from "zod";

/** An existing record that matched, by which keys, and how strongly: the evidence of a decision. */
const Match = z.object({
  customer: z.string().nullable(),
  name: z.string(),
  keys: z.array(z.string()),
  strength: z.string(),
  currency: z.string().optional(),
});
export type Match = z.output<typeof Match>;

/** A field that both sides changed, and what each held. */
const Asked = z.object({
  field: z.string(),
  base: z.unknown().optional(),
  crm: z.unknown(),
  billing: z.unknown(),
});
export type Asked = z.output<typeof Asked>;

/** A field in conflict and whose value was taken: as a person decided, or as the later of both changes. */
const Decided = z.union([
  z.object({ field: z.string(), take: z.enum(["crm", "billing"]), by: z.string() }),
  z.object({
    field: z.string(),
    take: z.enum(["crm", "billing"]),
    crm_at: z.string(),
    billing_at: z.string(),
  }),
]);
export type Decided = z.output<typeof Decided>;

const Facts = z.object({
  matches: z.array(Match).catch([]).default([]),
  issues: z
    .array(z.object({ field: z.string(), problem: z.string() }))
    .catch([])
    .default([]),
  /** Fields of which billing's own value is kept. */
  kept: z.array(z.string()).catch([]).default([]),
  asked: z.array(Asked).catch([]).default([]),
  decided: z.array(Decided).catch([]).default([]),
  /** Fields that an undo leaves as they are. */
  stays: z
    .array(z.object({ field: z.string(), now: z.unknown(), before: z.unknown() }))
    .catch([])
    .default([]),
  /** By field that goes back, where the edit was made that is taken back. */
  edited_in: z
    .record(z.string(), z.enum(["billing", "crm"]))
    .catch({})
    .default({}),
  /** The customer whose record took this one's in. */
  merge_into: z.string().optional().catch(undefined),
  merged_customers: z.array(z.string()).catch([]).default([]),
});

/** The facts of a record's history that a page knows how to show; others are left out. */
export function factsOf(facts: Record<string, unknown>): z.output<typeof Facts> {
  return Facts.parse(facts);
}
