import type { BillingField, FieldType } from "#billing/customer/customer-fields.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import type { CrmField } from "./crm-field.ts";
import { readValue } from "./incoming.ts";

/** Values of each billing type, as people write them. Lists have their own. */
const usual: Record<FieldType, readonly Value[]> = {
  text: ["Example", "Ärzte & Söhne"],
  text_area: ["Example", "Two\nlines"],
  email: ["name@example.com"],
  phone: ["+49 30 1234567", "(030) 12-34"],
  url: ["https://example.com", "www.example.com"],
  number: [0, 42, -7],
  decimal: ["0", "42", "-7"],
  date: ["2026-02-28"],
  check_box: [true, false],
  pick_list: [],
  currency: ["EUR", "USD"],
};

/** CRM types whose values do not depend on the field that they go to. */
const usualOfCrm: Record<string, readonly Value[]> = {
  boolean: [true, false],
  integer: [0, 42, -7],
  bigint: [0, 42, -7],
  double: [0, 42, -7],
  decimal: [0, 42, -7],
  currency: [0, 42, -7],
  percent: [0, 42],
  date: ["2026-02-28"],
  email: ["name@example.com"],
  phone: ["+49 30 1234567"],
  website: ["https://example.com"],
};

/** Entries that a list is tried with. */
const mostOptions = 200;

/**
 * What the two fields of a pair could hold, where no record holds anything yet. The entries of a list are its own; of all
 * other values only those are tried that both fields are made for.
 */
export function possibleValues(crm: CrmField, billing: BillingField): Record<"crm" | "billing", Value[]> {
  const ofCrm =
    crm.data_type === "picklist"
      ? crm.options.filter((option) => option !== "-None-")
      : (usualOfCrm[crm.data_type] ?? listedOr(billing, usual));
  const passing = ofCrm.flatMap((value) => {
    const read = readValue(billing, value);
    return read.ok ? [read.value] : [];
  });
  const ofBilling = billing.type === "pick_list" ? billing.options : passing;
  return { crm: ofCrm.slice(0, mostOptions), billing: ofBilling.slice(0, mostOptions) };
}

function listedOr({ type, options }: BillingField, others: typeof usual): readonly Value[] {
  return type === "pick_list" ? options : others[type];
}
