import { z } from "zod";
import { Direction } from "./settings.api.ts";

const Side = z.enum(["crm", "billing"]);
const PlainValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A value that would not come back as it was; `record` is null for one that no record has yet. */
const Loss = z.object({
  side: Side,
  record: z.string().nullable(),
  before: PlainValue,
  /** What would become of it; null where it would not go over at all. */
  after: PlainValue,
  reason: z.string(),
});

/** What came of trying a pair of fields. `at`: its row. `losses`: some of those that are `lost`. */
const PairTrial = z.object({
  at: z.number(),
  crm: z.string(),
  billing: z.string(),
  direction: Direction,
  tried: z.number(),
  on: z.enum(["records", "possible_values"]),
  lost: z.number(),
  losses: z.array(Loss),
  accepted: z.boolean(),
  refused: z.boolean(),
});

/** What came of trying one mapping there and back, and on how many records of each side. */
export const MappingTrial = z.object({
  path: z.enum(["mapping", "contact_mapping"]),
  crm_records: z.number(),
  billing_records: z.number(),
  pairs: z.array(PairTrial),
});
