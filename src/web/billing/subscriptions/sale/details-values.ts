import type { SubscriptionView } from "#billing/subscription/subscription.api.ts";
import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import { type CustomValues, customValues } from "#web/billing/custom-fields/custom-values.ts";
import { touched } from "#web/ui/touched.ts";

/** What is said of a subscription, and how it is paid, as a form holds it: empty is nothing, or what the customer has. */
export type DetailsValues = {
  collect: "invoice" | "auto";
  payment_terms: string;
  reference: string;
  salesperson: string;
  notes: string;
  custom_fields: CustomValues;
};

/** What a form begins with: what a subscription has, or nothing. */
export function detailsValues(
  fields: readonly CustomFieldView[],
  subscription?: SubscriptionView,
): DetailsValues {
  return {
    collect: subscription?.auto_collect ? "auto" : "invoice",
    payment_terms: subscription?.payment_terms?.toString() ?? "",
    reference: subscription?.reference ?? "",
    salesperson: subscription?.salesperson ?? "",
    notes: subscription?.notes ?? "",
    custom_fields: customValues(fields, subscription?.custom_fields),
  };
}

/** What differs from the beginning, as the API takes it. */
export function detailsBody(before: DetailsValues, now: DetailsValues) {
  const { collect, payment_terms: days, custom_fields: custom, ...words } = touched(before, now);
  const said = Object.entries(words).map(([name, text]) => [name, text.trim() === "" ? null : text.trim()]);
  return {
    ...(Object.fromEntries(said) as { [Name in keyof typeof words]?: string | null }),
    ...(collect === undefined ? {} : { auto_collect: collect === "auto" }),
    // Terms are those of invoices that are sent; the field is not there where they are collected.
    ...(days === undefined || now.collect === "auto"
      ? {}
      : { payment_terms: days.trim() === "" ? null : Number(days) }),
    ...(custom === undefined ? {} : { custom_fields: touched(before.custom_fields, custom) as CustomValues }),
  };
}

/** What can be said of them before they are sent. */
export function detailsProblems({ payment_terms: days }: DetailsValues): FieldProblem[] {
  return /^\d{0,4}$/.test(days.trim()) ? [] : [{ path: "payment_terms", problem: "must be a whole number" }];
}
