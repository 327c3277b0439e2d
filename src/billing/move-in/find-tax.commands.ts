import type { Tx } from "#platform/db/db.ts";
import { readOnce } from "#platform/db/held.ts";
import { listTaxes } from "#billing/tax/tax.store.ts";
import type { Tax } from "#billing/tax/tax.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import type { NamedTax, RowProblem } from "./record.ts";

/** The taxes that are named, in their order; null where none is. What is not there is told. */
export async function findNamedTaxes(
  tx: Tx,
  named: readonly NamedTax[],
): Promise<{ taxes: (Tax | null)[]; problems: RowProblem[] }> {
  const problems: RowProblem[] = [];
  const there = named.some(({ name, percent }) => name !== null || percent !== null)
    ? await readOnce(tx, "taxes", () => listTaxes(tx, undefined))
    : [];
  const taxes = named.map(({ row, field, name, percent }) => {
    if (name === null && (percent === null || Number(percent) === 0)) return null;
    const found = there.find(
      (tax) =>
        (name === null || tax.name.toLowerCase() === name.toLowerCase()) &&
        (percent === null || plainDecimal(tax.percentage) === plainDecimal(percent)),
    );
    if (found !== undefined) return found;
    const words = [name ?? "A tax", percent === null ? "" : `of ${percent} %`].join(" ").trim();
    problems.push({
      ...{ row, field, value: name ?? percent },
      problem: `${words} is not there`,
      remedy: `Add this tax at Settings > Taxes, then preview again.`,
    });
    return null;
  });
  return { taxes, problems };
}
