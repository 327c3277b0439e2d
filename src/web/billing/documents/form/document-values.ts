import type { FieldProblem } from "#kernel/errors.ts";
import type { LineView } from "#billing/document/document-schema.api.ts";
import type { OfferedItem } from "#billing/catalog/item.ts";
import type { OfferView } from "#billing/estimate/estimate.api.ts";
import { isNothing } from "#billing/paper/price-words.ts";
import type { DocumentView } from "#billing/paper/paper.ts";

/** A discount as a form holds it; an empty value is none. */
export type DiscountValues = { by: "percentage" | "amount"; value: string };

/** The plan or addon of a line; none is chosen yet where its id is empty. */
export type OfferValues = Pick<OfferView, "kind" | "id" | "name"> & {
  /** What the draft offers already, at the price that it had then. */
  kept?: OfferedItem;
};

/** A line as a form holds it. */
export type LineValues = {
  /** Tells lines apart while they are moved. */ key: number;
  name: string;
  description: string;
  quantity: string;
  price: string;
  discount: DiscountValues;
  tax_id: string;
  /** Which line of the draft it is, for what it keeps of that; none where it is new. */ line?:
    | number
    | undefined;
  /** A plan or addon in the place of words. */ offer?: OfferValues | undefined;
};

/** The money of a document as a form holds it. */
export type MoneyValues = {
  exchange_rate: string;
  is_tax_inclusive: boolean;
  discount: DiscountValues;
  shipping_charge: string;
  shipping_charge_tax_id: string;
  adjustment: string;
  adjustment_description: string;
  line_items: LineValues[];
};

const noDiscount: DiscountValues = { by: "percentage", value: "" };

/** An empty line below others. */
export function blankLine(others: readonly LineValues[]): LineValues {
  const key = Math.max(0, ...others.map((line) => line.key)) + 1;
  return { key, name: "", description: "", quantity: "1", price: "", discount: noDiscount, tax_id: "" };
}

/** A line for a plan or addon that is still to be chosen. */
export function blankOffer(others: readonly LineValues[]): LineValues {
  return { ...blankLine(others), offer: { kind: "plan", id: "", name: "" } };
}

/** The money of a document, or of a new one. */
export function moneyValues(
  document: DocumentView | undefined,
  offers: readonly OfferView[] = [],
): MoneyValues {
  return {
    exchange_rate: document?.exchange_rate ?? "",
    is_tax_inclusive: document?.is_tax_inclusive ?? false,
    discount: document?.discount ?? noDiscount,
    shipping_charge: amountValue(document?.shipping_charge),
    shipping_charge_tax_id: document?.shipping_charge_tax?.id ?? "",
    adjustment: amountValue(document?.adjustment),
    adjustment_description: document?.adjustment_description ?? "",
    line_items: document === undefined ? [blankLine([])] : linesOf(document, offers),
  };
}

/** The lines of a document; what a plan or addon makes is one. */
function linesOf({ line_items }: DocumentView, offers: readonly OfferView[]): LineValues[] {
  return line_items.flatMap((line, at) => {
    const offer = offers.find(({ line: first, count }) => at >= first && at < first + count);
    if (offer === undefined) return [lineValues(line, at)];
    if (offer.line !== at) return [];
    const { kind, id, name, quantity, price } = offer;
    const kept = { kind, id, name, kept: itemOf(offer) };
    return [{ ...lineValues(line, at), name: "", quantity, price: price ?? "", tax_id: "", offer: kept }];
  });
}

function itemOf({ kind, id, name, quantity, pricing, ...offer }: OfferView): OfferedItem {
  return {
    ...{ kind, name, quantity },
    item_id: id as OfferedItem["item_id"],
    pricing: pricing as OfferedItem["pricing"],
    tax_id: offer.tax_id as OfferedItem["tax_id"],
    ...(offer.setup_fee === null ? {} : { setup_fee: offer.setup_fee }),
    ...(offer.is_once ? { is_once: true } : {}),
  };
}

function lineValues(line: LineView, at: number): LineValues {
  return {
    key: at,
    name: line.name,
    description: line.description ?? "",
    quantity: line.quantity,
    price: line.price,
    discount: line.discount ?? noDiscount,
    tax_id: line.tax?.id ?? "",
    line: at,
  };
}

function amountValue(amount: string | undefined): string {
  return amount === undefined || isNothing(amount) ? "" : amount;
}

