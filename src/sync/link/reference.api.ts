import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { RunView } from "#sync/run/run.api.ts";
import { CrmMatches } from "./repair.api.ts";

const tag = "Sync runs";

const connection = z
  .string()
  .optional()
  .describe("The connection; needed where the organization has several.");

/** Which kind of CRM record an id is of: named as Zoho's own products name it. */
export const ReferenceKind = z.enum(["zcrm_account_id", "zcrm_contact_id"]);
export type ReferenceKind = z.output<typeof ReferenceKind>;

const crmId = z.string().regex(/^\d{1,19}$/, "must be the id of a CRM record");

const refuses = [
  "connection.not_found",
  "connection.not_configured",
  "connection.disabled",
  "link.connection_unclear",
  "link.wrong_id_kind",
] as const;

export const findByReference = endpoint({
  method: "GET",
  path: "/customers/reference/{crm_id}",
  summary: "The customer that a CRM record is linked with, by the id of the account or contact",
  tag,
  access: "read",
  params: z.object({ crm_id: crmId }),
  query: z.object({ reference_id_type: ReferenceKind, connection }),
  reply: z.object({
    customer: z.string(),
    customer_name: z.string(),
    crm_id: z.string(),
    crm_module: z.string(),
    state: z.string(),
  }),
  refuses: [...refuses, "link.no_such_reference"],
});

export const importByReference = endpoint({
  method: "POST",
  path: "/crm/actions/import",
  summary:
    "Bring one record of the CRM by the id of the account or contact: as a new customer, or to the one it has",
  tag,
  access: "write",
  body: z.strictObject({ reference_id: crmId, reference_id_type: ReferenceKind, connection }),
  reply: RunView,
  refuses: [...refuses, "run.active", "connection.paused"],
});

export const searchRecordsOfCrm = endpoint({
  method: "GET",
  path: "/crm/records",
  summary:
    "Records of the CRM by the beginning of their name, asked live: accounts or contacts, as the connection makes customers of",
  tag,
  access: "write",
  costly: true,
  query: z.object({ word: z.string().trim().min(1).max(100), connection }),
  reply: CrmMatches,
  refuses: [
    "connection.not_found",
    "connection.not_configured",
    "connection.disabled",
    "link.connection_unclear",
    "connection.key_refused",
    "connection.no_access",
    "connection.throttled",
    "connection.unreachable",
  ],
});
