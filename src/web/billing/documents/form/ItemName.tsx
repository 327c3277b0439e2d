import { Autocomplete } from "@mantine/core";
import type { OfferedItem } from "#billing/catalog/item.ts";
import type { FormState } from "#web/ui/form.ts";
import type { DocumentMoney } from "./document-money.ts";
import type { LineValues } from "./document-values.ts";

type ItemNameProps<Values> = { of: FormState<Values>; at: number; line: LineValues; money: DocumentMoney };

/** What a line sells, in any words; what the catalog has at one price is suggested and brings its price and tax. */
export function ItemName<Values>({ of, at, line, money }: ItemNameProps<Values>) {
  const path = `line_items.${at}`;
  const { groups, byLabel } = suggested(money);

  function change(text: string): void {
    const item = byLabel.get(text);
    if (item === undefined) return of.set(`${path}.name` as never, text);
    for (const field of ["name", "price", "tax_id"]) of.inner.clearFieldError(`${path}.${field}`);
    of.set(path as never, taken(line, item, money));
  }

  return (
    <Autocomplete
      {...of.field(`${path}.name` as never)}
      onChange={change}
      data={groups}
      limit={20}
      openOnFocus={false}
      aria-label={`Item of line ${at + 1}`}
      placeholder="What is sold"
      autoComplete="off"
      comboboxProps={{ width: 340, position: "bottom-start", keepMounted: false }}
    />
  );
}

type Priced = OfferedItem & { pricing: Extract<OfferedItem["pricing"], { price: string }> };

type Suggested = {
  groups: { group: string; items: string[] }[];
  byLabel: ReadonlyMap<string, Priced>;
};

/** What has one price: brackets would be lines of their own. */
function suggested({ suggestions }: DocumentMoney): Suggested {
  const byLabel = new Map<string, Priced>();
  const groups = (suggestions?.choices ?? []).map(({ group, items }) => ({
    group,
    items: items.flatMap(({ value, label }) => {
      const item = suggestions?.items.get(value);
      if (item === undefined || !hasOnePrice(item) || byLabel.has(label)) return [];
      byLabel.set(label, item);
      return [label];
    }),
  }));
  return { groups: groups.filter(({ items }) => items.length > 0), byLabel };
}

function hasOnePrice(item: OfferedItem): item is Priced {
  return "price" in item.pricing;
}

/** The line with what an item brings; another item keeps nothing of what the draft had in this line. */
function taken(
  { line: _before, ...line }: LineValues,
  { name, pricing, tax_id }: Priced,
  { taxes }: DocumentMoney,
): LineValues {
  const isTaxed = taxes.some(({ id, status }) => id === tax_id && status === "active");
  // A flat price is for any number: so it is of one.
  const quantity = pricing.scheme === "flat" ? "1" : line.quantity;
  return { ...line, name, quantity, price: pricing.price, tax_id: isTaxed ? (tax_id ?? "") : "" };
}
