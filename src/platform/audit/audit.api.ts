import { z } from "zod";
import { isDay } from "#kernel/time.ts";
import { endpoint } from "#platform/http/endpoint.ts";

const tag = "Audit log";

export const AuditEntryView = z.object({
  /** The place in the organization's log, counted from 1. */
  seq: z.string(),
  at: z.string(),
  actor_kind: z.enum(["user", "api_key", "system", "crm_user", "customer"]),
  actor_id: z.string(),
  actor_name: z.string(),
  /** What was done: `connection.paused`. */
  action: z.string(),
  subject_kind: z.string(),
  subject_id: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditEntryView = z.output<typeof AuditEntryView>;

const Day = z.string().refine(isDay, "must be a day, as 2026-03-31");

export const listAuditLog = endpoint({
  method: "GET",
  path: "/audit-log",
  summary: "Who did what, newest first",
  tag,
  access: "admin",
  query: z.object({
    /** The beginning of an action: `member` finds `member.added`, `member.removed` … */
    action: z.string().max(100).optional(),
    actor: z.string().max(200).optional(),
    subject_kind: z.string().max(100).optional(),
    subject_id: z.string().max(100).optional(),
    /** The first and the last day, in UTC. */
    from: Day.optional(),
    until: Day.optional(),
    cursor: z
      .string()
      .regex(/^\d{1,18}$/, "must be a next_cursor of this list")
      .optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ items: z.array(AuditEntryView), next_cursor: z.string().nullable() }),
});

export const listAuditActions = endpoint({
  method: "GET",
  path: "/audit-log/actions",
  summary: "The actions that occur in the log",
  tag,
  access: "admin",
  reply: z.object({ items: z.array(z.string()) }),
});

export const verifyAuditLog = endpoint({
  method: "GET",
  path: "/audit-log/verification",
  tag,
  access: "admin",
  summary: "Whether every entry is as it was written: each carries a hash of itself and of the one before",
  reply: z.object({ entries: z.number(), intact: z.boolean(), first_broken_seq: z.string().nullable() }),
});
