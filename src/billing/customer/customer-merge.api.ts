import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { idParam } from "#billing/id-param.ts";
import { CustomerRef, CustomerView } from "./customer.api.ts";

const tag = "Customers";

/** A merge, seen from either customer. */
export const MergeView = z.object({
  id: z.string(),
  survivor: z.object({ id: z.string(), display_name: z.string() }),
  loser: z.object({ id: z.string(), display_name: z.string() }),
  filled: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
  persons_moved: z.number(),
  merged_by: z.string(),
  merged_at: z.string(),
  undone_at: z.string().nullable(),
  undone_by: z.string().nullable(),
});
export type MergeView = z.output<typeof MergeView>;

export const listMerges = endpoint({
  method: "GET",
  path: "/customers/{customer}/merges",
  summary: "Merges in which a customer won or lost, newest first",
  tag,
  access: "read",
  params: CustomerRef,
  reply: z.object({ items: z.array(MergeView) }),
  refuses: ["customer.not_found"],
});

export const previewMerge = endpoint({
  method: "GET",
  path: "/customers/{customer}/merges/preview",
  summary: "What merging another customer into this one would change; writes nothing",
  tag,
  access: "read",
  params: CustomerRef,
  query: z.object({ loser: idParam("cus") }),
  reply: z.object({
    survivor: CustomerView,
    loser: CustomerView,
    /** The survivor's blank fields that take the loser's values. */
    filled: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
    /** Contact persons that come over, and those that become one with a person of the same e-mail address; by name. */
    persons_moved: z.array(z.string()),
    persons_united: z.array(z.string()),
  }),
  refuses: [
    "customer.not_found",
    "customer.merged",
    "customer_merge.same_customer",
    "customer_merge.other_currency",
    "customer_merge.other_clock",
  ],
});

export const mergeCustomers = endpoint({
  method: "POST",
  path: "/customers/{customer}/merges",
  summary:
    "Merge another customer into this one; it becomes inactive, and its contact persons, documents, payments, subscriptions and cards move",
  tag,
  access: "write",
  params: CustomerRef,
  body: z.strictObject({ loser: idParam("cus") }),
  reply: z.object({ merge: z.string(), customer: CustomerView }),
  refuses: [
    "customer.not_found",
    "customer.merged",
    "customer_merge.same_customer",
    "customer_merge.other_currency",
    "customer_merge.other_clock",
  ],
});

/** What an undo could not give back, and why. */
export const NotReturned = z.object({
  what: z.enum(["field", "contact_person", "contact_person_field"]),
  id: z.string(),
  name: z.string(),
  why: z.enum(["changed_since", "deleted_since", "moved_since"]),
});

export const undoMerge = endpoint({
  method: "POST",
  path: "/customer-merges/{merge}/actions/undo",
  summary: "Take a merge back; what was changed since stays and is named",
  tag,
  access: "write",
  params: z.object({ merge: idParam("mrg") }),
  reply: z.object({ survivor: CustomerView, loser: CustomerView, not_returned: z.array(NotReturned) }),
  refuses: [
    "customer_merge.not_found",
    "customer_merge.already_undone",
    "customer_merge.later_merge",
    "customer_merge.settled_across",
  ],
});
