import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

export const foundKinds = [
  "customer",
  "invoice",
  "credit_note",
  "estimate",
  "sales_order",
  "purchase_order",
  "subscription",
  "payment",
] as const;

export const FoundView = z.object({
  kind: z.enum(foundKinds),
  id: z.string(),
  /** A customer's name, or a number. */
  title: z.string(),
  /** What tells it apart from others that are called so. */
  detail: z.string().nullable(),
  /** `exact`: it is what was typed. `beginning`: it, or a word of it, begins so. `typo`: what was typed may have meant it. */
  match: z.enum(["exact", "beginning", "typo"]),
});
export type FoundView = z.output<typeof FoundView>;

export const searchBilling = endpoint({
  method: "GET",
  path: "/search",
  summary:
    "Find customers by name, e-mail or phone, also mistyped ones, and documents, subscriptions and payments by number; the surest first",
  tag: "Search",
  access: "read",
  query: z.object({
    text: z.string().trim().min(1).max(100),
    limit: z.coerce.number().int().min(1).max(20).default(6).describe("At most so many of each kind."),
  }),
  reply: z.object({ items: z.array(FoundView) }),
});
