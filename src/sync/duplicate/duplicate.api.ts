import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

const tag = "Duplicates";

const places = ["customers", "Accounts", "Contacts"] as const;

export const pairKinds = ["billing", "crm", "across"] as const;
export const pairStates = ["open", "merged", "linked", "dismissed"] as const;

/** One of the two records. */
const SideView = z.object({
  place: z.enum(places),
  id: z.string(),
  name: z.string(),
  /** Where a person opens it, of a CRM record. */
  url: z.string().nullable(),
});

export const EvidenceView = z.object({
  field: z.enum(["name", "number", "email", "company", "domain", "phone", "street", "city", "zip"]),
  /** As both sides write it. */
  left: z.string().nullable(),
  right: z.string().nullable(),
  /** 0 where both differ, `of` where they are the same; null where a side says nothing. */
  level: z.number().nullable(),
  of: z.number(),
  /** What it weighs: above zero it speaks for the pair, below against. */
  bits: z.number(),
});
export type EvidenceView = z.output<typeof EvidenceView>;

export const DuplicateView = z.object({
  id: z.string(),
  /** Where the two are: both in billing, both in the CRM, or one in each; then the customer is left. */
  kind: z.enum(pairKinds),
  connection: z.string().nullable(),
  left: SideView,
  right: SideView,
  /** The chance that they are one, from 0 to 1, and all that speaks for it, in bits. */
  score: z.number(),
  bits: z.number(),
  /** The unique key that says that they are one, where nothing speaks against it. */
  certain: z.enum(["number", "email"]).nullable(),
  evidence: z.array(EvidenceView),
  state: z.enum(pairStates),
  /** Which one stayed, of a merge. */
  kept: z.enum(["left", "right"]).nullable(),
  decided: z.object({ by: z.string(), at: z.string() }).nullable(),
  /** Whether the decision can be taken back. */
  undoable: z.boolean(),
  found_at: z.string(),
});
export type DuplicateView = z.output<typeof DuplicateView>;

export const DuplicateSearchView = z.object({
  id: z.string(),
  connection: z.string().nullable(),
  status: z.enum(["waiting", "running", "done", "failed", "cancelled"]),
  phase: z.enum(["reading", "comparing", "writing"]).nullable(),
  done: z.number(),
  expected: z.number().nullable(),
  customers: z.number().nullable(),
  crm_records: z.number().nullable(),
  /** How many pairs were compared, and how many of them are shown. */
  candidates: z.number().nullable(),
  pairs: z.number().nullable(),
  /** How many were linked because a unique key says so. */
  linked: z.number().nullable(),
  link_certain: z.boolean(),
  problem: z.object({ message: z.string(), remedy: z.string() }).nullable(),
  by: z.string(),
  created_at: z.string(),
  finished_at: z.string().nullable(),
});
export type DuplicateSearchView = z.output<typeof DuplicateSearchView>;

const params = z.object({ duplicate: z.string().startsWith("dup_", "must be the id of a pair") });

export const searchDuplicates = endpoint({
  method: "POST",
  path: "/duplicates/actions/search",
  summary:
    "Look for records that are the same, in billing and in the CRM; what people said of pairs before stays",
  tag,
  access: "admin",
  costly: true,
  body: z
    .strictObject({
      connection: z
        .string()
        .optional()
        .describe("The CRM to look at; needed where the organization has several."),
      link_certain: z
        .boolean()
        .default(false)
        .describe("Link customers with CRM records at once where a unique key says that they are one."),
    })
    .prefault({}),
  reply: DuplicateSearchView,
  refuses: [
    "duplicate.search_active",
    "connection.not_found",
    "connection.disabled",
    "link.connection_unclear",
  ],
});

export const getDuplicateSearch = endpoint({
  method: "GET",
  path: "/duplicates/search",
  summary: "The last search: how far it is, or what it found",
  tag,
  access: "admin",
  reply: z.object({ search: DuplicateSearchView.nullable() }),
});

export const cancelDuplicateSearch = endpoint({
  method: "POST",
  path: "/duplicates/search/actions/cancel",
  summary: "Stop the search; what an earlier one found stays",
  tag,
  access: "admin",
  reply: DuplicateSearchView,
  refuses: ["duplicate.no_search"],
});

export const listDuplicates = endpoint({
  method: "GET",
  path: "/duplicates",
  summary: "Pairs of records that may be the same, the surest first, with what speaks for it",
  tag,
  access: "admin",
  query: z.object({
    kind: z.enum(pairKinds).optional(),
    state: z.enum(pairStates).default("open"),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({
    items: z.array(DuplicateView),
    next_cursor: z.string().nullable(),
    /** How many of this state there are, by kind. */
    counts: z.object({ billing: z.number(), crm: z.number(), across: z.number() }),
  }),
});

export const getDuplicate = endpoint({
  method: "GET",
  path: "/duplicates/{duplicate}",
  summary: "One pair",
  tag,
  access: "admin",
  params,
  reply: DuplicateView,
  refuses: ["duplicate.not_found"],
});

const action = { method: "POST", tag, access: "admin", params, reply: DuplicateView } as const;

export const mergeDuplicate = endpoint({
  ...action,
  path: "/duplicates/{duplicate}/actions/merge",
  summary: "Make one record of a pair that is in billing or in the CRM; one of the two stays",
  body: z.strictObject({
    keep: z.enum(["left", "right"]).describe("Which one stays; its blanks are filled by the other."),
  }),
  refuses: [
    "duplicate.not_found",
    "duplicate.decided",
    "duplicate.across",
    "customer.not_found",
    "customer.merged",
    "customer_merge.other_currency",
    "customer_merge.other_clock",
    "duplicate.crm_refused",
    "connection.no_access",
    "connection.disabled",
    "connection.key_refused",
    "connection.unreachable",
  ],
});

export const linkDuplicate = endpoint({
  ...action,
  path: "/duplicates/{duplicate}/actions/link",
  summary: "Link the customer of a pair with its CRM record, and fetch that",
  refuses: [
    "duplicate.not_found",
    "duplicate.decided",
    "duplicate.one_side",
    "customer.not_found",
    "customer.merged",
    "link.already_linked",
    "link.other_currency",
    "run.record_not_visible",
    "connection.not_configured",
    "connection.disabled",
    "connection.key_refused",
    "connection.unreachable",
  ],
});

export const dismissDuplicate = endpoint({
  ...action,
  path: "/duplicates/{duplicate}/actions/dismiss",
  summary: "Say that the two are not the same; no search offers them again",
  refuses: ["duplicate.not_found", "duplicate.decided"],
});

export const undoDuplicate = endpoint({
  ...action,
  path: "/duplicates/{duplicate}/actions/undo",
  summary: "Take a decision back: the merge of customers, the link, or that the two are not the same",
  refuses: [
    "duplicate.not_found",
    "duplicate.not_decided",
    "duplicate.for_good",
    "customer_merge.not_found",
    "customer_merge.later_merge",
    "customer_merge.settled_across",
    "link.not_found",
  ],
});
