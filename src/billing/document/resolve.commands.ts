import { dayAt } from "#kernel/calendar.ts";
import { AppError, type FieldProblem } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import { amountProblem, amountText, isTooLarge, minorOf, mostMinor } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import { readOnce } from "#platform/db/held.ts";
import type { Act } from "#billing/act.ts";
import { rateGiven } from "#billing/currency/rate.commands.ts";
import { type Exchange, inBase } from "#billing/ledger/posting.ts";
import { findTaxes } from "#billing/tax/tax.store.ts";
import { noTaxInUse, type Tax } from "#billing/tax/tax.ts";
import type { DiscountInput, LineInput } from "./document-schema.api.ts";
import type { Parties } from "./party.commands.ts";
import { taxBorne } from "./exempt.ts";
import { documentProblems } from "./document-problems.ts";
import { documentInput, type DocumentLine, type DocumentValues, type LineValues } from "./document.ts";
import { isSameDiscount, storedCoupon } from "./discount.ts";
import { type Discount, totalsOf } from "./totals.ts";

/** A line as somebody writes it, or the lines that were made of one already, at least one. */
export type GivenLine = LineInput | { made: readonly LineValues[] };

/** A document as somebody writes it; what is not given is filled in for a new one. */
export type GivenDocument = {
  date?: string | undefined;
  due_date?: string | null | undefined;
  payment_terms?: number | null | undefined;
  payment_terms_label?: string | null | undefined;
  reference_number?: string | null | undefined;
  salesperson?: string | null | undefined;
  notes?: string | null | undefined;
  terms?: string | null | undefined;
  exchange_rate?: string | undefined;
  is_tax_inclusive?: boolean | undefined;
  discount?: DiscountInput | null | undefined;
  shipping_charge?: string | undefined;
  shipping_charge_tax_id?: Id<"tax"> | null | undefined;
  adjustment?: string | undefined;
  adjustment_description?: string | null | undefined;
  line_items: GivenLine[];
  /** What was written elsewhere and is over: customers and taxes may be out of use, and tax is rounded as it was there. */
  history?: { tax_rounding: "line" | "rate" } | undefined;
};

export type Resolved = { values: DocumentValues; lines: LineValues[] };

/** The other side, as far as money is reckoned with it, and the organization. */
type Reckoning = Pick<Parties, "organization"> & {
  customer: Pick<Parties["customer"], "currency_code"> & { tax_exemption_reason?: string | null };
};

/**
 * What was given, complete and checked: taxes by their ids, amounts in minor units, the rate of the day. Who is exempt
 * from tax bears none, whatever the lines name; history stays as it was written. Refuses by field.
 */
export async function resolveDocument(
  tx: Tx,
  act: Act,
  { customer, organization }: Reckoning,
  given: GivenDocument,
  before: readonly DocumentLine[] = [],
): Promise<Resolved> {
  const currency = customer.currency_code;
  const date = given.date ?? dayAt(act.now, organization.time_zone);
  const problems: FieldProblem[] = [];
  const taxIds = taxIdsOf(given);
  const taxes = await readOnce(tx, `taxes ${taxIds.toString()}`, () => findTaxes(tx, taxIds));
  const isHistory = given.history !== undefined;
  const borne = <Taxed extends { tax?: unknown }>(one: Taxed) =>
    isHistory ? one : taxBorne(one, customer.tax_exemption_reason);
  const made = given.line_items.map((line, at) => {
    if ("made" in line) return line.made.map(borne);
    const values = lineValues(line, { taxes, currency, problems, path: `line_items.${at}`, isHistory });
    return [borne({ ...values, ...keptOf(given.line_items, at, { before, problems }) })];
  });
  const lines = made.flat();
  const taxOfShipping = chosenTax(given.shipping_charge_tax_id, {
    ...{ taxes, problems, isHistory },
    path: "shipping_charge_tax_id",
  });
  const amount = (path: string, text: string | undefined) => minor(text ?? "0", currency, { path, problems });
  const values: DocumentValues = {
    date,
    due_date: given.due_date ?? null,
    payment_terms: given.payment_terms ?? null,
    payment_terms_label: given.payment_terms_label ?? null,
    reference_number: given.reference_number ?? null,
    salesperson: given.salesperson ?? null,
    notes: given.notes ?? null,
    terms: given.terms ?? null,
    exchange_rate: await rateGiven(
      tx,
      { base: organization.base_currency, currency, day: date },
      given.exchange_rate,
    ),
    is_tax_inclusive: given.is_tax_inclusive ?? false,
    tax_rounding: given.history?.tax_rounding ?? organization.tax_rounding,
    shipping: amount("shipping_charge", given.shipping_charge),
    shipping_tax: borne({ tax: taxOfShipping }).tax,
    adjustment: amount("adjustment", given.adjustment),
    adjustment_label: given.adjustment_description ?? null,
    discount: discountValue(given.discount, currency, { path: "discount", problems }),
  };
  if (lines.length === 0) throw new AppError("document.without_lines");
  const money = { currency, base: organization.base_currency, rate: values.exchange_rate };
  const found = problems.length > 0 ? problems : moneyProblems(money, values, made);
  if (found.length > 0) throw new AppError("request.invalid", { part: "body", fields: found });
  return { values, lines };
}

