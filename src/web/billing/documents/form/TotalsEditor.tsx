import { Switch, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { amountText } from "#kernel/money.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import { priceInput } from "#billing/document/amount.api.ts";
import { inBase } from "#billing/ledger/posting.ts";
import { TaxSelect } from "#web/billing/catalog/pick/TaxSelect.tsx";
import type { FormState } from "#web/ui/form.ts";
import { showAmount, showDecimal } from "#web/ui/show.ts";
import { DiscountInput } from "./DiscountInput.tsx";
import type { DocumentMoney, KnownRate } from "./document-money.ts";
import type { MoneyValues } from "./document-values.ts";
import classes from "./TotalsEditor.module.css";
import { taxWords } from "#billing/tax/tax-words.ts";

type TotalsEditorProps<Values extends MoneyValues> = {
  of: FormState<Values>;
  money: DocumentMoney;
  /** The rate of the day, which holds where none was typed. */ known: KnownRate;
};

/** What a document comes to, with what is taken off and put on below the lines. */
export function TotalsEditor<Values extends MoneyValues>({ of, money, known }: TotalsEditorProps<Values>) {
  const { currency, reckoned, show } = money;
  const { totals } = reckoned;
  const { values } = of;
  const ofShipping = values.shipping_charge_tax_id;
  const isTaxed = ofShipping !== "" || values.line_items.some(({ tax_id }) => tax_id !== "");
  const isShipped = ofShipping !== "" || values.shipping_charge.trim() !== "";
  const rate = priceInput.safeParse(values.exchange_rate).data ?? known;
  return (
    <section className={classes.totals} aria-label="Totals">
      <Row name="Subtotal">{show(totals?.sub_total)}</Row>
      <Row
        name="Discount"
        field={
          <DiscountInput
            of={of}
            path="discount"
            value={values.discount}
            label="Discount"
            currency={currency}
          />
        }
      >
        {show(totals && -totals.discount_total)}
      </Row>
      {totals?.taxes.map(({ id, name, percentage, amount }) => (
        <Row key={id} name={taxWords(name, plainDecimal(percentage))}>
          {show(amount)}
        </Row>
      ))}
      {isTaxed && (
        <Switch {...of.checkbox("is_tax_inclusive")} size="xs" my={6} label="Prices include the tax" />
      )}
      <Row name="Shipping" field={<Amount of={of} name="shipping_charge" label="Shipping" />}>
        {show(totals?.shipping)}
      </Row>
      {/* What it comes to is within the sum of its rate above. */}
      {isShipped && money.taxes.length > 0 && (
        <Row
          name="Tax on shipping"
          field={
            <TaxSelect
              {...of.field("shipping_charge_tax_id" as never)}
              aria-label="Tax on shipping"
              taxes={money.taxes}
              value={ofShipping === "" ? null : ofShipping}
              onChange={(id) => of.set("shipping_charge_tax_id" as never, id ?? "")}
            />
          }
        />
      )}
      <Row
        name={
          <TextInput
            {...of.field("adjustment_description" as never)}
            aria-label="What the adjustment is called"
            placeholder="Adjustment"
          />
        }
        field={<Amount of={of} name="adjustment" label="Adjustment" />}
      >
        {show(totals?.adjustment)}
      </Row>
      <Row name="Total" isTotal>
        {show(totals?.total)}
      </Row>
      {totals && rate != null && <InBase total={totals.total} money={money} rate={rate} />}
      {reckoned.problem !== undefined && <p role="status">{reckoned.problem}.</p>}
    </section>
  );
}

type RowProps = { name: ReactNode; field?: ReactNode; isTotal?: boolean; children?: ReactNode };

function Row({ name, field, isTotal, children }: RowProps) {
  return (
    <div className={classes.row} data-total={isTotal}>
      <span className={classes.name}>{name}</span>
      {field}
      {children !== undefined && (
        <output className="figures" aria-label={typeof name === "string" ? name : "Adjustment"}>
          {children}
        </output>
      )}
    </div>
  );
}

type AmountProps<Values> = { of: FormState<Values>; name: string; label: string };

function Amount<Values>({ of, name, label }: AmountProps<Values>) {
  return (
    <TextInput
      {...of.field(name as never)}
      aria-label={label}
      placeholder="0.00"
      inputMode="decimal"
      autoComplete="off"
      classNames={{ input: classes.number }}
    />
  );
}

type InBaseProps = { total: bigint; money: DocumentMoney; rate: string };

/** The total in the currency that the organization reckons in, where that is another one. */
function InBase({ total, money: { currency, base }, rate }: InBaseProps) {
  if (currency === base) return null;
  const amount = amountText(inBase(total, { currency, base, rate }), base);
  return (
    <p>
      {showAmount(amount, base)} at {showDecimal(rate)} {base} for 1 {currency}
    </p>
  );
}
