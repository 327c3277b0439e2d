import { Select, Text } from "@mantine/core";
import type { OfferedItem } from "#billing/catalog/item.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import type { FormState } from "#web/ui/form.ts";
import { showPrice, showText } from "#web/ui/show.ts";
import type { DocumentMoney } from "./document-money.ts";
import type { LineValues, OfferValues } from "./document-values.ts";
import classes from "./LineEditor.module.css";
import { taxWords } from "#billing/tax/tax-words.ts";

type OfferPickerProps<Values> = {
  of: FormState<Values>;
  at: number;
  line: LineValues;
  offer: OfferValues;
  money: DocumentMoney;
};

/** Chooses the plan or addon that a line offers, and says what it costs once. */
export function OfferPicker<Values>({ of, at, line, offer, money }: OfferPickerProps<Values>) {
  const { choices = [], items } = money.offers ?? {};
  const path = `line_items.${at}`;
  const item = itemOf(line, money);
  const isListed =
    offer.id === "" || choices.some(({ items: some }) => some.some(({ value }) => value === offer.id));
  const known = isListed ? [] : [{ value: offer.id, label: offer.name }];

  function choose(id: string | null): void {
    const chosen = items?.get(id ?? "");
    if (chosen === undefined || chosen.item_id === offer.id) return;
    const { kind, item_id, name } = chosen;
    // Another plan keeps nothing of the one that the draft had in this line.
    const next: LineValues = { ...line, line: undefined, price: "", offer: { kind, id: item_id, name } };
    of.inner.clearFieldError(`${path}.item`);
    of.set(path as never, next);
  }

  return (
    <>
      <Select
        error={of.inner.errors[`${path}.item`]}
        data-path={`${path}.item`}
        aria-label={`Plan or addon of line ${at + 1}`}
        placeholder="Choose a plan or addon"
        data={[...known, ...choices]}
        value={offer.id === "" ? null : offer.id}
        onChange={choose}
        searchable
        allowDeselect={false}
        nothingFoundMessage={`Nothing with a price in ${money.currency}`}
        comboboxProps={{ width: 340, position: "bottom-start" }}
      />
      {item?.setup_fee !== undefined && (
        <Text size="xs" c="dimmed" mt={4} pl={12}>
          and {showPrice(item.setup_fee, money.currency)} for the setup, once
        </Text>
      )}
    </>
  );
}

/** The tax that the catalog knows of what a line offers. */
export function OfferTax({ line, money }: { line: LineValues; money: DocumentMoney }) {
  const id = itemOf(line, money)?.tax_id;
  const tax = money.taxes.find((one) => one.id === id);
  return (
    <span className={classes.fixed}>
      {tax === undefined ? showText(null) : taxWords(tax.name, plainDecimal(tax.percentage))}
    </span>
  );
}

/** What stands in the field of a price while none is typed: of a plan the catalog's. */
export function pricePlaceholder(line: LineValues, money: DocumentMoney): string {
  const pricing = itemOf(line, money)?.pricing;
  if (pricing === undefined) return "0.00";
  return "price" in pricing ? pricing.price : "Brackets";
}

function itemOf({ offer }: LineValues, { offers }: DocumentMoney): OfferedItem | undefined {
  return offer === undefined ? undefined : (offer.kept ?? offers?.items.get(offer.id));
}
