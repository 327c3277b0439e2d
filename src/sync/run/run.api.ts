import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";

const tag = "Sync runs";
const ConnectionRef = z.object({
  connection: z.string().startsWith("con_", "must be the id of a connection"),
});
const RunRef = z.object({ run: z.string().startsWith("run_", "must be the id of a run") });

export const countNames = [
  "fetched",
  "created",
  "updated",
  "overwritten",
  "merged",
  "cloned",
  "duplicate",
  "skipped",
  "unchanged",
  "failed",
  "conflicts",
  "out_of_view",
  "deleted_in_crm",
  "held",
  "deleted",
  "unlinked",
] as const;
export type CountName = (typeof countNames)[number];

/** How many records ended how. `duplicate`: remembered as another record's duplicate in the CRM, nothing written. `held`: changed since the approved preview, so nothing was done with them. `deleted`, `unlinked`: only an undo does that. */
export const Counts = z.record(z.enum(countNames), z.number());
export type Counts = z.output<typeof Counts>;

export const RunView = z.object({
  id: z.string(),
  connection: z.string(),
  kind: z.enum(["preview", "import", "auto", "instant", "fetch_one", "undo", "undo_preview"]),
  mode: z.enum(["full", "incremental"]).nullable(),
  /** Which ways records went in this run. */
  direction: z.enum(["crm_to_billing", "both"]),
  status: z.enum(["queued", "running", "done", "failed", "cancelled"]),
  started_by: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  approved_preview: z.string().nullable(),
  /** The run that this one takes back, or would. */
  undoes: z.string().nullable(),
  /** The run that has taken this one back. */
  undone_by: z.string().nullable(),
  phase: z.string(),
  done: z.number(),
  expected: z.number().nullable(),
  counts: Counts,
  reader: z.object({ reader: z.enum(["pages", "bulk"]), why: z.string() }).nullable(),
  api_calls: z.number(),
  api_credits: z.number(),
  error: z
    .object({
      code: z.string(),
      title: z.string(),
      remedy: z.string(),
      details: z.record(z.string(), z.unknown()),
    })
    .nullable(),
  queued_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  seconds: z.number().nullable(),
  /** Records a second since the start, and seconds left at that rate; null before there is anything to tell from. */
  rate: z.number().nullable(),
  seconds_left: z.number().nullable(),
});
export type RunView = z.output<typeof RunView>;

export const Change = z.object({ field: z.string(), from: z.unknown(), to: z.unknown() });

export const RunRecordView = z.object({
  seq: z.string(),
  crm_module: z.string(),
  crm_id: z.string(),
  customer: z.string().nullable(),
  contact_person: z.string().nullable(),
  name: z.string(),
  /** Where it was written. */
  side: z.enum(["billing", "crm"]),
  outcome: z.string(),
  reason: z.string(),
  explanation: z.string(),
  facts: z.record(z.string(), z.unknown()),
  changes: z.array(Change),
});
export type RunRecordView = z.output<typeof RunRecordView>;

export const startPreview = endpoint({
  method: "POST",
  path: "/connections/{connection}/actions/preview",
  summary: "Show what a run would do; writes nothing",
  tag,
  access: "write",
  costly: true,
  params: ConnectionRef,
  reply: RunView,
  refuses: [
    "connection.not_found",
    "run.active",
    "connection.paused",
    "connection.not_configured",
    "connection.disabled",
  ],
});

export const startSync = endpoint({
  method: "POST",
  path: "/connections/{connection}/actions/sync",
  summary: "Run now; with `preview`, exactly what was approved",
  tag,
  access: "write",
  costly: true,
  params: ConnectionRef,
  body: z
    .object({
      preview: z.string().startsWith("run_").optional(),
      exclude: z.array(z.string()).max(10_000).default([]),
      full: z.boolean().default(false),
    })
    .prefault({}),
  reply: RunView,
  refuses: [
    "connection.not_found",
    "run.active",
    "connection.paused",
    "connection.not_configured",
    "connection.disabled",
    "run.not_a_preview",
    "run.mass_change",
  ],
});

export const fetchCustomer = endpoint({
  method: "POST",
  path: "/customers/{customer}/actions/fetch",
  summary: "Fetch this customer's record from the CRM",
  tag,
  access: "write",
  params: z.object({ customer: z.string() }),
  reply: RunView,
  refuses: ["link.not_found", "run.active", "connection.paused", "connection.disabled"],
});

