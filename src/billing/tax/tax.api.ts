import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { lineInput, OfferStatus, versionInput } from "#billing/catalog/catalog-schema.api.ts";
import { percentageInput } from "#billing/document/amount.api.ts";
import { idParam } from "#billing/id-param.ts";

const tag = "Taxes";

export const TaxRef = z.object({ tax: idParam("tax") });

export const TaxView = z.object({
  id: z.string(),
  name: z.string(),
  percentage: z.string(),
  status: OfferStatus,
  version: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type TaxView = z.output<typeof TaxView>;

const name = lineInput("name", 100);

/** A percentage with as many places as any tax law asks for. */
const percentage = percentageInput.refine(
  (text) => (text.split(".")[1]?.length ?? 0) <= 6,
  "can have six decimal places",
);

export const listTaxes = endpoint({
  method: "GET",
  path: "/taxes",
  summary: "Taxes by name",
  tag,
  access: "read",
  query: z.object({ status: OfferStatus.optional() }),
  reply: z.object({ items: z.array(TaxView) }),
});

export const getTax = endpoint({
  method: "GET",
  path: "/taxes/{tax}",
  summary: "One tax",
  tag,
  access: "read",
  params: TaxRef,
  reply: TaxView,
  refuses: ["tax.not_found"],
});

export const createTax = endpoint({
  method: "POST",
  path: "/taxes",
  summary: "A new tax",
  tag,
  access: "write",
  body: z.strictObject({ name, percentage }),
  reply: TaxView,
  refuses: ["tax.name_taken"],
});

export const editTax = endpoint({
  method: "PATCH",
  path: "/taxes/{tax}",
  summary: "Change the given fields of a tax; documents keep what they were written with",
  tag,
  access: "write",
  params: TaxRef,
  body: z.strictObject({ version: versionInput, name: name.optional(), percentage: percentage.optional() }),
  reply: TaxView,
  refuses: ["tax.not_found", "tax.changed_meanwhile", "tax.name_taken"],
});

export const activateTax = endpoint({
  method: "POST",
  path: "/taxes/{tax}/actions/mark-as-active",
  summary: "Offer a tax for lines again",
  tag,
  access: "write",
  params: TaxRef,
  reply: TaxView,
  refuses: ["tax.not_found"],
});

export const inactivateTax = endpoint({
  method: "POST",
  path: "/taxes/{tax}/actions/mark-as-inactive",
  summary: "Offer a tax for new lines no more",
  tag,
  access: "write",
  params: TaxRef,
  reply: TaxView,
  refuses: ["tax.not_found"],
});

export const deleteTax = endpoint({
  method: "DELETE",
  path: "/taxes/{tax}",
  summary: "Delete a tax that was never used",
  tag,
  access: "write",
  params: TaxRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["tax.not_found", "tax.in_use"],
});
