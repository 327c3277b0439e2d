import {
  changedCustomer,
  changeOf,
  type Customer,
  type CustomerDraft,
  diffCustomers,
  newCustomer,
} from "./customer.ts";
import type { Act } from "#billing/act.ts";
import type { RowProblem, RowValues } from "./import-row.ts";

/** A row that was read well, with its line in the file. */
export type GoodRow = RowValues & { line: number };

/** A customer to change, with the lines of the file that change it. */
export type Write = { lines: number[]; from: Customer; to: Customer };

/** A row that meets a customer it may not change. */
export type Refused = { line: number; problem: RowProblem };

/** What a batch of rows comes to: customers to insert and to change, and the counts, which are of rows. */
export type BatchPlan = {
  inserts: Customer[];
  updates: Write[];
  refused: Refused[];
  created: number;
  updated: number;
  skipped: number;
  unchanged: number;
};

type Options = { act: Act; currency: string; duplicates: "skip" | "overwrite" };

/**
 * Decides for each row, in the order of the file: a customer of that name is skipped or overwritten, also one that an
 * earlier row makes; else a new one is made. `known` is by `sort_name`; it is not changed.
 */
export function planBatch(
  rows: readonly GoodRow[],
  known: ReadonlyMap<string, Customer>,
  { act, currency, duplicates }: Options,
): BatchPlan {
  const inserts = new Map<string, Customer>();
  const updates = new Map<string, Write>();
  const refused: Refused[] = [];
  const counts = { created: 0, updated: 0, skipped: 0, unchanged: 0 };
  for (const { line, display_name, values } of rows) {
    const made = draftOf(display_name, values, { act, currency });
    const key = made.sort_name;
    const there = inserts.get(key) ?? updates.get(key)?.to ?? known.get(key);
    const problem = there === undefined ? undefined : currencyProblem(there, values);
    if (there === undefined) {
      inserts.set(key, made);
      counts.created += 1;
    } else if (duplicates === "skip") counts.skipped += 1;
    else if (problem !== undefined) refused.push({ line, problem });
    else {
      const next = {
        ...changedCustomer(there, changeOf(values, there.custom_fields), act.now),
        version: there.version,
      };
      const isChanged = diffCustomers(there, next).length > 0;
      counts[isChanged ? "updated" : "unchanged"] += 1;
      const { from = there, lines = [] } = updates.get(key) ?? {};
      if (isChanged && inserts.has(key)) inserts.set(key, next);
      else if (isChanged) updates.set(key, { lines: [...lines, line], from, to: next });
    }
  }
  return { inserts: [...inserts.values()], updates: [...updates.values()], refused, ...counts };
}

/** Documents may exist in the customer's currency; an import does not look for them one by one. */
function currencyProblem(
  customer: Customer,
  { currency_code: wanted }: RowValues["values"],
): RowProblem | undefined {
  if (typeof wanted !== "string" || wanted === customer.currency_code) return undefined;
  return {
    field: "currency_code",
    problem: `The customer's currency is ${customer.currency_code}; an import does not change it`,
    value: wanted,
  };
}

function draftOf(
  displayName: string,
  values: RowValues["values"],
  { act, currency }: Pick<Options, "act" | "currency">,
): Customer {
  const { status, ...change } = changeOf({ ...values, display_name: displayName }, {});
  const draft: CustomerDraft = {
    type: "business",
    currency_code: currency,
    ...change,
    display_name: displayName,
  };
  const made = newCustomer(draft, {
    organizationId: act.organizationId,
    id: act.ids("cus"),
    source: "import",
    now: act.now,
  });
  return status === undefined ? made : { ...made, status };
}
