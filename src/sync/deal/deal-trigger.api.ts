import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { pageSize } from "#billing/customer/customer-schema.api.ts";
import { dealEntities, dealReasons } from "./deal.ts";

const tag = "Deal triggers";

const Entity = z.enum(dealEntities);

const ConnectionRef = z.object({ connection: z.string().max(64) });

/** What a connection makes of the CRM's deals. */
export const DealTriggerView = z.object({
  entity: z.enum(["none", ...dealEntities]),
  /** Deals that were made, or turned, before are left as they are; null where nothing is made. */
  since: z.string().nullable(),
  /** When deals were last read. */
  read_at: z.string().nullable(),
  /** Why they could not be the last time. */
  problem: z.string().nullable(),
  /** For how many deals something was made, and how many wait. */
  followed: z.number(),
  waiting: z.number(),
});
export type DealTriggerView = z.output<typeof DealTriggerView>;

export const getDealTrigger = endpoint({
  method: "GET",
  path: "/connections/{connection}/deal-trigger",
  summary: "What billing makes of the CRM's deals by itself",
  tag,
  access: "read",
  params: ConnectionRef,
  reply: DealTriggerView,
  refuses: ["connection.not_found"],
});

export const setDealTrigger = endpoint({
  method: "PUT",
  path: "/connections/{connection}/deal-trigger",
  summary:
    "Choose what billing makes of the CRM's deals by itself: nothing, an estimate, an invoice or a subscription. Deals from now on count",
  tag,
  access: "admin",
  params: ConnectionRef,
  body: z.strictObject({ entity: z.enum(["none", ...dealEntities]) }),
  reply: DealTriggerView,
  refuses: [
    "connection.not_found",
    "connection.not_configured",
    "connection.disabled",
    "connection.no_access",
  ],
});

const Outcome = z.enum(["made", "accepted", "declined", "voided", "waiting", "left_alone"]);

/** Something that was done of a deal, or why nothing was. */
export const DealLogView = z.object({
  id: z.string(),
  at: z.string(),
  deal: z.string(),
  deal_name: z.string(),
  entity: Entity,
  outcome: Outcome,
  document_id: z.string().nullable(),
  document_number: z.string().nullable(),
  reason: z.enum(Object.keys(dealReasons) as [keyof typeof dealReasons]).nullable(),
  /** The reason in words, with what to do. */
  words: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type DealLogView = z.output<typeof DealLogView>;

export const listDealLog = endpoint({
  method: "GET",
  path: "/connections/{connection}/deal-trigger/log",
  summary: "What was made of which deal, and why not, the newest first",
  tag,
  access: "read",
  params: ConnectionRef,
  query: z.object({
    outcome: Outcome.optional(),
    deal: z.string().max(30).optional(),
    cursor: z.string().max(200).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(DealLogView), next_cursor: z.string().nullable() }),
  refuses: ["connection.not_found"],
});
