import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { idParam } from "#billing/id-param.ts";
import {
  codeInput,
  descriptionInput,
  lineInput,
  listQuery,
  OfferStatus,
  PriceInput,
  pricesInput,
  PriceView,
  referencesInput,
  versionInput,
} from "./catalog-schema.api.ts";

const tag = "Addons";

/** An addon is named by its id or its code. */
export const AddonRef = z.object({ addon: z.string().max(100) });

export const AddonType = z.enum(["recurring", "one_time"]);
export const AddonScheme = z.enum(["unit", "volume", "tier", "package"]);

/** A plan as what is for it names it. */
export const NamedPlan = z.object({ id: z.string(), plan_code: z.string(), name: z.string() });

export const AddonView = z.object({
  id: z.string(),
  addon_code: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** Billed with each term, or once. */
  type: AddonType,
  pricing_scheme: AddonScheme,
  unit_name: z.string().nullable(),
  tax_id: z.string().nullable(),
  applicable_to: z.enum(["all", "plans"]),
  plans: z.array(NamedPlan),
  prices: z.array(PriceView),
  status: OfferStatus,
  version: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type AddonView = z.output<typeof AddonView>;

const required = { addon_code: codeInput, name: lineInput("name", 200), prices: pricesInput(PriceInput) };

const optional = {
  description: descriptionInput.optional(),
  type: AddonType.optional(),
  pricing_scheme: AddonScheme.optional(),
  unit_name: lineInput("unit", 50).nullable().optional(),
  tax_id: idParam("tax").nullable().optional(),
  applicable_to: z.enum(["all", "plans"]).optional(),
  /** By id or code. */
  plans: referencesInput.optional(),
};

export const NewAddon = z.strictObject({ ...required, ...optional });

export const AddonEdit = z.strictObject({
  version: versionInput,
  ...z.object(required).partial().shape,
  ...optional,
});

export const listAddons = endpoint({
  method: "GET",
  path: "/addons",
  summary: "Addons by name; those for a plan are the ones for all plans as well",
  tag,
  access: "read",
  query: z.object({
    status: OfferStatus.optional(),
    type: AddonType.optional(),
    plan: idParam("pln").optional(),
    ...listQuery,
  }),
  reply: z.object({ items: z.array(AddonView), next_cursor: z.string().nullable() }),
});

export const getAddon = endpoint({
  method: "GET",
  path: "/addons/{addon}",
  summary: "One addon, by its id or code",
  tag,
  access: "read",
  params: AddonRef,
  reply: AddonView,
  refuses: ["addon.not_found"],
});

export const createAddon = endpoint({
  method: "POST",
  path: "/addons",
  summary: "A new addon",
  tag,
  access: "write",
  body: NewAddon,
  reply: AddonView,
  refuses: ["catalog.code_taken"],
});

export const editAddon = endpoint({
  method: "PATCH",
  path: "/addons/{addon}",
  summary: "Change the given fields of an addon; prices and plans are replaced as a whole",
  tag,
  access: "write",
  params: AddonRef,
  body: AddonEdit,
  reply: AddonView,
  refuses: ["addon.not_found", "catalog.changed_meanwhile", "catalog.code_taken", "catalog.fixed"],
});

export const activateAddon = endpoint({
  method: "POST",
  path: "/addons/{addon}/actions/mark-as-active",
  summary: "Offer an addon again",
  tag,
  access: "write",
  params: AddonRef,
  reply: AddonView,
  refuses: ["addon.not_found"],
});

export const inactivateAddon = endpoint({
  method: "POST",
  path: "/addons/{addon}/actions/mark-as-inactive",
  summary: "Offer an addon no more; subscriptions that have it keep it",
  tag,
  access: "write",
  params: AddonRef,
  reply: AddonView,
  refuses: ["addon.not_found"],
});

export const deleteAddon = endpoint({
  method: "DELETE",
  path: "/addons/{addon}",
  summary: "Delete an addon that was never used",
  tag,
  access: "write",
  params: AddonRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["addon.not_found", "catalog.in_use"],
});
