import { isUsualDay, unusualDay } from "#billing/document/day.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import { detailsBody, detailsProblems, detailsValues, type DetailsValues } from "./details-values.ts";

/** How something is sold, as a form holds it: empty is what the plan or the customer has. */
export type TermsValues = DetailsValues & {
  coupon: string;
  starts_at: string;
  trial_days: string;
  billing_cycles: string;
  contact_persons: string[];
};

/** What a form without custom fields begins with. */
export const newTerms: TermsValues = {
  ...detailsValues([]),
  coupon: "",
  starts_at: "",
  trial_days: "",
  billing_cycles: "",
  contact_persons: [],
};

/** The terms as the API takes them; `before` is what the form began with. */
export function termsBody(values: TermsValues, before: DetailsValues = newTerms) {
  const { coupon, starts_at, trial_days, billing_cycles, contact_persons, ...details } = values;
  const whole = (name: string, text: string) => (text.trim() === "" ? {} : { [name]: Number(text) });
  const words = (name: string, text: string) => (text.trim() === "" ? {} : { [name]: text.trim() });
  return {
    auto_collect: values.collect === "auto",
    contact_persons,
    ...detailsBody(before, details),
    ...words("coupon", coupon),
    ...words("starts_at", starts_at),
    ...whole("trial_days", trial_days),
    ...whole("billing_cycles", billing_cycles),
  };
}

/** What can be said of terms before they are sent. */
export function termsProblems(values: TermsValues): FieldProblem[] {
  const { starts_at } = values;
  return [
    ...(starts_at === "" || isUsualDay(starts_at) ? [] : [{ path: "starts_at", problem: unusualDay }]),
    ...(["trial_days", "billing_cycles"] as const).flatMap((path) =>
      /^\d{0,4}$/.test(values[path].trim()) ? [] : [{ path, problem: "must be a whole number" }],
    ),
    ...detailsProblems(values),
  ];
}
