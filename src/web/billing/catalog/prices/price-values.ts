import type { AddonView } from "#billing/catalog/addon.api.ts";
import type { PlanView } from "#billing/catalog/plan.api.ts";
import { hasOnePrice, pricesFor } from "#billing/catalog/price.ts";
import type { FieldProblem } from "#kernel/errors.ts";

export type Scheme = PlanView["pricing_scheme"] | AddonView["pricing_scheme"];

/** A bracket as a form holds it: where it begins follows from the one before, and the last one has no end. */
export type BracketValues = { to: string; price: string };

/** A price as a form holds it: texts, and both forms of it, so that another scheme loses nothing that was typed. */
export type PriceValues = {
  currency_code: string;
  price: string;
  setup_fee: string;
  brackets: BracketValues[];
};

/** What every form with prices has. */
export type PricedValues = { pricing_scheme: Scheme; unit_name: string; prices: PriceValues[] };

type Given = AddonView["prices"][number] & { setup_fee?: string };

/** What the form of a price begins with; of a new one where none is given. */
export function priceValues(price: Given | undefined, currency: string): PriceValues {
  const { setup_fee: fee = "" } = price ?? {};
  return {
    currency_code: price?.currency_code ?? currency,
    price: price?.price ?? "",
    // Nothing to pay reads better as an empty field than as 0.00.
    setup_fee: /[1-9]/.test(fee) ? fee : "",
    brackets: price?.brackets?.map(({ to, price: each }) => ({ to: to ?? "", price: each })) ?? [
      { to: "10", price: "" },
      { to: "", price: "" },
    ],
  };
}

export type PriceBody = {
  currency_code: string;
  price?: string;
  brackets?: { from: string; to: string | null; price: string }[];
  setup_fee?: string;
};

/** Prices as the API takes them: of the scheme's form only. */
export function pricesBody({ pricing_scheme: scheme, prices }: Omit<PricedValues, "unit_name">): PriceBody[] {
  return prices.map(({ currency_code, price, setup_fee: fee, brackets }) => ({
    currency_code,
    ...(hasOnePrice(scheme) ? (price.trim() === "" ? {} : { price }) : { brackets: bracketsBody(brackets) }),
    ...(fee.trim() === "" ? {} : { setup_fee: fee }),
  }));
}

function bracketsBody(brackets: readonly BracketValues[]): PriceBody["brackets"] {
  return brackets.map(({ to, price }, at) => ({
    from: fromOf(brackets, at) ?? "",
    to: at === brackets.length - 1 && to.trim() === "" ? null : to.trim(),
    price,
  }));
}

/** Where a bracket begins; undefined where the one before has no number as its end. */
export function fromOf(brackets: readonly BracketValues[], at: number): string | undefined {
  if (at === 0) return "1";
  const before = brackets[at - 1]?.to.trim() ?? "";
  return /^\d{1,12}$/.test(before) ? String(BigInt(before) + 1n) : undefined;
}

/** What is wrong with prices whose texts are numbers; a bracket's beginning is not a field of its own. */
export function priceProblems(values: Omit<PricedValues, "unit_name">): FieldProblem[] {
  const checked = pricesFor(values.pricing_scheme, pricesBody(values));
  return checked.ok ? [] : checked.refusal.filter(({ path }) => !path.endsWith(".from"));
}
