import { type ListedCustomer, searchCustomers } from "#billing/customer/customer-list.store.ts";
import { nameKey } from "#billing/customer/match-key.ts";
import { searchTermsOf } from "#billing/customer/search-key.ts";
import { numberedKinds } from "#billing/document/kind.ts";
import { newSeries } from "#billing/document/number-series.ts";
import { listNumberSeries } from "#billing/document/number-series.store.ts";
import { textsMeant } from "#kernel/spelling.ts";
import type { Tx } from "#platform/db/db.ts";
import { foundCustomer, foundNumbered, ranked } from "./found.ts";
import { numberBeginnings, wholeNumbers } from "./number-forms.ts";
import type { FoundView } from "./search.api.ts";
import { findByBeginnings, findByNumbers, findLastInvoices, findSimilarWords } from "./search.store.ts";

/** So many customers that may have been meant are enough not to look for more. */
const enoughGuesses = 3;

/** What of billing is called so, the surest first. */
export async function findInBilling(tx: Tx, text: string, limit: number): Promise<FoundView[]> {
  const customers = await findCustomers(tx, text, limit);
  const sure = customers.filter(({ match }) => match !== "typo").map(({ id }) => id);
  const begun = await findByBeginnings(tx, { beginnings: numberBeginnings(text), reference: text }, limit);
  const series = await listNumberSeries(tx);
  const all = numberedKinds.map((kind) => series.find((one) => one.kind === kind) ?? newSeries(kind));
  const whole = wholeNumbers(text, all);
  const numbered = whole.length === 0 ? [] : await findByNumbers(tx, whole);
  const theirs = await findLastInvoices(tx, sure.slice(0, 3), limit);
  return ranked(
    [
      ...customers,
      ...begun.map((row) => foundNumbered(row, isSame(row.number, text) ? "exact" : "beginning")),
      ...numbered.map((row) => foundNumbered(row, "exact")),
      ...theirs.map((row) => foundNumbered(row, "beginning")),
    ],
    text,
    limit,
  );
}

function isSame(number: string, text: string): boolean {
  return number.toLowerCase() === text.toLowerCase();
}

/** Customers that are called so; where there are few, also those that may have been meant. */
async function findCustomers(tx: Tx, text: string, limit: number): Promise<FoundView[]> {
  const key = nameKey(text);
  const isHere = ({ merged_into }: ListedCustomer): boolean => merged_into === null;
  const found = (await searchCustomers(tx, searchTermsOf(text), {}, limit)).filter(isHere);
  const sure = found.map((one) => foundCustomer(one, text.includes("@") ? text.toLowerCase() : key, false));
  if (sure.length >= limit || key === null || text.includes("@")) return sure;
  const guesses: FoundView[] = [];
  for (const meant of await textsMeant(key.split(" "), (typed, mayGoOn) =>
    findSimilarWords(tx, typed, mayGoOn),
  )) {
    const terms = { name: meant, email: undefined, phones: [] };
    const more = (await searchCustomers(tx, terms, {}, limit)).filter(isHere);
    guesses.push(...more.map((one) => foundCustomer(one, null, true)));
    // The first ones have the fewest errors: what is found by them is enough.
    if (guesses.length >= enoughGuesses || sure.length + guesses.length >= limit) break;
  }
  return [...sure, ...guesses];
}
