import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { LinkView } from "#sync/run/run.api.ts";

const tag = "Sync runs";
const params = z.object({ customer: z.string().startsWith("cus_", "must be the id of a customer") });
const connection = z
  .string()
  .optional()
  .describe("The connection; needed where the organization has several.");

const connectionRefusals = [
  "customer.not_found",
  "connection.not_found",
  "connection.not_configured",
  "connection.disabled",
  "link.connection_unclear",
] as const;

/** Records of the CRM that were found, with the customer that has each. */
export const CrmMatches = z.object({
  items: z.array(
    z.object({
      crm_id: z.string(),
      crm_module: z.string(),
      name: z.string(),
      /** What tells records of one name apart. */
      detail: z.string().nullable(),
      /** The customer that has it. */
      customer: z.string().nullable(),
      customer_name: z.string().nullable(),
    }),
  ),
});

export const linkCustomer = endpoint({
  method: "POST",
  path: "/customers/{customer}/actions/link",
  summary: "Link a customer with a CRM record by hand, and fetch it",
  tag,
  access: "write",
  params,
  body: z.object({ crm_id: z.string().regex(/^\d{1,19}$/, "must be the id of a CRM record"), connection }),
  reply: LinkView,
  refuses: [
    ...connectionRefusals,
    "customer.merged",
    "link.already_linked",
    "link.other_currency",
    "run.record_not_visible",
    "connection.key_refused",
    "connection.unreachable",
  ],
});

export const unlinkCustomer = endpoint({
  method: "POST",
  path: "/customers/{customer}/actions/unlink",
  summary: "Unlink a customer from its CRM record; both stay, and are not linked again unless asked",
  tag,
  access: "write",
  params,
  body: z.object({ connection }).prefault({}),
  reply: z.object({
    connection: z.string(),
    crm_id: z.string(),
    crm_module: z.string(),
  }),
  refuses: ["customer.not_found", "link.not_found", "link.connection_unclear"],
});

export const searchCrm = endpoint({
  method: "GET",
  path: "/customers/{customer}/crm-records",
  summary: "CRM records that a customer could be linked with, by the beginning of their name",
  tag,
  access: "read",
  params,
  query: z.object({ search: z.string().trim().min(1).max(100), connection }),
  reply: CrmMatches,
  refuses: [...connectionRefusals, "connection.key_refused", "connection.unreachable"],
});
