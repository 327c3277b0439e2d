import type { BillingField } from "#billing/customer/customer-fields.ts";
import { validateValue } from "#billing/customer/field-value.ts";
import { AppError } from "#kernel/errors.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import type { Asked, Side } from "./conflict.ts";
import type { Conflict } from "./conflict.table.ts";
import type { Choice } from "./decide.ts";

/** By kind of record, its fields in this organization. */
export type Fields = Record<Conflict["target"], ReadonlyMap<string, BillingField>>;

/** Whose value is taken; `given` is the one that a person gave instead of both, which billing gets first. */
export type Verdict = { take: Side; given: Value | undefined };

/**
 * What a choice comes to. A value of one's own that a side holds already is that side's: nothing is written then that
 * is there. Refuses a value that the field cannot hold with `request.invalid`; `at` is the place of the choice in the
 * request.
 */
export function verdictOf(
  choice: Choice,
  at: number,
  { crm, billing }: Pick<Asked, "crm" | "billing">,
  field: BillingField | undefined,
): Verdict {
  if (choice.take !== "value") return { take: choice.take, given: undefined };
  const path = `decisions.${at}.value`;
  if (!field) throw invalid(path, "The field is gone; take the value of one side");
  const read = validateValue(field, choice.value);
  if (!read.ok) throw invalid(path, read.refusal.message);
  if (read.value === crm) return { take: "crm", given: undefined };
  return { take: "billing", given: read.value === billing ? undefined : read.value };
}

function invalid(path: string, problem: string): AppError {
  return new AppError("request.invalid", { fields: [{ path, problem }] });
}
