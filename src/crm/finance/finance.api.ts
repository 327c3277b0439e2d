import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { financeModules } from "./finance.ts";

const tag = "CRM finance";

export const FinanceModuleName = z.enum(financeModules);
export type FinanceModule = z.output<typeof FinanceModuleName>;

/** The id of something in the CRM. */
export const recordIdInput = z.string().refine(isRecordId, "Write the id as up to 19 digits");

const Right = z.enum(["view", "create"]);

/** What a profile may do, by module; a module that is left out is closed to it. */
const Rights = z.partialRecord(FinanceModuleName, Right);

const ProfileRights = z.object({
  id: z.string(),
  name: z.string(),
  /** An administrator's profile may do everything; its rights cannot be taken. */
  administrator: z.boolean(),
  rights: Rights,
});

/** What of billing this CRM shows, and to whom. */
export const FinanceView = z.object({
  /** The CRM's side as the caller finds it: what is on, and what their profile allows there. */
  modules: z.array(
    z.object({ module: FinanceModuleName, enabled: z.boolean(), view: z.boolean(), create: z.boolean() }),
  ),
  /** All profiles; null for whoever may not set the CRM up. */
  profiles: z.array(ProfileRights).nullable(),
});
export type FinanceView = z.output<typeof FinanceView>;

export const getFinance = endpoint({
  method: "GET",
  path: "/crm/finance",
  summary: "Which modules of billing the CRM shows, and what the caller may do there",
  tag,
  access: "member",
  reply: FinanceView,
  refuses: ["crm.no_seat"],
});

export const setFinance = endpoint({
  method: "PUT",
  path: "/crm/finance",
  summary:
    "Switch modules of billing on and off in the CRM, and say which profiles may see them or create in them. `enabled` is the whole list; profiles that are not named stay as they are",
  tag,
  access: "member",
  body: z.strictObject({
    enabled: z.array(FinanceModuleName).max(financeModules.length).optional(),
    profiles: z
      .array(
        z.strictObject({
          id: recordIdInput,
          rights: Rights,
        }),
      )
      .max(100)
      .default([]),
  }),
  reply: FinanceView,
  refuses: ["crm.no_seat", "crm.setup_forbidden", "crm.profile_unknown", "crm.profile_fixed"],
});
