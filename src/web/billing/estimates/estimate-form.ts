import { editEstimate } from "#billing/estimate/estimate.api.ts";
import { offeringBody, textBody } from "#web/billing/documents/form/document-values.ts";
import type { FormKind } from "#web/billing/documents/form/kind.ts";
import { bodyOf, type WrittenValues } from "#web/billing/documents/form/written-values.ts";

/** An estimate as the API takes it. */
export function estimateBody(values: WrittenValues) {
  return {
    ...bodyOf(values),
    line_items: offeringBody(values),
    expiry_date: textBody(values.until),
  };
}

export const estimateForm: FormKind = {
  name: "estimate",
  title: "Estimate",
  party: "customer",
  isOffering: true,
  until: { label: "Expiry date", description: "The last day on which it can be accepted." },
  body: estimateBody,
  schema: editEstimate.body,
};
