import { AppError, type FieldProblem } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import { findAddon } from "#billing/catalog/addon.store.ts";
import { addonView } from "#billing/catalog/addon.ts";
import { addonItem, type OfferedItem, planItem, priced, soldItem } from "#billing/catalog/item.ts";
import { findPlan } from "#billing/catalog/plan.store.ts";
import { planView } from "#billing/catalog/plan.ts";
import type { DocumentLine } from "#billing/document/document.ts";
import { offeredLines } from "#billing/document/offered.ts";
import type { GivenLine } from "#billing/document/resolve.commands.ts";
import type { Words } from "#billing/language/words/english.ts";
import { findTaxes } from "#billing/tax/tax.store.ts";
import type { EstimateLineInput } from "./estimate.api.ts";
import { intervalWords } from "./interval-words.ts";

type Offering = EstimateLineInput & { item: NonNullable<EstimateLineInput["item"]> };

/** To whom something is offered: in which currency, and in the words of which language. */
type Reader = { currency: string; words: Words };

/** What is offered, and what it says of itself where nobody says anything else. */
type Offered = { item: OfferedItem; words: string | null };

/** A line as the API has it that is refused, by the field. */
type Refused = { field: "item" | "quantity"; problem: string };

/**
 * Lines of an estimate with those that plans and addons make. A line that was in the draft before keeps the price at
 * which it was offered. Refuses by field.
 */
export async function withOffers(
  tx: Tx,
  lines: readonly EstimateLineInput[],
  { before = [], ...reader }: Reader & { before?: readonly DocumentLine[] },
): Promise<GivenLine[]> {
  const problems: FieldProblem[] = [];
  const made: GivenLine[] = [];
  for (const [at, line] of lines.entries()) {
    if (!isOffering(line)) {
      made.push(inWords(line, before));
      continue;
    }
    const offered = await offer(tx, line, reader, before);
    if ("problem" in offered)
      problems.push({ path: `line_items.${at}.${offered.field}`, problem: offered.problem });
    else made.push({ made: await linesOf(tx, line, offered, reader) });
  }
  if (problems.length > 0) throw new AppError("request.invalid", { part: "body", fields: problems });
  return made;
}

function isOffering(line: EstimateLineInput): line is Offering {
  return line.item !== undefined;
}

/** A line of somebody's own words. One that was a plan before is none any more. */
function inWords(
  { item: _item, line: was, name = "", price = "", ...line }: EstimateLineInput,
  before: readonly DocumentLine[],
): GivenLine {
  const isOffer = was !== undefined && before[was]?.item_id != null;
  return { ...line, name, price, ...(was === undefined || isOffer ? {} : { line: was }) };
}

async function linesOf(tx: Tx, line: Offering, { item, words: every }: Offered, { words }: Reader) {
  const taxes = await findTaxes(tx, item.tax_id === null ? [] : [item.tax_id]);
  const tax = item.tax_id === null ? undefined : taxes.get(item.tax_id);
  return offeredLines(item, {
    words,
    description: line.description ?? every,
    tax: tax && { id: tax.id, name: tax.name, percentage: tax.percentage },
  });
}

async function offer(
  tx: Tx,
  { item: given, quantity, price, line: was }: Offering,
  reader: Reader,
  before: readonly DocumentLine[],
): Promise<Offered | Refused> {
  const kept = was === undefined ? undefined : before[was]?.sold_item;
  const found =
    kept != null && kept.item_id === given.id
      ? { item: kept, words: null }
      : await fromCatalog(tx, given, reader);
  if ("problem" in found) return found;
  const { own_price: _before, ...item } = found.item;
  const offered: OfferedItem = { ...item, quantity, ...(price === undefined ? {} : { own_price: price }) };
  if (priced(soldItem(offered)).ok) return { item: offered, words: found.words };
  const problem = `is more than the last bracket of ${item.name}; choose a smaller one, or give a price of its own`;
  return { field: "quantity", problem };
}

async function fromCatalog(
  tx: Tx,
  { kind, id }: Offering["item"],
  { currency, words }: Reader,
): Promise<Offered | Refused> {
  // Locked, so that it is not deleted while the first estimate that names it is written.
  const offer =
    kind === "plan"
      ? await findPlan(tx, id, { lock: "in_use" })
      : await findAddon(tx, id, { lock: "in_use" });
  const refused = (problem: string): Refused => ({ field: "item", problem });
  if (offer === undefined) return refused(`is no ${kind} of the catalog; choose one that is there`);
  if (offer.status !== "active")
    return refused(`is not offered any more; choose another ${kind}, or mark ${offer.name} as active`);
  const wanted = { quantity: "1" };
  const item =
    "plan_code" in offer
      ? planItem(planView(offer, ""), wanted, currency)
      : addonItem(addonView(offer), wanted, currency);
  if (!item.ok)
    return refused(`has no price in ${currency}; add one to ${offer.name}, or choose another ${kind}`);
  const isOnce = "type" in offer && offer.type === "one_time";
  return {
    item: isOnce ? { ...item.value, is_once: true } : item.value,
    words: "plan_code" in offer ? intervalWords(offer, words) : null,
  };
}
