import { hasOnePrice, type AddonScheme, type PlanScheme } from "#billing/catalog/price.ts";
import type { Cell } from "./at-cells.ts";
import { choiceOf } from "./choice.ts";
import type { MoveInRecord, RowProblem, Values } from "./record.ts";
import { numberOf, textOf } from "./value.ts";

type Line = { row: number; values: Values };
type BracketOfFile = { from: string; to: string | null; price: string | null };

/** What something costs in a currency, as a file has it; without a currency in the organization's. */
export type PriceOfFile = {
  currency_code?: string;
  price?: string | null;
  brackets?: BracketOfFile[];
  setup_fee?: string;
};

const schemes = {
  flat: "flat",
  flatfee: "flat",
  flatpricing: "flat",
  unit: "per_unit",
  perunit: "per_unit",
  unitpricing: "per_unit",
  volume: "volume",
  volumepricing: "volume",
  tier: "tier",
  tiered: "tier",
  tierpricing: "tier",
  tieredpricing: "tier",
  package: "package",
  packagepricing: "package",
} as const satisfies Record<string, PlanScheme>;

/** The scheme that a record names; without one it costs so much a unit, unless it has brackets. */
export function schemeOf(record: MoveInRecord, problems: RowProblem[]): PlanScheme {
  const remedy = "Write Flat, Per Unit, Volume, Tier or Package.";
  const given = choiceOf(record, "pricing_scheme", { meanings: schemes, remedy }, problems);
  const first = record.lines.find(hasBracket);
  if (given === null && first !== undefined && textOf(record.values, "pricing_scheme") === null)
    problems.push({
      ...{ row: record.row, field: "pricing_scheme", value: null },
      problem: "is empty, and a price by quantities can be meant in several ways",
      remedy: "Write Volume, Tier or Package.",
    });
  return given ?? "per_unit";
}

/** The same of an addon, which has no price for all. */
export function addonSchemeOf(record: MoveInRecord, problems: RowProblem[]): AddonScheme {
  const scheme = schemeOf(record, problems);
  return scheme === "flat" || scheme === "per_unit" ? "unit" : scheme;
}

/** The prices of a record, one a currency, and the cells that each part of them is from. */
export function pricesOf(
  { lines }: MoveInRecord,
  scheme: PlanScheme | AddonScheme,
  problems: RowProblem[],
): { prices: PriceOfFile[]; cells: [string, Cell][] } {
  const byCurrency = Map.groupBy(lines, ({ values }) => textOf(values, "currency_code")?.toUpperCase());
  const read = [...byCurrency].map(([currency, all], at) => {
    const priced = distinct(
      all.filter(({ values }) => textOf(values, "price") !== null || hasBracket({ values })),
    );
    const { price, cells } = hasOnePrice(scheme)
      ? onePrice(priced, `prices.${at}`, problems)
      : bracketsOf(priced, `prices.${at}`);
    const first = all[0]?.row ?? 0;
    const fee = feeOf(all, problems);
    const whole: PriceOfFile = {
      ...(currency === undefined ? {} : { currency_code: currency }),
      ...price,
      ...(fee === null ? {} : { setup_fee: fee.value }),
    };
    const own: [string, Cell][] = [
      [`prices.${at}`, { row: first, field: "price", value: null }],
      [`prices.${at}.currency_code`, { row: first, field: "currency_code", value: currency ?? null }],
      ...(fee === null ? [] : [[`prices.${at}.setup_fee`, fee] satisfies [string, Cell]]),
    ];
    return { price: whole, cells: [...own, ...cells] };
  });
  return { prices: read.map(({ price }) => price), cells: read.flatMap(({ cells }) => cells) };
}

function hasBracket({ values }: { values: Values }): boolean {
  return textOf(values, "bracket_from") !== null || textOf(values, "bracket_to") !== null;
}

/** Rows that say the same of a price say it once: others of theirs have told them apart. */
function distinct(lines: readonly Line[]): Line[] {
  const seen = new Set<string>();
  return lines.filter(({ values }) => {
    const key = ["bracket_from", "bracket_to", "price"].map((field) => textOf(values, field)).join("|");
    return !seen.has(key) && seen.add(key).size > 0;
  });
}

function onePrice(lines: readonly Line[], path: string, problems: RowProblem[]) {
  const [first, second] = lines;
  const value = first === undefined ? null : textOf(first.values, "price");
  if (first !== undefined && second !== undefined)
    problems.push({
      ...{ row: second.row, field: "price", value: textOf(second.values, "price") },
      problem: `is another price than in row ${first.row}, and the pricing scheme has one`,
      remedy: "Write Volume, Tier or Package as its pricing scheme, or leave one of the two out.",
    });
  const cells: [string, Cell][] =
    first === undefined ? [] : [[`${path}.price`, { row: first.row, field: "price", value }]];
  return { price: { price: value }, cells };
}

/** Brackets by where they begin; the first begins at 1 unless it says otherwise. */
function bracketsOf(lines: readonly Line[], path: string) {
  const sorted = lines.toSorted((a, b) => beginOf(a) - beginOf(b));
  const brackets = sorted.map((line): BracketOfFile => ({
    from: String(beginOf(line)),
    to: textOf(line.values, "bracket_to"),
    price: textOf(line.values, "price"),
  }));
  const cells = sorted.flatMap(({ row, values }, at): [string, Cell][] => [
    [`${path}.brackets.${at}.from`, { row, field: "bracket_from", value: textOf(values, "bracket_from") }],
    [`${path}.brackets.${at}.to`, { row, field: "bracket_to", value: textOf(values, "bracket_to") }],
    [`${path}.brackets.${at}.price`, { row, field: "price", value: textOf(values, "price") }],
  ]);
  return { price: { brackets }, cells };
}

function beginOf({ values }: Line): number {
  return numberOf(values, "bracket_from") ?? 1;
}

/** The setup fee of a currency, which is told in one of its rows or in all alike. */
function feeOf(lines: readonly Line[], problems: RowProblem[]): (Cell & { value: string }) | null {
  const told = lines.flatMap(({ row, values }) => {
    const value = textOf(values, "setup_fee");
    return value === null ? [] : [{ row, field: "setup_fee", value }];
  });
  const [first] = told;
  const other = told.find(({ value }) => value !== first?.value);
  if (first !== undefined && other !== undefined)
    problems.push({
      ...other,
      problem: `is ${first.value} in row ${first.row}, which is of the same record`,
      remedy: "Make both rows say the same.",
    });
  return first ?? null;
}
