import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

/** What is looked at, in the order in which it is told. */
export const checkNames = [
  "state",
  "credential",
  "access",
  "currencies",
  "clock",
  "mapping",
  "marker",
  "live",
  "runs",
  "watermark",
  "changes",
  "creations",
  "links",
  "records",
  "conflicts",
] as const;

export const Finding = z.object({
  check: z.enum(checkNames),
  state: z.enum(["ok", "warned", "failed"]),
  /** What was found, in one sentence. */
  what: z.string(),
  /** What to do about it; null where nothing is to be done. */
  remedy: z.string().nullable(),
  /** The command that does it, and the page where it is done. */
  command: z.string().nullable(),
  page: z.enum(["credentials", "configure", "conflicts", "closed", "history", "details"]).nullable(),
});
export type Finding = z.output<typeof Finding>;

export const examineConnection = endpoint({
  method: "GET",
  path: "/connections/{connection}/doctor",
  summary:
    "Look at all that a sync stands on, on both sides, and say what is wrong and what to do; changes nothing",
  tag: "Integrations",
  access: "read",
  params: z.object({ connection: z.string().startsWith("con_", "must be the id of a connection") }),
  reply: z.object({
    connection: z.string(),
    crm_company: z.string(),
    /** Nothing has failed; warnings may be there. */
    healthy: z.boolean(),
    findings: z.array(Finding),
  }),
  refuses: ["connection.not_found"],
});