export const listRuns = endpoint({
  method: "GET",
  path: "/runs",
  summary: "Runs, newest first",
  tag,
  access: "read",
  query: z.object({
    connection: z.string().optional(),
    status: z.string().optional(),
    kind: z.string().optional(),
    cursor: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ items: z.array(RunView), next_cursor: z.string().nullable() }),
});

export const getRun = endpoint({
  method: "GET",
  path: "/runs/{run}",
  summary: "One run",
  tag,
  access: "read",
  params: RunRef,
  reply: RunView,
  refuses: ["run.not_found"],
});

export const watchRun = endpoint({
  method: "GET",
  path: "/runs/{run}/events",
  summary: "Live progress: the run as it changes (server-sent events)",
  tag,
  access: "read",
  params: RunRef,
  reply: z.string(),
  stream: "text/event-stream",
  refuses: ["run.not_found"],
});

export const cancelRun = endpoint({
  method: "POST",
  path: "/runs/{run}/actions/cancel",
  summary: "Stop a run after its present batch",
  tag,
  access: "write",
  params: RunRef,
  reply: RunView,
  refuses: ["run.not_found", "run.finished"],
});

const RecordFilter = z.object({
  outcome: z.string().optional(),
  search: z.string().max(200).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const listRunRecords = endpoint({
  method: "GET",
  path: "/runs/{run}/records",
  summary: "What a run did, or a preview would do, with each record",
  tag,
  access: "read",
  params: RunRef,
  query: RecordFilter,
  reply: z.object({ items: z.array(RunRecordView), next_cursor: z.string().nullable() }),
  refuses: ["run.not_found"],
});

export const exportRun = endpoint({
  method: "GET",
  path: "/runs/{run}/export",
  summary: "The records of a run as CSV",
  tag,
  access: "read",
  costly: true,
  params: RunRef,
  reply: z.string(),
  stream: "text/csv",
  refuses: ["run.not_found"],
});

export const LinkView = z.object({
  connection: z.string(),
  crm_company: z.string(),
  crm_module: z.string(),
  crm_id: z.string(),
  crm_url: z.string(),
  customer: z.string(),
  contact_person: z.string().nullable(),
  /** How the customer or contact person is called in billing. */
  name: z.string(),
  state: z.enum(["linked", "duplicate", "out_of_view", "deleted_in_crm", "closed"]),
  linked_at: z.string(),
  updated_at: z.string(),
  issues: z.array(z.object({ field: z.string(), problem: z.string(), value: z.unknown() })),
});

export const listLinks = endpoint({
  method: "GET",
  path: "/links",
  summary: "Links of customers with CRM records, by customer, CRM record, state or issue",
  tag,
  access: "read",
  query: z.object({
    connection: z.string().optional(),
    customer: z.union([z.string(), z.array(z.string())]).optional(),
    crm_id: z
      .string()
      .regex(/^\d{1,19}$/)
      .optional()
      .describe("The id of a record in the CRM."),
    state: z.string().optional(),
    issues: z.stringbool().optional(),
    cursor: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ items: z.array(LinkView), next_cursor: z.string().nullable() }),
});

export const customerHistory = endpoint({
  method: "GET",
  path: "/customers/{customer}/sync-history",
  summary: "What runs did with this customer, newest first",
  tag,
  access: "read",
  params: z.object({ customer: z.string() }),
  reply: z.object({
    items: z.array(RunRecordView.extend({ run: z.string(), at: z.string(), by: z.string() })),
  }),
});

export const customerPanel = endpoint({
  method: "GET",
  path: "/customers/{customer}/crm-panel",
  summary: "The CRM's present view of a linked customer",
  tag,
  access: "read",
  params: z.object({ customer: z.string() }),
  reply: z.object({
    crm_id: z.string(),
    crm_module: z.string(),
    crm_url: z.string(),
    name: z.string(),
    owner: z.string().nullable(),
    phone: z.string().nullable(),
    address: z.string().nullable(),
    open_deals: z.number().nullable(),
    last_activity: z.string().nullable(),
    read_at: z.string(),
  }),
  refuses: ["link.not_found", "connection.key_refused", "connection.unreachable"],
});
