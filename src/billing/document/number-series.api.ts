import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { numberedKinds } from "./kind.ts";

const tag = "Organization";

export const NumberSeriesView = z.object({
  kind: z.enum(numberedKinds),
  prefix: z.string(),
  next_number: z.string(),
  digits: z.number(),
  /** The number that the next document gets: `INV-000042`. */
  next: z.string(),
});
export type NumberSeriesView = z.output<typeof NumberSeriesView>;

export const listNumberSeries = endpoint({
  method: "GET",
  path: "/number-series",
  summary: "How the numbers of each kind of document go on",
  tag,
  access: "read",
  reply: z.object({ items: z.array(NumberSeriesView) }),
});

/** A whole number, as text or as a number. */
const nextNumberInput = z
  .union([z.string().trim(), z.int().transform(String)])
  .refine((text) => /^[1-9]\d{0,14}$/.test(text), "must be a whole number from 1 to 15 digits")
  .transform((text) => BigInt(text));

export const setNumberSeries = endpoint({
  method: "PUT",
  path: "/number-series",
  summary: "Set prefix, next number or digits of a kind's numbers; what is not given stays",
  tag,
  access: "admin",
  body: z.strictObject({
    kind: z.enum(numberedKinds),
    prefix: z
      .string()
      .trim()
      .max(20, "Use at most 20 characters")
      .regex(/^[\p{L}\p{N} ._/#-]*$/u, "must be letters, digits and - _ . / # between them")
      .refine(
        (text) => !/\d$/.test(text),
        "must not end with a digit, which would read as part of the number",
      )
      .optional(),
    next_number: nextNumberInput.optional(),
    digits: z.int().min(1).max(12).optional(),
  }),
  reply: NumberSeriesView,
  refuses: ["number_series.taken", "number_series.prefix_taken"],
});
