import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { Credentials } from "./credential.api.ts";
import { ModuleChoice, SyncSettings } from "./settings.api.ts";
import { MappingTrial } from "./trial.api.ts";

const tag = "Integrations";
const ConnectionRef = z.object({
  connection: z.string().startsWith("con_", "must be the id of a connection"),
});

/** What connecting shares with the CRM; shown before, and consented to. */
export const sharedItems = [
  "Organization name",
  "Username",
  "E-mail address",
  "Address",
  "Business location",
  "Additional e-mails",
  "Customer information",
] as const;

export const Problem = z.object({
  code: z.string(),
  title: z.string(),
  remedy: z.string(),
  details: z.record(z.string(), z.unknown()),
  since: z.string(),
});

export const ConnectionView = z.object({
  id: z.string(),
  kind: z.enum(["embedded", "zoho"]),
  api_url: z.string(),
  email: z.string(),
  crm_zgid: z.string(),
  crm_company: z.string(),
  crm_currency: z.string(),
  crm_user_name: z.string(),
  extent_allowed: z.enum(["two-way", "one-way"]),
  state: z.enum(["connected", "active", "paused", "disabled"]),
  problem: Problem.nullable(),
  consent_by: z.string(),
  consent_at: z.string(),
  config_version: z.number(),
  settings: SyncSettings.nullable(),
  /** Nobody has run this configuration yet, or a run stopped before it changed unusually many records: the schedule leaves it alone. */
  waits_for_approval: z.boolean(),
  interval_minutes: z.number(),
  next_run_at: z.string().nullable(),
  /** Whether changes of the CRM arrive within seconds; where they wait for the schedule, why. */
  live: z.boolean(),
  live_why_not: z.string().nullable(),
  /** The newest run of the sync itself: no preview, no fetch of one customer. */
  last_run: z
    .object({
      id: z.string(),
      kind: z.string(),
      status: z.string(),
      finished_at: z.string().nullable(),
      counts: z.record(z.string(), z.number()),
      /** The code of what it failed on. */
      error: z.string().nullable(),
    })
    .nullable(),
  counts: z.object({
    linked: z.number(),
    out_of_view: z.number(),
    deleted_in_crm: z.number(),
    duplicate: z.number(),
    with_issues: z.number(),
    /** CRM records that no run brings any more: undone, unlinked by hand, or deleted in billing. */
    closed: z.number(),
    /** Fields that both sides changed and that wait for a decision. */
    conflicts: z.number(),
  }),
  credits_today: z.number(),
});
export type ConnectionView = z.output<typeof ConnectionView>;

/** One check of connecting, with its remedy where it failed. */
export const Check = z.object({
  name: z.enum(["key", "user", "modules", "currency", "clock"]),
  state: z.enum(["passed", "warned", "failed"]),
  what: z.string(),
  remedy: z.string().nullable(),
});
export type Check = z.output<typeof Check>;

export const listConnections = endpoint({
  method: "GET",
  path: "/connections",
  summary: "All CRM connections of the organization",
  tag,
  access: "read",
  reply: z.object({
    items: z.array(ConnectionView),
    shared: z.array(z.string()),
    embedded_crm_url: z.string(),
  }),
});

export const getConnection = endpoint({
  method: "GET",
  path: "/connections/{connection}",
  summary: "One connection",
  tag,
  access: "read",
  params: ConnectionRef,
  reply: ConnectionView,
  refuses: ["connection.not_found"],
});

export const checkCredentials = endpoint({
  method: "POST",
  path: "/connections/actions/check",
  summary: "Try credentials without keeping anything",
  tag,
  access: "admin",
  costly: true,
  body: Credentials,
  reply: z.object({ checks: z.array(Check), company: z.string().nullable() }),
});

export const watchCheck = endpoint({
  method: "POST",
  path: "/connections/actions/check/events",
  summary: "Try credentials without keeping anything: each check as it ends (server-sent events)",
  tag,
  access: "admin",
  body: Credentials,
  reply: z.string(),
  stream: "text/event-stream",
});

export const connect = endpoint({
  method: "POST",
  path: "/connections",
  summary: "Connect a CRM; with a known CRM, replace its credentials or reactivate it",
  tag,
  access: "admin",
  costly: true,
  body: z.object({
    credentials: Credentials,
    consent: z.literal(true, "agree to sharing the listed items first"),
  }),
  reply: z.object({ connection: ConnectionView, checks: z.array(Check) }),
  refuses: [
    "connection.key_refused",
    "connection.unreachable",
    "connection.user_inactive",
    "connection.other_crm",
    "connection.url_refused",
  ],
});

