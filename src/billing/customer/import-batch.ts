import {
  changedCustomer,
  changeOf,
  type Customer,
  type CustomerDraft,
  diffCustomers,
  type FieldChange,
  newCustomer,
} from "./customer.ts";
import type { Act } from "#billing/act.ts";
import type { RowOutcome } from "./customer-import.api.ts";
import type { RowProblem, RowValues } from "./import-row.ts";

/** A row that was read well, with its number in the file. */
export type GoodRow = RowValues & { row: number };

/** What becomes of a row. */
export type Decided = {
  row: number;
  outcome: RowOutcome;
  name: string;
  changes: FieldChange[];
  /** Why, where the outcome does not say it. */
  note: string | null;
};

/** A customer to change, with the rows of the file that change it. */
export type Write = { rows: number[]; from: Customer; to: Customer };

/** A row that meets a customer it may not change. */
export type Refused = { row: number; problem: RowProblem };

/** What a batch of rows comes to: customers to insert and to change, and what that is of each row. */
export type BatchPlan = { inserts: Customer[]; updates: Write[]; refused: Refused[]; decided: Decided[] };

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
  const decided: Decided[] = [];
  for (const { row, display_name, values } of rows) {
    const made = draftOf(display_name, values, { act, currency });
    const key = made.sort_name;
    const there = inserts.get(key) ?? updates.get(key)?.to ?? known.get(key);
    const decide = (outcome: RowOutcome, changes: FieldChange[] = []): void =>
      void decided.push({ row, outcome, name: (there ?? made).display_name, changes, note: null });
    if (there === undefined) {
      inserts.set(key, made);
      decide(
        "created",
        Object.entries(values).map(([field, to]) => ({ field, from: null, to })),
      );
      continue;
    }
    const problem = currencyProblem(there, values);
    if (duplicates === "skip") decide("skipped");
    else if (problem !== undefined) refused.push({ row, problem });
    else {
      const next = overwritten(there, values, act);
      const changes = diffCustomers(there, next);
      decide(changes.length > 0 ? "updated" : "unchanged", changes);
      const { from = there, rows: before = [] } = updates.get(key) ?? {};
      if (changes.length > 0 && inserts.has(key)) inserts.set(key, next);
      else if (changes.length > 0) updates.set(key, { rows: [...before, row], from, to: next });
    }
  }
  return { inserts: [...inserts.values()], updates: [...updates.values()], refused, decided };
}

/** The customer with the row's values laid over its own. Its version counts once, when the batch is written. */
function overwritten(there: Customer, values: RowValues["values"], { now }: Act): Customer {
  return {
    ...changedCustomer(there, changeOf(values, there.custom_fields), now),
    version: there.version,
  };
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
