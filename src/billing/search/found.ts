import type { Customer } from "#billing/customer/customer.ts";
import { nameKey } from "#billing/customer/match-key.ts";
import type { NumberedKind } from "#billing/document/kind.ts";
import type { FoundView } from "./search.api.ts";

/** Something with a number: a document, a subscription or a payment; and whose it is. */
export type NumberedRow = { kind: NumberedKind; id: string; number: string; whose: string | null };

/** What is shown of a customer. */
type ShownCustomer = Pick<Customer, "id" | "display_name" | "company_name" | "email">;

/** How surely each way of matching is what was meant, the surest first. */
const order: readonly FoundView["match"][] = ["exact", "beginning", "typo"];

/** A customer that was found, with how. `key` is what was typed, in its normal form. */
export function foundCustomer(customer: ShownCustomer, key: string | null, isGuess: boolean): FoundView {
  const { id, display_name: title, company_name: company, email } = customer;
  const names = [nameKey(title), nameKey(company), email?.toLowerCase()];
  const isExact = key !== null && names.includes(key);
  return {
    kind: "customer",
    id,
    title,
    detail: email ?? (company === title ? null : company),
    match: isExact ? "exact" : isGuess ? "typo" : "beginning",
  };
}

/** Something with a number that was found. */
export function foundNumbered(
  { kind, id, number, whose }: NumberedRow,
  match: FoundView["match"],
): FoundView {
  return { kind, id, title: number, detail: whose, match };
}

/**
 * What was found, the surest first, so many of each kind, and each once. What begins with what was typed comes before what
 * only holds a word that does.
 */
export function ranked(found: readonly FoundView[], typed: string, limit: number): FoundView[] {
  const text = typed.toLowerCase();
  const starts = ({ title }: FoundView): number => (title.toLowerCase().startsWith(text) ? 0 : 1);
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  return found
    .toSorted((a, b) => order.indexOf(a.match) - order.indexOf(b.match) || starts(a) - starts(b))
    .filter(({ id, kind }) => {
      const count = counts.get(kind) ?? 0;
      if (seen.has(id) || count >= limit) return false;
      seen.add(id);
      counts.set(kind, count + 1);
      return true;
    });
}
