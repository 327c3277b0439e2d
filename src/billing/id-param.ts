import { z } from "zod";
import type { Id } from "#kernel/id.ts";

/** An id in an address or body. Its form is not checked: what is none is as little found as one of somebody else's. */
export function idParam<Prefix extends string>(_prefix: Prefix) {
  return z
    .string()
    .max(64)
    .transform((text) => text as Id<Prefix>);
}