export const replaceCredentials = endpoint({
  method: "PUT",
  path: "/connections/{connection}/credentials",
  summary: "Replace e-mail and key; links, mapping and history stay",
  tag,
  access: "admin",
  costly: true,
  params: ConnectionRef,
  body: Credentials,
  reply: ConnectionView,
  refuses: ["connection.not_found", "connection.other_crm", "connection.key_refused"],
});

export const FieldChoice = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  required: z.boolean(),
  read_only: z.boolean(),
  /** Whether values can be sent to it; false for all of billing's, which the CRM's go to. */
  sendable: z.boolean(),
  custom: z.boolean(),
  length: z.number().nullable(),
});

const ViewChoice = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["predefined", "custom"]),
  personal: z.boolean(),
});

export const configureOptions = endpoint({
  method: "GET",
  path: "/connections/{connection}/options",
  summary: "What the wizard offers for a module: views, fields, default mapping",
  tag,
  access: "read",
  params: ConnectionRef,
  query: z.object({ module: ModuleChoice }),
  reply: z.object({
    views: z.array(ViewChoice),
    contact_views: z.array(ViewChoice),
    crm_fields: z.array(FieldChoice),
    contact_fields: z.array(FieldChoice),
    customer_fields: z.array(FieldChoice),
    person_fields: z.array(FieldChoice),
    custom_field_count: z.number(),
    defaults: SyncSettings.omit({ view: true, contact_view: true }),
    example: z.string().nullable(),
    two_way: z.object({ allowed: z.boolean(), why: z.string().nullable() }),
    currencies: z.object({ crm: z.string(), billing: z.string(), crm_has_several: z.boolean() }),
  }),
  refuses: ["connection.not_found", "connection.key_refused", "connection.unreachable"],
});

export const MappingProblem = z.object({ path: z.string(), problem: z.string() });

export const checkSettings = endpoint({
  method: "POST",
  path: "/connections/{connection}/actions/check-settings",
  summary:
    "Check a configuration without saving it; two-way, try its pairs of fields on the records of both sides",
  tag,
  access: "read",
  params: ConnectionRef,
  body: SyncSettings,
  reply: z.object({
    problems: z.array(MappingProblem),
    /** What may be meant otherwise, though it can be saved. */
    warnings: z.array(MappingProblem),
    records: z.number().nullable(),
    reader: z.string().nullable(),
    credits: z.number().nullable(),
    /** With two-way only: one for each mapping. */
    trials: z.array(MappingTrial),
  }),
  refuses: ["connection.not_found"],
});

export const configure = endpoint({
  method: "PUT",
  path: "/connections/{connection}/settings",
  summary: "Save the configuration as a whole",
  tag,
  access: "admin",
  params: ConnectionRef,
  body: SyncSettings,
  reply: ConnectionView,
  refuses: [
    "connection.not_found",
    "settings.invalid",
    "settings.currency_differs",
    "settings.two_way_unavailable",
    "settings.loses_values",
  ],
});

export const setSchedule = endpoint({
  method: "PUT",
  path: "/connections/{connection}/schedule",
  summary: "How often auto-sync runs; 0 is off",
  tag,
  access: "admin",
  params: ConnectionRef,
  body: z.object({
    interval_minutes: z.union(
      [z.literal(0), z.literal(15), z.literal(60), z.literal(120), z.literal(1440)],
      "choose 0, 15, 60, 120 or 1440 minutes",
    ),
  }),
  reply: ConnectionView,
});

function stateAction<const Path extends string>(action: Path, summary: string) {
  return endpoint({
    method: "POST",
    path: `/connections/{connection}/actions/${action}`,
    summary,
    tag,
    access: "admin",
    params: ConnectionRef,
    reply: ConnectionView,
    refuses: ["connection.not_found", "connection.wrong_state"],
  });
}

export const pauseConnection = stateAction("pause", "No automatic or instant run until resumed");
export const resumeConnection = stateAction("resume", "Go on after a pause, and catch up");
export const disableConnection = stateAction("disable", "End the syncing; data, links and history stay");
export const reactivateConnection = stateAction(
  "reactivate",
  "Restore a disabled connection with its set-up and links",
);
export const checkHealth = stateAction(
  "check",
  "Test key, user, modules, currency, views and mapped fields now",
);
