import { untilProblems } from "#billing/document/day.ts";
import type { DiscountInput } from "#billing/document/document-schema.api.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { MoveInRecord, NamedTax, RowProblem, Values } from "./record.ts";
import { flagOf, numberOf, textOf } from "./value.ts";

/** A line as a file has it; amounts are decimal text. */
export type LineOfFile = {
  row: number;
  name: string;
  description: string | null;
  quantity: string;
  price: string;
  discount: DiscountInput | null;
  tax_name: string | null;
  tax_percent: string | null;
};

/** An invoice or a credit note as a file has it. */
export type DocumentOfFile = {
  row: number;
  zohoId: string | null;
  number: string;
  state: "draft" | "sent" | "void";
  date: string;
  due_date: string | null;
  payment_terms: number | null;
  is_tax_inclusive: boolean;
  isDiscountBeforeTax: boolean;
  discount: DiscountInput | null;
  shippingTax: NamedTax;
  amounts: Readonly<Record<"shipping" | "adjustment" | "round_off", string>>;
  /** What the export says that it comes to; null where it says nothing. */
  stated: Readonly<Record<"sub_total" | "tax_total" | "total" | "balance", string | null>>;
  lines: LineOfFile[];
};

/** The taxes that a document of a file names, those of lines in their order. */
export type TaxesOfFile<Of> = { ofLines: readonly (Of | null)[]; ofShipping: Of | null };

const states: Readonly<Record<string, DocumentOfFile["state"]>> = {
  draft: "draft",
  pending: "draft",
  void: "void",
  sent: "sent",
  open: "sent",
  unpaid: "sent",
  overdue: "sent",
  viewed: "sent",
  paid: "sent",
  closed: "sent",
  partiallypaid: "sent",
};

/** Statuses in which nothing is open. */
const settled = new Set(["paid", "closed"]);

/** Reads a record as an invoice or a credit note; all that is wrong with it is told. */
export function documentOf({ row, values, lines }: MoveInRecord): Result<DocumentOfFile, RowProblem[]> {
  const problems: RowProblem[] = [];
  const needed = (field: string): string => {
    const text = textOf(values, field);
    if (text === null) problems.push(missing(row, field));
    return text ?? "";
  };
  const status = needed("status");
  const word = status.toLowerCase().replaceAll(/[^a-z]/g, "");
  const state = states[word];
  if (state === undefined && status !== "")
    problems.push({
      ...{ row, field: "status", value: status, problem: "is no status that can be moved" },
      remedy: "Write Draft, Sent, Overdue, Partially Paid, Paid or Void.",
    });
  const stated = {
    sub_total: textOf(values, "sub_total"),
    tax_total: textOf(values, "tax_total"),
    total: needed("total"),
    balance: textOf(values, "balance"),
  };
  if (settled.has(word) && stated.balance !== null && stated.balance !== "0")
    problems.push({
      ...{ row, field: "balance", value: stated.balance },
      problem: `is ${stated.balance}, and the status ${status} means that nothing is open`,
      remedy: "Correct the one or the other.",
    });
  const document = {
    ...{ row, zohoId: textOf(values, "zoho_id"), number: needed("number"), state: state ?? "draft" },
    ...{ date: needed("date"), due_date: textOf(values, "due_date") },
    payment_terms: numberOf(values, "payment_terms"),
    is_tax_inclusive: flagOf(values, "is_tax_inclusive") ?? false,
    isDiscountBeforeTax: flagOf(values, "is_discount_before_tax") ?? true,
    discount: documentDiscount(values),
    shippingTax: {
      ...{ row, field: "shipping_tax", name: textOf(values, "shipping_tax") },
      percent: textOf(values, "shipping_tax_percent"),
    },
    amounts: {
      shipping: textOf(values, "shipping") ?? "0",
      adjustment: textOf(values, "adjustment") ?? "0",
      round_off: textOf(values, "round_off") ?? "0",
    },
    stated: { ...stated, balance: stated.balance ?? (settled.has(word) ? "0" : null) },
    lines: lines.map((line) => lineOf(line, problems)),
  };
  problems.push(...dueProblems(document));
  if (document.number.length > 50)
    problems.push({
      ...{ row, field: "number", value: document.number.slice(0, 100) },
      ...{ problem: "is too long for a number", remedy: "Use at most 50 characters." },
    });
  return problems.length > 0 ? refuse(problems) : accept(document);
}

function dueProblems({
  row,
  date,
  due_date,
}: Pick<DocumentOfFile, "row" | "date" | "due_date">): RowProblem[] {
  if (date === "") return [];
  return untilProblems({ date, due_date }).map(({ problem }) => ({
    ...{ row, field: "due_date", value: due_date, problem },
    remedy: `Write ${date} or a later day, or leave it empty: then the payment terms say when it is due.`,
  }));
}

function missing(row: number, field: string): RowProblem {
  return { row, field, value: null, problem: "is empty", remedy: "Give it a value." };
}

function lineOf({ row, values }: { row: number; values: Values }, problems: RowProblem[]): LineOfFile {
  const price = textOf(values, "item_price");
  const total = textOf(values, "item_total");
  if (price === null && total === null) problems.push(missing(row, "item_price"));
  const name = textOf(values, "item_name") ?? textOf(values, "item_description");
  return {
    row,
    name: (name ?? "Item").slice(0, 300),
    description: textOf(values, "item_description")?.slice(0, 2000) ?? null,
    // Without a price the line is one of its total.
    quantity: price === null ? "1" : (textOf(values, "item_quantity") ?? "1"),
    price: price ?? total ?? "0",
    discount: lineDiscount(values),
    tax_name: textOf(values, "item_tax"),
    tax_percent: textOf(values, "item_tax_percent"),
  };
}

/** The amount goes before the percentage that it was reckoned by. */
function lineDiscount(values: Values): DiscountInput | null {
  return discountOf(textOf(values, "item_discount_amount"), textOf(values, "item_discount"));
}

function documentDiscount(values: Values): DiscountInput | null {
  const percent = textOf(values, "entity_discount_percent");
  return discountOf(textOf(values, "entity_discount_amount"), percent && `${percent.replace(/\s*%$/, "")}%`);
}

function discountOf(amount: string | null, given: string | null): DiscountInput | null {
  if (amount !== null && amount !== "0") return { by: "amount", value: amount };
  const [, number = "", sign] = /^([\d.]+)\s*(%?)$/.exec(given ?? "") ?? [];
  if (number === "" || Number(number) === 0) return null;
  return sign === "%" ? { by: "percentage", value: number } : { by: "amount", value: number };
}
