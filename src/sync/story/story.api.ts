import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { DecisionView } from "#sync/conflict/conflict.api.ts";
import { Direction } from "#sync/connection/settings.api.ts";

const tag = "Customers";
const CustomerRef = z.object({ customer: z.string().max(64) });
const PersonRef = z.object({ person: z.string().max(64) });
const FieldName = z.string().max(100);

/** One entry of a field's story. `from` and `to` are values; of an entry that gave billing no value, what it was about. */
export const StoryEntry = z.object({
  what: z
    .enum(["made", "edited", "synced", "returned", "sent", "refused", "stayed", "conflict", "unrecorded"])
    .describe(
      "made: the value the record was made with. edited: somebody changed it in billing. synced: a run took it from the CRM. returned, stayed: an undo gave it back, or left it. sent, refused: a run wrote it in the CRM, or the CRM did not take it. conflict: both sides had changed it. unrecorded: nothing on record says where it came from.",
    ),
  /** Where it was written, or was to be. */
  side: z.enum(["billing", "crm"]),
  /** Null where that is not known. Of a run, when it began; it wrote the record from then to `until`. */
  at: z.string().nullable(),
  until: z.string().nullable(),
  from: z.unknown(),
  to: z.unknown(),
  /** What happened, in a sentence; then by which rule. */
  words: z.string(),
  why: z.object({ code: z.string(), words: z.string() }).nullable(),
  /** Who did it; of a run, who started it. */
  by: z.object({ kind: z.string(), name: z.string() }).nullable(),
  run: z.object({ id: z.string(), kind: z.string(), undone_by: z.string().nullable() }).nullable(),
  crm: z.object({ module: z.string(), id: z.string(), field: z.string().nullable() }).nullable(),
  conflict: z
    .object({
      id: z.string(),
      state: z.enum(["open", "decided", "settled"]),
      crm: z.unknown(),
      /** Who had last changed the record in the CRM, where that was read. */
      crm_by: z.string().nullable(),
      billing: z.unknown(),
      decision: DecisionView.nullable(),
    })
    .nullable(),
});
export type StoryEntry = z.output<typeof StoryEntry>;

/** A CRM field that a field is kept in agreement with. */
export const KeptField = z.object({
  connection: z.string(),
  crm_company: z.string(),
  crm_module: z.string(),
  crm_id: z.string(),
  crm_url: z.string(),
  crm_field: z.string(),
  direction: Direction,
  /** `out_of_view` and `deleted_in_crm` are not updated any more. */
  state: z.enum(["linked", "out_of_view", "deleted_in_crm"]),
  linked_at: z.string(),
  /** What both sides held when they last agreed; null where they never did. */
  agreed: z.object({ value: z.unknown() }).nullable(),
  /** Why the sides differ, where a value of one cannot go to the other, and that value. */
  issue: z.object({ problem: z.string(), value: z.unknown() }).nullable(),
});
export type KeptField = z.output<typeof KeptField>;

/** A field with where its value came from; null where older lines than those looked at would tell. */
export const FieldOrigin = z.object({
  field: z.string(),
  label: z.string(),
  value: z.unknown(),
  kept: z.array(KeptField),
  origin: StoryEntry.nullable(),
});
export type FieldOrigin = z.output<typeof FieldOrigin>;

export const FieldStory = FieldOrigin.extend({
  customer: z.string(),
  contact_person: z.string().nullable(),
  /** The newest first. */
  entries: z.array(StoryEntry),
  /** Where the entries begin: when the record was made, with a value that was there before all that is on record, or later, because there are too many. */
  begins: z.enum(["made", "unknown", "cut"]),
});
export type FieldStory = z.output<typeof FieldStory>;

export const customerOrigins = endpoint({
  method: "GET",
  path: "/customers/{customer}/fields",
  summary: "Each field of a customer, with where its value came from",
  tag,
  access: "read",
  params: CustomerRef,
  reply: z.object({ items: z.array(FieldOrigin) }),
  refuses: ["customer.not_found"],
});

export const customerStory = endpoint({
  method: "GET",
  path: "/customers/{customer}/fields/{field}/story",
  summary: "The values of a customer's field through time: from where, by whom, in which run, by which rule",
  tag,
  access: "read",
  params: CustomerRef.extend({ field: FieldName }),
  reply: FieldStory,
  refuses: ["customer.not_found", "story.field_unknown"],
});

export const personOrigins = endpoint({
  method: "GET",
  path: "/contact-persons/{person}/fields",
  summary: "Each field of a contact person, with where its value came from",
  tag,
  access: "read",
  params: PersonRef,
  reply: z.object({ items: z.array(FieldOrigin) }),
  refuses: ["contact_person.not_found"],
});

export const personStory = endpoint({
  method: "GET",
  path: "/contact-persons/{person}/fields/{field}/story",
  summary: "The values of a contact person's field through time",
  tag,
  access: "read",
  params: PersonRef.extend({ field: FieldName }),
  reply: FieldStory,
  refuses: ["contact_person.not_found", "story.field_unknown"],
});