/** The money as the API takes it; lines in which nothing was written are left out. */
export function moneyBody(values: MoneyValues) {
  return {
    ...(values.exchange_rate.trim() === "" ? {} : { exchange_rate: values.exchange_rate }),
    is_tax_inclusive: values.is_tax_inclusive,
    discount: discountBody(values.discount),
    shipping_charge: values.shipping_charge.trim() === "" ? "0" : values.shipping_charge,
    shipping_charge_tax_id: values.shipping_charge_tax_id === "" ? null : values.shipping_charge_tax_id,
    adjustment: values.adjustment.trim() === "" ? "0" : values.adjustment,
    adjustment_description: textBody(values.adjustment_description),
    line_items: values.line_items.filter(isWritten).map(lineBody),
  };
}

function lineBody(line: LineValues) {
  return {
    name: line.name,
    ...keptBody(line),
    price: line.price,
    discount: discountBody(line.discount),
    tax_id: line.tax_id === "" ? null : line.tax_id,
  };
}

/** The lines as the API of an estimate takes them. */
export function offeringBody({ line_items }: Pick<MoneyValues, "line_items">) {
  return line_items.filter(isWritten).map(({ offer, ...line }) => {
    if (offer === undefined) return lineBody(line);
    const item = { kind: offer.kind, id: offer.id };
    return { item, ...keptBody(line), ...(line.price.trim() === "" ? {} : { price: line.price }) };
  });
}

function keptBody({ description, quantity, line }: LineValues) {
  return { description: textBody(description), quantity, ...(line === undefined ? {} : { line }) };
}

/** Lines that were begun on an older draft, on the lines that it has now: those that are there still keep what they sell. */
export function relined(
  lines: readonly LineValues[],
  before: readonly LineView[],
  now: readonly LineView[],
): LineValues[] {
  const kept = ({ item, period }: LineView): string => JSON.stringify([item, period]);
  const free = now.map(kept);
  return lines.map(({ line: was, ...line }) => {
    const old = was === undefined ? undefined : before[was];
    const at = old === undefined ? -1 : free.indexOf(kept(old));
    if (at < 0) return line;
    free[at] = "taken";
    return { ...line, line: at };
  });
}

/** A discount as the API takes it. */
export function discountBody(discount: DiscountValues): DiscountValues | null {
  return discount.value.trim() === "" ? null : discount;
}

/** A text as the API takes it: nothing where it is empty. */
export function textBody(text: string): string | null {
  return text.trim() === "" ? null : text;
}

/** Whether nothing was written into a line. */
export function isBlank(line: LineValues): boolean {
  return !isWritten(line);
}

function isWritten({ name, description, price, discount, offer }: LineValues): boolean {
  return offer !== undefined || [name, description, price, discount.value].some((text) => text.trim() !== "");
}

const words: Record<string, string> = {
  date: "Date",
  due_date: "Due date",
  expiry_date: "Expiry date",
  delivery_date: "Delivery date",
  exchange_rate: "Exchange rate",
  discount: "Discount",
  "discount.value": "Discount",
  shipping_charge: "Shipping",
  shipping_charge_tax_id: "Tax of shipping",
  adjustment: "Adjustment",
  quantity: "Quantity",
  price: "Price",
  total: "The total",
  name: "Item",
  item: "Plan or addon",
  "item.id": "Plan or addon",
};

/**
 * Problems of a body as problems of the form: at the line as it stands there, named, and a discount's at the field that
 * one types it in.
 */
export function formProblems(
  problems: readonly FieldProblem[],
  {
    line_items,
    isWhole = false,
  }: Pick<MoneyValues, "line_items"> & { /** None was left out. */ isWhole?: boolean },
): FieldProblem[] {
  const written = line_items.flatMap((line, at) => (isWhole || isWritten(line) ? [at] : []));
  return problems.map(({ path, problem }) => {
    const [, index, field = ""] = /^line_items\.(\d+)\.?(.*)$/.exec(path) ?? [];
    if (index === undefined) return { path: atValue(path), problem: named(words[path], problem) };
    const at = written[Number(index)] ?? 0;
    const place = `line ${at + 1}`;
    const what = words[field];
    return {
      path: `line_items.${at}.${atValue(field === "" ? "name" : field)}`,
      problem: named(what === undefined ? place : `${what} of ${place}`, problem),
    };
  });
}

/** The second day of each kind, which forms hold under one name. */
const untils = ["due_date", "expiry_date", "delivery_date"];

function atValue(path: string): string {
  if (untils.includes(path)) return "until";
  if (path === "item.id") return "item";
  return path === "discount" || path.endsWith(".discount") ? `${path}.value` : path;
}

/** `must be more than 0` of the price of line 2; what is a sentence already only has the place put before it. */
function named(what: string | undefined, problem: string): string {
  if (what === undefined) return problem;
  const subject = what.slice(0, 1).toUpperCase() + what.slice(1);
  return /^[a-z]/.test(problem) ? `${subject} ${problem}` : `${subject}: ${problem}`;
}
