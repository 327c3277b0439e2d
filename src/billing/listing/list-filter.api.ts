import { z } from "zod";
import { amountInput, dayInput } from "#billing/document/amount.api.ts";

/** What lists of documents, payments and subscriptions can be narrowed to, beside what is their own. */
export const listFilter = {
  /** How a number begins, a whole reference, or how a word of the name of the other side begins. */
  search: z.string().trim().max(100).optional(),
  /** The first day. */
  from: dayInput.optional(),
  /** The last day. */
  to: dayInput.optional(),
};

/** The same by amount, each in its own currency. */
export const amountFilter = {
  at_least: amountInput.optional(),
  at_most: amountInput.optional(),
};

type Narrowed = {
  from?: string | undefined;
  to?: string | undefined;
  at_least?: string | undefined;
  at_most?: string | undefined;
};

/** A query with the rules of its filters: none of them can leave nothing whatever there is. */
export function filterQuery<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).check(({ value, issues }) => {
    const { from, to, at_least: least, at_most: most } = value as Narrowed;
    const add = (path: string, message: string) =>
      issues.push({ code: "custom", path: [path], message, input: value });
    if (from !== undefined && to !== undefined && from > to) add("to", `must not be before ${from}`);
    if (least !== undefined && most !== undefined && Number(least) > Number(most))
      add("at_most", `must not be less than ${least}`);
  });
}
