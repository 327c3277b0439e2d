import { isUsualDay, unusualDay } from "#billing/document/day.ts";
import type { FieldProblem } from "#kernel/errors.ts";

/** How something is sold, as a form holds it: empty is what the plan or the customer has. */
export type TermsValues = {
  coupon: string;
  starts_at: string;
  trial_days: string;
  billing_cycles: string;
  collect: "invoice" | "auto";
  payment_terms: string;
  reference: string;
  notes: string;
  contact_persons: string[];
};

/** What a form begins with. */
export const newTerms: TermsValues = {
  coupon: "",
  starts_at: "",
  trial_days: "",
  billing_cycles: "",
  collect: "invoice",
  payment_terms: "",
  reference: "",
  notes: "",
  contact_persons: [],
};

/** The terms as the API takes them. */
export function termsBody(values: TermsValues) {
  const { coupon, starts_at, trial_days, billing_cycles, payment_terms, reference, notes } = values;
  const whole = (name: string, text: string) => (text.trim() === "" ? {} : { [name]: Number(text) });
  const words = (name: string, text: string) => (text.trim() === "" ? {} : { [name]: text.trim() });
  return {
    auto_collect: values.collect === "auto",
    contact_persons: values.contact_persons,
    ...words("coupon", coupon),
    ...words("starts_at", starts_at),
    ...words("reference", reference),
    ...words("notes", notes),
    ...whole("trial_days", trial_days),
    ...whole("billing_cycles", billing_cycles),
    ...(values.collect === "auto" ? {} : whole("payment_terms", payment_terms)),
  };
}

/** What can be said of terms before they are sent. */
export function termsProblems(values: TermsValues): FieldProblem[] {
  const { starts_at } = values;
  return [
    ...(starts_at === "" || isUsualDay(starts_at) ? [] : [{ path: "starts_at", problem: unusualDay }]),
    ...(["trial_days", "billing_cycles", "payment_terms"] as const).flatMap((path) =>
      /^\d{0,4}$/.test(values[path].trim()) ? [] : [{ path, problem: "must be a whole number" }],
    ),
  ];
}
