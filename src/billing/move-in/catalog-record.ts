import type { AddonScheme, PlanScheme } from "#billing/catalog/price.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Cell, Cells } from "./at-cells.ts";
import { cellProblem, choiceOf, neededText, plainWord } from "./choice.ts";
import { cyclesOf, intervalOf, type Interval } from "./interval.ts";
import { addonSchemeOf, type PriceOfFile, pricesOf, schemeOf } from "./price-record.ts";
import type { MoveInRecord, NamedTax, RowProblem } from "./record.ts";
import { numberOf, textOf } from "./value.ts";

/** Something of the catalog as a file has it: what a request would give, and the cells that it is from. */
export type OfferOfFile<Body> = {
  zohoId: string | null;
  /** Its code, or of a product its name. */
  code: string;
  isInactive: boolean;
  body: Body;
  cells: Cells;
};

type Named = { name: string; description: string | null };

export type ProductOfFile = OfferOfFile<Named>;
export type PlanOfFile = OfferOfFile<
  Named &
    Interval & {
      plan_code: string;
      billing_cycles: number;
      trial_period: number;
      pricing_scheme: PlanScheme;
      unit_name: string | null;
      prices: PriceOfFile[];
    }
> & { product: { zohoId: string | null; name: string | null }; tax: NamedTax };
export type AddonOfFile = OfferOfFile<
  Named & {
    addon_code: string;
    type: "recurring" | "one_time";
    pricing_scheme: AddonScheme;
    unit_name: string | null;
    applicable_to: "all" | "plans";
    plans: string[];
    prices: PriceOfFile[];
  }
> & { tax: NamedTax };

/** Reads a record as a product; all that is wrong with it is told. */
export function productOf(record: MoveInRecord): Result<ProductOfFile, RowProblem[]> {
  const problems: RowProblem[] = [];
  const body = namedOf(record, problems);
  return told(problems, { ...aboutOf(record, problems), code: body.name, body, cells: cellsOf(record, []) });
}

/** Reads a record as a plan. */
export function planOf(record: MoveInRecord): Result<PlanOfFile, RowProblem[]> {
  const problems: RowProblem[] = [];
  const { values } = record;
  const pricing_scheme = schemeOf(record, problems);
  const { prices, cells } = pricesOf(record, pricing_scheme, problems);
  const interval = intervalOf(record, problems);
  if (interval === null && problems.length === 0)
    problems.push(
      cellProblem(record, "interval", "is empty", "Write how often it is billed, such as 1 and months."),
    );
  const body = {
    ...{ plan_code: neededText(record, "plan_code", problems), ...namedOf(record, problems) },
    ...(interval ?? { interval: 1, interval_unit: "months" as const }),
    billing_cycles: cyclesOf(record, "billing_cycles", problems) ?? -1,
    trial_period: numberOf(values, "trial_period") ?? 0,
    ...{ pricing_scheme, unit_name: textOf(values, "unit_name"), prices },
  };
  return told(problems, {
    ...{ ...aboutOf(record, problems), code: body.plan_code, body, cells: cellsOf(record, cells) },
    product: { zohoId: textOf(values, "product_zoho_id"), name: textOf(values, "product_name") },
    tax: taxOf(record),
  });
}

/** Reads a record as an addon. */
export function addonOf(record: MoveInRecord): Result<AddonOfFile, RowProblem[]> {
  const problems: RowProblem[] = [];
  const pricing_scheme = addonSchemeOf(record, problems);
  const { prices, cells } = pricesOf(record, pricing_scheme, problems);
  const plans = [...new Set(record.lines.flatMap((line) => codesOf(textOf(line.values, "plans"))))];
  const body = {
    ...{ addon_code: neededText(record, "addon_code", problems), ...namedOf(record, problems) },
    type: choiceOf(record, "type", addonTypes, problems) ?? ("recurring" as const),
    ...{ pricing_scheme, unit_name: textOf(record.values, "unit_name"), prices },
    ...{ applicable_to: plans.length > 0 ? ("plans" as const) : ("all" as const), plans },
  };
  return told(problems, {
    ...{ ...aboutOf(record, problems), code: body.addon_code, body, tax: taxOf(record) },
    cells: cellsOf(record, cells),
  });
}

const addonTypes = {
  meanings: { recurring: "recurring", onetime: "one_time", once: "one_time" },
  remedy: "Write Recurring or One Time.",
} as const;

const offered = {
  meanings: { active: false, inactive: true, archived: true },
  remedy: "Write Active or Inactive, or leave the column out.",
} as const;

function aboutOf(record: MoveInRecord, problems: RowProblem[]) {
  const isInactive = choiceOf(record, "status", offered, problems) ?? false;
  return { zohoId: textOf(record.values, "zoho_id"), isInactive };
}

function namedOf(record: MoveInRecord, problems: RowProblem[]): Named {
  const description = textOf(record.values, "description");
  return { name: neededText(record, "name", problems), description };
}

function taxOf({ row, values }: MoveInRecord): NamedTax {
  const [name, percent] = [textOf(values, "tax_name"), textOf(values, "tax_percentage")];
  return { row, field: name === null ? "tax_percentage" : "tax_name", name, percent };
}

/** Codes in one cell, by comma, semicolon or line; `All` names none. */
export function codesOf(text: string | null): string[] {
  const codes = (text ?? "")
    .split(/[,;|\n]/)
    .map((code) => code.trim())
    .filter((code) => code !== "");
  const isAll = codes.length === 1 && ["all", "allplans"].includes(plainWord(codes[0] ?? ""));
  return isAll ? [] : codes;
}

/** The cells of a record by the fields of a request, which are called alike, with those of its prices. */
export function cellsOf({ row, values, lines }: MoveInRecord, further: readonly [string, Cell][]): Cells {
  const own = Object.keys(values).map((field): [string, Cell] => [
    field,
    { row, field, value: textOf(values, field) },
  ]);
  const plans = lines.find((line) => textOf(line.values, "plans") !== null);
  const ofPlans: [string, Cell][] =
    plans === undefined
      ? []
      : [["plans", { row: plans.row, field: "plans", value: textOf(plans.values, "plans") }]];
  return new Map([...own, ...ofPlans, ...further]);
}

function told<Value>(problems: RowProblem[], value: Value): Result<Value, RowProblem[]> {
  return problems.length > 0 ? refuse(problems) : accept(value);
}