/** What is wrong with the money, at the lines that were given. */
function moneyProblems(
  exchange: Exchange,
  values: DocumentValues,
  made: readonly (readonly LineValues[])[],
): FieldProblem[] {
  const { currency, base } = exchange;
  const input = documentInput(currency, values, made.flat());
  const givenAs = made.flatMap((lines, at) => lines.map(() => at));
  const problems = documentProblems(input);
  const { total } = problems.length === 0 ? totalsOf(input) : { total: 0n };
  if (total < 0n) {
    const is = `is ${amountText(total, currency)} ${currency}`;
    return [
      { path: "total", problem: `${is} and must not be below 0; look at prices, discount and adjustment` },
    ];
  }
  if (isTooLarge(inBase(total, exchange)))
    return [
      {
        path: "exchange_rate",
        problem: `makes more than ${amountText(mostMinor, base)} ${base} of it; check the rate`,
      },
    ];
  return problems.map(({ path, problem }) => ({
    path: path
      .replace(/^lines\.(\d+)/, (_, at) => `line_items.${givenAs[Number(at)]}`)
      .replace(/unit_price$/, "price")
      .replace(/^shipping$/, "shipping_charge"),
    problem,
  }));
}

function taxIdsOf({ line_items, shipping_charge_tax_id: ofShipping }: GivenDocument): Id<"tax">[] {
  const ofLines = line_items.map((line) => ("tax_id" in line ? line.tax_id : null));
  return [...new Set([...ofLines, ofShipping].flatMap((id) => id ?? []))];
}

type Telling = { path: string; problems: FieldProblem[] };

function lineValues(
  line: LineInput,
  {
    taxes,
    currency,
    problems,
    path,
    isHistory,
  }: Telling & { taxes: Map<string, Tax>; currency: string; isHistory: boolean },
): LineValues {
  return {
    item_kind: null,
    item_id: null,
    name: line.name,
    description: line.description ?? null,
    quantity: line.quantity,
    unit_price: line.price,
    discount: discountValue(line.discount, currency, { path: `${path}.discount`, problems }),
    tax: chosenTax(line.tax_id, { taxes, problems, path: `${path}.tax_id`, isHistory }),
  };
}

/** A tax by its id; history may name one that is out of use. */
function chosenTax(
  id: Id<"tax"> | null | undefined,
  { taxes, problems, path, isHistory }: Telling & { taxes: Map<string, Tax>; isHistory: boolean },
): LineValues["tax"] {
  if (id == null) return undefined;
  const tax = taxes.get(id);
  if (tax === undefined || (tax.status !== "active" && !isHistory))
    problems.push({ path, problem: noTaxInUse });
  return tax && { id: tax.id, name: tax.name, percentage: tax.percentage };
}

type Kept = Pick<LineValues, "item_kind" | "item_id" | "source_line" | "charge" | "coupon">;

/** What a line that was in the draft before keeps of it. */
function keptOf(
  lines: readonly GivenLine[],
  at: number,
  { before, problems }: Pick<Telling, "problems"> & { before: readonly DocumentLine[] },
): Partial<Kept> {
  const lineOf = (one: GivenLine | undefined) => (one && "line" in one ? one.line : undefined);
  const was = lineOf(lines[at]);
  if (was === undefined) return {};
  const line = before[was];
  const isRepeated = lines.findIndex((one) => lineOf(one) === was) < at;
  if (line === undefined || isRepeated) {
    const problem = isRepeated ? "is named twice; name each line once" : "is no line of the draft before";
    problems.push({ path: `line_items.${at}.line`, problem });
    return {};
  }
  const given = lines[at];
  const discount = given !== undefined && "discount" in given ? given.discount : undefined;
  const { item_kind, item_id, source_line, subscription_id, charge, charge_kind, period } = line;
  const { ratio_part, ratio_whole, ratio_unit } = line;
  return {
    ...{ item_kind, item_id, source_line: source_line ?? undefined },
    // With another discount it is not the coupon's any more.
    coupon: isSameDiscount(discount, line) ? storedCoupon(line) : undefined,
    charge: { subscription_id, charge, charge_kind, period, ratio_part, ratio_whole, ratio_unit },
  };
}

function discountValue(
  given: DiscountInput | null | undefined,
  currency: string,
  telling: Telling,
): Discount | undefined {
  if (!given) return undefined;
  if (given.by === "percentage") return given;
  return { by: "amount", minor: minor(given.value, currency, { ...telling, path: `${telling.path}.value` }) };
}

/** Minor units of an amount; one with more places than its currency, or too large, is told. */
function minor(text: string, currency: string, { path, problems }: Telling): bigint {
  const problem = amountProblem(text, currency);
  if (problem !== undefined) problems.push({ path, problem });
  return minorOf(text, currency) ?? 0n;
}
